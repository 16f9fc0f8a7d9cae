namespace Lotse.Intake.Mail.Importing;

/// <summary>A mail on its way in.</summary>
/// <param name="Bytes">Null where it could not be read.</param>
/// <param name="ReceivedAt">When another server got it; null where nobody knows.</param>
/// <param name="Mark">By what its source knows it again; null where it does not.</param>
public sealed record MailToImport(Stream? Bytes, DateTimeOffset? ReceivedAt = null, object? Mark = null);

/// <summary>Where imported mails come from.</summary>
/// <param name="Of">How many there are; null where nobody knows beforehand.</param>
/// <param name="Taken">Told of the last of several mails once all of them are safe.</param>
public sealed record ImportSource(IAsyncEnumerable<MailToImport> Mails, int? Of, Func<MailToImport, Task> Taken)
{
    public static ImportSource OfFiles(IReadOnlyList<string> paths, Stream stdin) => new(AllAsync(paths, stdin), null, _ => Task.CompletedTask);

    private static async IAsyncEnumerable<MailToImport> AllAsync(IReadOnlyList<string> paths, Stream stdin)
    {
        foreach (var path in paths)
        {
            await foreach (var (_, bytes) in MailFiles.OpenAsync(path, stdin)) yield return new MailToImport(bytes);
        }
    }
}

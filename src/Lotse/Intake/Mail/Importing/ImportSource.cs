namespace Lotse.Intake.Mail.Importing;

/// <summary>A mail on its way in.</summary>
/// <param name="Name">Of the file, or the UID: by it people find one that could not be read.</param>
/// <param name="Bytes">Null where it could not be read.</param>
/// <param name="Problem">Why not, in a few words.</param>
/// <param name="ReceivedAt">When another server got it; null where nobody knows.</param>
/// <param name="Mark">By what its source knows it again; null where it does not.</param>
public sealed record MailToImport(string Name, Stream? Bytes, string? Problem = null, DateTimeOffset? ReceivedAt = null, object? Mark = null);

/// <summary>Where imported mails come from.</summary>
/// <param name="Of">How many there are; null where nobody knows beforehand.</param>
/// <param name="Taken">Told of the last of several mails once all of them are safe.</param>
public sealed record ImportSource(IAsyncEnumerable<MailToImport> Mails, int? Of, Func<MailToImport, Task> Taken)
{
    public static ImportSource OfFiles(IReadOnlyList<string> paths, Stream stdin, long maxBytes) => new(AllAsync(paths, stdin, maxBytes), null, _ => Task.CompletedTask);

    private static async IAsyncEnumerable<MailToImport> AllAsync(IReadOnlyList<string> paths, Stream stdin, long maxBytes)
    {
        foreach (var path in paths)
        {
            await foreach (var mail in MailFiles.OpenAsync(path, stdin, maxBytes)) yield return new MailToImport(mail.Name, mail.Bytes, mail.Problem);
        }
    }
}

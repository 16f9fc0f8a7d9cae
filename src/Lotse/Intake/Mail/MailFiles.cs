using System.Globalization;
using Lotse.Adapters.Files;

namespace Lotse.Intake.Mail;

/// <summary>A mail of a file, or a file out of which none comes.</summary>
/// <param name="Bytes">The caller disposes it; null where it cannot be read.</param>
/// <param name="Problem">Why not, in a few words.</param>
internal readonly record struct FoundMail(string Name, Stream? Bytes, string? Problem = null);

/// <summary>The mails in files, folders, mbox files and on standard input, one at a time. What cannot be read is named, and the others go on.</summary>
internal static class MailFiles
{
    public const string TooLarge = "larger than the limit";

    private const string NotAFile = "cannot be opened, or is no regular file";

    /// <param name="maxBytes">Of one mail.</param>
    public static async IAsyncEnumerable<FoundMail> OpenAsync(string path, Stream stdin, long maxBytes)
    {
        if (path == "-")
        {
            yield return await ReadAsync(stdin, maxBytes) is { } all ? new FoundMail("-", all) : new FoundMail("-", null, TooLarge);
            yield break;
        }
        foreach (var (file, isListed) in Files(path))
        {
            if (!isListed)
            {
                yield return new FoundMail(file, null, "the folder cannot be listed");
                continue;
            }
            await foreach (var mail in OfFileAsync(file, maxBytes)) yield return mail;
        }
    }

    private static async IAsyncEnumerable<FoundMail> OfFileAsync(string file, long maxBytes)
    {
        var stream = PlainFile.TryOpen(file);
        var (isMbox, problem) = stream is null ? (false, NotAFile) : await LookAsync(file, stream, maxBytes);
        if (!isMbox)
        {
            if (problem is not null && stream is not null) await stream.DisposeAsync();
            yield return problem is null ? new FoundMail(file, stream) : new FoundMail(file, null, problem);
            yield break;
        }
        await using (stream)
        await using (var mails = MboxMails.SplitAsync(stream!, maxBytes).GetAsyncEnumerator())
        {
            for (var number = 1; ; number++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{file}#{number}");
                var (more, broken) = await NextAsync(mails);
                if (broken is not null) yield return new FoundMail(name, null, broken);
                else if (more) yield return new FoundMail(name, mails.Current, mails.Current is null ? TooLarge : null);
                if (!more) yield break;
            }
        }
    }

    private static async Task<(bool IsMbox, string? Problem)> LookAsync(string file, FileStream stream, long maxBytes)
    {
        try
        {
            if (!file.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) && await MboxMails.IsOneAsync(stream)) return (true, null);
            return (false, stream.Length > maxBytes ? TooLarge : null);
        }
        catch (Exception e) when (IsOfTheFile(e))
        {
            return (false, e.Message);
        }
    }

    private static async Task<(bool More, string? Problem)> NextAsync(IAsyncEnumerator<Stream?> mails)
    {
        try
        {
            return (await mails.MoveNextAsync(), null);
        }
        catch (Exception e) when (IsOfTheFile(e))
        {
            return (false, $"{e.Message} What comes behind it is not read either.");
        }
    }

    /// <summary>A folder that nobody may look into, a disk that fails, something that only looks like a file.</summary>
    public static bool IsOfTheFile(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException;

    private static async Task<MemoryStream?> ReadAsync(Stream stdin, long maxBytes)
    {
        var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stdin.ReadAsync(buffer) is > 0 and var count)
        {
            if (all.Length + count > maxBytes) return null;
            all.Write(buffer.AsSpan(0, count));
        }
        all.Position = 0;
        return all;
    }

    private static IEnumerable<(string Path, bool IsListed)> Files(string path) => Directory.Exists(path) ? Below(path).OrderBy(file => file.Path, StringComparer.Ordinal) : [(path, true)];

    private static IEnumerable<(string Path, bool IsListed)> Below(string folder)
    {
        try
        {
            return [.. Directory.GetFiles(folder).Where(file => !IsBesideMail(file)).Select(file => (file, true)), .. Directory.GetDirectories(folder).SelectMany(Below)];
        }
        catch (Exception e) when (IsOfTheFile(e))
        {
            return [(folder, false)];
        }
    }

    /// <summary>In a maildir mails lie in "new" and "cur"; the server's own files lie above, and what is not yet delivered in "tmp".</summary>
    private static bool IsBesideMail(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        return IsMaildir(folder) || (Path.GetFileName(folder) == "tmp" && IsMaildir(Path.GetDirectoryName(folder) ?? ""));
    }

    private static bool IsMaildir(string folder) => Directory.Exists(Path.Combine(folder, "cur")) && Directory.Exists(Path.Combine(folder, "new"));
}

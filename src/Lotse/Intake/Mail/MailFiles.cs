using System.Globalization;

namespace Lotse.Intake.Mail;

/// <summary>The mails in files, folders, mbox files and on standard input, one at a time.</summary>
internal static class MailFiles
{
    private const int LookedFor = 64 * 1024;

    /// <returns>Name and bytes of each mail; bytes are null where the file cannot be read. The caller disposes the stream.</returns>
    public static async IAsyncEnumerable<(string Name, Stream? Bytes)> OpenAsync(string path, Stream stdin)
    {
        if (path == "-")
        {
            var all = new MemoryStream();
            await stdin.CopyToAsync(all);
            yield return ("-", all);
            yield break;
        }
        foreach (var file in Files(path))
        {
            var stream = Open(file);
            if (stream is null || file.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) || !await IsMboxAsync(stream))
            {
                yield return (file, stream);
                continue;
            }
            await using (stream)
            {
                var number = 0;
                await foreach (var mail in MboxAsync(stream)) yield return (string.Create(CultureInfo.InvariantCulture, $"{file}#{++number}"), mail);
            }
        }
    }

    private static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => !IsBesideMail(file)).Order(StringComparer.Ordinal)
        : [path];

    /// <summary>In a maildir mails lie in "new" and "cur"; the server's own files lie above, and what is not yet delivered in "tmp".</summary>
    private static bool IsBesideMail(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        return IsMaildir(folder) || (Path.GetFileName(folder) == "tmp" && IsMaildir(Path.GetDirectoryName(folder) ?? ""));
    }

    private static bool IsMaildir(string folder) => Directory.Exists(Path.Combine(folder, "cur")) && Directory.Exists(Path.Combine(folder, "new"));

    private static FileStream? Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>One separator line in front is also found on single mails; a second one behind an empty line makes an mbox.</summary>
    private static async Task<bool> IsMboxAsync(Stream file)
    {
        var five = new byte[5];
        var read = await file.ReadAtLeastAsync(five, 5, throwOnEndOfStream: false);
        file.Position = 0;
        if (read < 5 || !five.AsSpan().SequenceEqual("From "u8)) return false;
        var separators = 0;
        await foreach (var (_, starts) in LinesAsync(file))
        {
            if (starts && ++separators == 2) break;
        }
        file.Position = 0;
        return separators == 2;
    }

    private static async IAsyncEnumerable<Stream> MboxAsync(Stream file)
    {
        MemoryStream? mail = null;
        await foreach (var (line, starts) in LinesAsync(file))
        {
            if (starts)
            {
                if (mail is not null) yield return Rewound(mail);
                mail = new MemoryStream();
            }
            else
            {
                // "mboxrd": a quoted "From " line has exactly one ">" too many.
                var quoted = line.Span.TrimStart((byte)'>').StartsWith("From "u8) && line.Span[0] == (byte)'>';
                mail?.Write(line.Span[(quoted ? 1 : 0)..]);
            }
        }
        if (mail is not null) yield return Rewound(mail);
    }

    private static MemoryStream Rewound(MemoryStream mail)
    {
        mail.Position = 0;
        return mail;
    }

    /// <summary>Lines with their ends; a line that begins a mail ("From x Mon Jan 1 ...", first or after an empty line) is marked.</summary>
    private static async IAsyncEnumerable<(ReadOnlyMemory<byte> Line, bool Starts)> LinesAsync(Stream file)
    {
        var reader = System.IO.Pipelines.PipeReader.Create(file, new(bufferSize: LookedFor, leaveOpen: true));
        var afterEmpty = true;
        while (true)
        {
            var result = await reader.ReadAsync();
            var buffer = result.Buffer;
            while (Next(ref buffer, result.IsCompleted) is { } line)
            {
                var starts = afterEmpty && Separates(line);
                afterEmpty = line.AsSpan().Trim("\r\n"u8).Length == 0;
                yield return (line, starts);
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) break;
        }
        await reader.CompleteAsync();
    }

    private static byte[]? Next(ref System.Buffers.ReadOnlySequence<byte> buffer, bool last)
    {
        if (buffer.IsEmpty) return null;
        var end = System.Buffers.BuffersExtensions.PositionOf(buffer, (byte)'\n');
        if (end is null && !last) return null;
        var stop = end is null ? buffer.End : buffer.GetPosition(1, end.Value);
        var line = System.Buffers.BuffersExtensions.ToArray(buffer.Slice(0, stop));
        buffer = buffer.Slice(stop);
        return line;
    }

    /// <summary>"From sender weekday month day time year": words alone ("From yesterday on") do not separate.</summary>
    private static bool Separates(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("From "u8) || line.Length > 300) return false;
        var words = System.Text.Encoding.ASCII.GetString(line).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 6 && Array.Exists(words, w => w.Contains(':', StringComparison.Ordinal) && char.IsAsciiDigit(w[0]));
    }
}

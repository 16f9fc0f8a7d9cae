using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Lotse.Intake.Mail;

/// <summary>The mails of an mbox file, one at a time. Of a line without an end, and of a mail above the limit, no more is held than the limit.</summary>
internal static class MboxMails
{
    /// <summary>A longer line comes in pieces.</summary>
    private const int LongestPiece = 64 * 1024;

    /// <param name="Starts">The line begins a mail ("From x Mon Jan 1 ...", first or after an empty line).</param>
    /// <param name="Begins">It is not the rest of a long line.</param>
    private readonly record struct Line(ReadOnlyMemory<byte> Bytes, bool Starts, bool Begins);

    /// <summary>One separator line in front is also found on single mails; a second one behind an empty line makes an mbox.</summary>
    public static async Task<bool> IsOneAsync(Stream file)
    {
        var five = new byte[5];
        var read = await file.ReadAtLeastAsync(five, 5, throwOnEndOfStream: false);
        file.Position = 0;
        if (read < 5 || !five.AsSpan().SequenceEqual("From "u8)) return false;
        var separators = 0;
        await foreach (var line in LinesAsync(file))
        {
            if (line.Starts && ++separators == 2) break;
        }
        file.Position = 0;
        return separators == 2;
    }

    /// <returns>Null for a mail that is larger.</returns>
    public static async IAsyncEnumerable<Stream?> SplitAsync(Stream file, long maxBytes)
    {
        var (inside, mail) = (false, (MemoryStream?)null);
        await foreach (var line in LinesAsync(file))
        {
            if (line.Starts)
            {
                if (inside) yield return Rewound(mail);
                (inside, mail) = (true, new MemoryStream());
                continue;
            }
            if (mail is null) continue;
            // "mboxrd": a quoted "From " line has exactly one ">" too many.
            var bytes = line.Bytes.Span;
            var quoted = line.Begins && bytes.TrimStart((byte)'>').StartsWith("From "u8) && bytes[0] == (byte)'>';
            mail.Write(bytes[(quoted ? 1 : 0)..]);
            if (mail.Length > maxBytes) mail = null;
        }
        if (inside) yield return Rewound(mail);
    }

    private static MemoryStream? Rewound(MemoryStream? mail)
    {
        if (mail is not null) mail.Position = 0;
        return mail;
    }

    /// <summary>Lines with their ends.</summary>
    private static async IAsyncEnumerable<Line> LinesAsync(Stream file)
    {
        var reader = PipeReader.Create(file, new(bufferSize: LongestPiece, leaveOpen: true));
        var (afterEmpty, begins) = (true, true);
        while (true)
        {
            var result = await reader.ReadAsync();
            var buffer = result.Buffer;
            while (Next(ref buffer, result.IsCompleted) is { } line)
            {
                var starts = begins && afterEmpty && Separates(line);
                afterEmpty = begins && line.AsSpan().Trim("\r\n"u8).Length == 0;
                yield return new Line(line, starts, begins);
                begins = line[^1] == (byte)'\n';
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) break;
        }
        await reader.CompleteAsync();
    }

    private static byte[]? Next(ref ReadOnlySequence<byte> buffer, bool last)
    {
        if (buffer.IsEmpty) return null;
        var end = buffer.PositionOf((byte)'\n');
        if (end is null && !last && buffer.Length < LongestPiece) return null;
        var stop = end is null ? buffer.End : buffer.GetPosition(1, end.Value);
        var line = buffer.Slice(0, stop).ToArray();
        buffer = buffer.Slice(stop);
        return line;
    }

    /// <summary>"From sender weekday month day time year": words alone ("From yesterday on") do not separate.</summary>
    private static bool Separates(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("From "u8) || line.Length > 300) return false;
        var words = Encoding.ASCII.GetString(line).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 6 && Array.Exists(words, w => w.Contains(':', StringComparison.Ordinal) && char.IsAsciiDigit(w[0]));
    }
}

using System.Buffers;
using System.Text;
using MimeKit.IO;

namespace Lotse.Adapters.MailServer.Reading;

/// <summary>Where the header of a mail begins in the bytes, and whether it is one at all.</summary>
/// <param name="Mail">The bytes from the first header line on.</param>
/// <param name="HasHeader">At least one header field that mails have is there.</param>
internal sealed record MailStart(Stream Mail, bool HasHeader, IReadOnlyList<string> Problems)
{
    private const int Looked = 64 * 1024;

    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "To", "Cc", "Bcc", "Subject", "Date", "Message-ID", "Received", "Return-Path", "Reply-To", "Sender", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding", "Content-Disposition", "Delivered-To", "X-Original-To", "Envelope-To", "In-Reply-To", "References",
        "DKIM-Signature", "Authentication-Results", "ARC-Seal", "X-Mailer", "Importance", "User-Agent", "Precedence", "Auto-Submitted", "List-Id",
        "X-Received", "Received-SPF", "Resent-From", "Newsgroups", "Content-ID", "X-Forwarded-To", "X-Forwarded-For", "Apparently-To", "Path",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> KnownNames = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    public static MailStart Find(Stream raw, ReadingLimits limits)
    {
        var problems = new List<string>();
        var (start, hasHeader, ends) = Look(raw, problems);
        // Without the empty line the end of the file ends the header; a parser must not wait for it through 100 MB.
        var end = raw.Length;
        if (!ends && raw.Length - start > limits.HeaderBytes && !EndsWithin(raw, start, limits.HeaderBytes))
        {
            problems.Add("header-too-big");
            end = start + limits.HeaderBytes;
        }
        raw.Position = start;
        Stream mail = start == 0 && end == raw.Length ? raw : new BoundStream(raw, start, end, leaveOpen: true);
        if (!hasHeader) problems.Add("not-a-mail");
        return new MailStart(mail, hasHeader, problems);
    }

    private static (int Start, bool HasHeader, bool Ends) Look(Stream raw, List<string> problems)
    {
        var looked = (int)Math.Min(raw.Length, Looked);
        var head = ArrayPool<byte>.Shared.Rent(looked);
        try
        {
            raw.Position = 0;
            var length = raw.ReadAtLeast(head.AsSpan(0, looked), looked, throwOnEndOfStream: false);
            var bytes = head.AsSpan(0, length);
            var start = Skip(bytes, problems);
            var (hasHeader, ends) = Look(bytes[start..], length < raw.Length);
            return (start, hasHeader, ends);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    /// <summary>Passes over a byte order mark, empty lines and the separator line of an mbox.</summary>
    private static int Skip(ReadOnlySpan<byte> bytes, List<string> problems)
    {
        var at = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        for (var lines = 0; lines < 100; lines++)
        {
            var rest = bytes[at..];
            var end = rest.IndexOf((byte)'\n');
            if (end >= 0 && rest[..end].IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') < 0)
            {
                at += end + 1;
                continue;
            }
            if (end < 0 || !(rest.StartsWith("From "u8) || rest.StartsWith(">From "u8))) break;
            at += end + 1;
        }
        if (at > 0) problems.Add("leading-lines");
        return at;
    }

    private static (bool HasHeader, bool Ends) Look(ReadOnlySpan<byte> bytes, bool more)
    {
        var known = false;
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = (end < 0 ? bytes : bytes[..end]).TrimEnd((byte)'\r');
            if (line.Length == 0) return (known, true);
            var colon = line.IndexOf((byte)':');
            if (!known && colon is > 0 and < 40 && line[0] is not ((byte)' ' or (byte)'\t'))
            {
                known = IsKnown(line[..colon].TrimEnd((byte)' '));
            }
            if (end < 0) break;
            bytes = bytes[(end + 1)..];
        }
        return (known, !more);
    }

    private static bool IsKnown(ReadOnlySpan<byte> field)
    {
        Span<char> name = stackalloc char[40];
        return KnownNames.Contains(name[..Encoding.ASCII.GetChars(field, name)]);
    }

    private static bool EndsWithin(Stream raw, long start, int limit)
    {
        raw.Position = start;
        var buffer = new byte[limit];
        var length = raw.ReadAtLeast(buffer, limit, throwOnEndOfStream: false);
        var bytes = buffer.AsSpan(0, length);
        return bytes.IndexOf("\n\r\n"u8) >= 0 || bytes.IndexOf("\n\n"u8) >= 0;
    }
}

using System.Text;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Adapters.MailServer.Reading.Parts;
using MimeKit;

namespace Lotse.Adapters.MailServer.Unsealing;

/// <summary>A MIME entity with the very bytes it came in: signatures are over bytes, and writing a parsed part out again may change some.</summary>
internal sealed class EntityBytes
{
    private const int PartsAtMost = 200;
    private readonly ReadingContext _context;

    private EntityBytes(ReadOnlyMemory<byte> bytes, MimeEntity entity, ReadingContext context) => (Bytes, Entity, _context) = (bytes, entity, context);

    public ReadOnlyMemory<byte> Bytes { get; }
    public MimeEntity Entity { get; }
    public string Type => Entity.ContentType.MimeType.ToLowerInvariant();

    /// <returns>Null where no parser takes the bytes.</returns>
    public static EntityBytes? Of(ReadOnlyMemory<byte> bytes, ReadingContext context)
    {
        try
        {
            var parser = new MimeParser(MailReader.OptionsFor(context.Limits), StreamOver(bytes), MimeFormat.Entity, persistent: true);
            return new EntityBytes(bytes, parser.ParseEntity(context.Stop), context);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public static Stream StreamOver(ReadOnlyMemory<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false) : new MemoryStream(bytes.ToArray(), writable: false);

    /// <summary>Without its transfer encoding; null where that is more than may be unpacked.</summary>
    public byte[]? Decoded()
    {
        if (Entity is not MimePart { Content: { } content }) return [];
        using var sink = new PartSink(_context.Limits.UnpackedBytes, hash: false);
        content.DecodeTo(sink, _context.Stop);
        return sink.Cut ? null : sink.ToArray();
    }

    /// <summary>The parts of a multipart, each exactly as it stands between its boundaries (RFC 2046, section 5.1.1).</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Parts()
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        if (Entity is not Multipart { Boundary: { Length: > 0 } boundary }) return parts;
        var mark = Encoding.Latin1.GetBytes("--" + boundary);
        var begin = -1;
        for (var at = HeaderLines.BodyAt(Bytes.Span); at < Bytes.Length && parts.Count < PartsAtMost;)
        {
            var next = HeaderLines.NextLine(Bytes.Span, at);
            if (Bytes.Span[at..next].StartsWith(mark) && IsBoundary(Bytes.Span[(at + mark.Length)..next], out var last))
            {
                if (begin >= 0) parts.Add(Bytes[begin..BeforeBreak(begin, at)]);
                if (last) return parts;
                begin = next;
            }
            at = next;
        }
        if (begin >= 0) parts.Add(Bytes[begin..]);
        return parts;
    }

    private static bool IsBoundary(ReadOnlySpan<byte> rest, out bool last)
    {
        last = rest.StartsWith("--"u8);
        return (last ? rest[2..] : rest).IndexOfAnyExcept(" \t\r\n"u8) < 0;
    }

    /// <summary>The line break in front of a boundary belongs to the boundary.</summary>
    private int BeforeBreak(int begin, int at)
    {
        if (at > begin && Bytes.Span[at - 1] == (byte)'\n') at--;
        if (at > begin && Bytes.Span[at - 1] == (byte)'\r') at--;
        return at;
    }

    /// <summary>With CR LF at the end of each line, as everything signed is (RFC 1847, section 2.1).</summary>
    public static byte[] Canonical(ReadOnlySpan<byte> bytes)
    {
        var even = new MemoryStream(bytes.Length + bytes.Length / 40);
        for (var at = 0; at < bytes.Length;)
        {
            var end = bytes[at..].IndexOf((byte)'\n');
            if (end < 0)
            {
                even.Write(bytes[at..]);
                break;
            }
            even.Write(bytes.Slice(at, end > 0 && bytes[at + end - 1] == (byte)'\r' ? end - 1 : end));
            even.Write("\r\n"u8);
            at += end + 1;
        }
        return even.ToArray();
    }
}

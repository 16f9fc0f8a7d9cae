using Lotse.Adapters.MailServer.Reading.Charsets;
using MimeKit;

namespace Lotse.Adapters.MailServer.Reading.Parts;

/// <summary>Turns parts into leaves: names, types, decoded text.</summary>
internal sealed class LeafMaker(ReadingContext context)
{
    public static Leaf Of(MimePart part, int number) => new()
    {
        Number = number, Part = part, ContentType = TypeOf(part), Name = PartNames.Of(part), Disposition = DispositionOf(part),
        ContentId = ContentIdOf(part), ContentLocation = part.ContentLocation?.OriginalString,
    };

    public Leaf Of(MessagePart part, MimeMessage attached, int number) => new()
    {
        Number = number, Attached = attached, Raw = context.Extents is { } extents ? () => extents.Open(attached) : null, ContentType = TypeOf(part), Name = PartNames.Of(part) ?? PartNames.OfMail(attached),
        Disposition = DispositionOf(part), ContentId = ContentIdOf(part),
    };

    /// <summary>Decodes a part that may be shown; false where its bytes are no text.</summary>
    public bool ReadText(MimePart part, Leaf leaf, MailTree tree)
    {
        using var sink = Decoded(part, context.Limits.TextBytes);
        if (sink.Cut) context.Problem("text-cut");
        if (LooksBinary(sink.Kept))
        {
            tree.SomethingUndecodable = true;
            context.Problem("text-is-binary");
            return false;
        }
        var label = part.ContentType.Charset;
        if (leaf.IsHtml && string.IsNullOrEmpty(label)) label = HtmlCharset.Of(sink.Kept);
        sink.LoseReturns();
        var text = CharsetRepair.Decode(sink.Kept, label, out var repaired);
        if (repaired) context.Problem("charset-guessed");
        text = PlainText.Lines(text);
        if (!leaf.IsHtml && "flowed".Equals(part.ContentType.Format, StringComparison.OrdinalIgnoreCase))
        {
            text = PlainText.Unflow(text, "yes".Equals(part.ContentType.Parameters["delsp"], StringComparison.OrdinalIgnoreCase));
        }
        leaf.Text = text;
        return true;
    }

    /// <summary>Text of a leaf that is read by machine.</summary>
    public string TextOf(Leaf leaf)
    {
        if (leaf.Part is null) return "";
        using var sink = Decoded(leaf.Part, Math.Min(context.Limits.TextBytes, 256 * 1024));
        return PlainText.Lines(CharsetRepair.Decode(sink.Kept, leaf.Part.ContentType.Charset, out _));
    }

    /// <summary>A mail attached in base64 or quoted-printable, which RFC 2046 forbids and some gateways do.</summary>
    public MimeMessage? Encoded(MimePart part)
    {
        using var sink = Decoded(part, context.Limits.UnpackedBytes);
        if (sink.Length == 0 || sink.Cut) return null;
        var bytes = new MemoryStream(sink.ToArray(), writable: false);
        try
        {
            return new MimeParser(MailReader.OptionsFor(context.Limits), bytes, MimeFormat.Entity, persistent: true).ParseMessage(context.Stop);
        }
        catch (FormatException)
        {
            context.Problem("attached-mail-unreadable");
            return null;
        }
    }

    private PartSink Decoded(MimePart part, int keep)
    {
        var sink = new PartSink(keep, hash: false, part.Content?.Stream?.Length ?? 0);
        part.Content?.DecodeInto(sink, context.Stop);
        return sink;
    }

    private static bool LooksBinary(ReadOnlySpan<byte> bytes)
    {
        var start = bytes[..Math.Min(bytes.Length, 512)];
        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || start.IndexOf((byte)0) < 0) return false;
        var controls = 0;
        foreach (var b in start) if (b is < 9 or (> 13 and < 27) or (> 27 and < 32)) controls++;
        // UTF-16 without a mark has a zero beside each letter and no other control characters.
        var zeros = start.Count((byte)0);
        return controls > zeros || zeros * 3 < start.Length;
    }

    private static string TypeOf(MimeEntity part) => part.ContentType.MimeType.ToLowerInvariant();

    private static string? DispositionOf(MimeEntity part) => part.ContentDisposition?.Disposition?.ToLowerInvariant();

    private static string? ContentIdOf(MimeEntity part)
    {
        var id = part.ContentId ?? (part.Headers[HeaderId.ContentId] is { } raw ? raw.Trim(' ', '<', '>', '\t') : null);
        return string.IsNullOrEmpty(id) ? null : id;
    }
}

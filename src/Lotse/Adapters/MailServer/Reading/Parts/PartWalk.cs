using Lotse.Adapters.MailServer.Reading.Charsets;
using Lotse.Domain.Intake;
using MimeKit;
using MimeKit.Tnef;

namespace Lotse.Adapters.MailServer.Reading.Parts;

/// <summary>Goes through the parts of a mail in document order, numbers its leaves and decides which of them are the body
/// (the rules that RFC 8621, section 4.1.4, gives for mail clients).</summary>
internal sealed class PartWalk(ReadingContext context)
{
    private readonly LeafMaker _make = new(context);
    private MailTree _tree = null!;

    public MailTree Walk(MimeMessage message, int depth)
    {
        var outer = _tree;
        var tree = _tree = new MailTree { Message = message };
        if (message.Body is { } body) Body(body, depth);
        _tree = outer;
        return tree;
    }

    /// <summary>One level of siblings. A list that is null takes nothing more: another form of the same text has been chosen.</summary>
    private sealed record Level(string Multipart, bool InAlternative, int Depth);

    private void Body(MimeEntity body, int depth)
    {
        var text = _tree.Text;
        var html = _tree.Html;
        Siblings([body], new Level("mixed", false, depth), ref text, ref html);
    }

    private void Siblings(IEnumerable<MimeEntity> parts, Level level, ref List<Leaf>? text, ref List<Leaf>? html)
    {
        int texts = text?.Count ?? -1, htmls = html?.Count ?? -1, index = 0;
        foreach (var part in parts)
        {
            context.Stop.ThrowIfCancellationRequested();
            if (part is Multipart multipart) Inside(multipart, level, ref text, ref html);
            else Single(part, level, index, ref text, ref html);
            index++;
        }
        if (level.Multipart != "alternative" || text is null || html is null) return;
        if (texts == text.Count && htmls != html.Count) text.AddRange(html.Skip(htmls).ToList());
        else if (htmls == html.Count && texts != text.Count) html.AddRange(text.Skip(texts).ToList());
    }

    private void Inside(Multipart multipart, Level level, ref List<Leaf>? text, ref List<Leaf>? html)
    {
        Seals.Of(multipart, _tree);
        if (context.Extents?.IsUnclosed(multipart) == true) context.Problem("boundary-unclosed");
        if (level.Depth >= context.Limits.Depth)
        {
            context.Problem("too-deep");
            return;
        }
        var kind = multipart.ContentType.MediaSubtype.ToLowerInvariant();
        if (multipart.Count == 0) Boundless(multipart);
        if (kind == "report" && multipart.Count > 1 && multipart[0] is Multipart) kind = "mixed";
        Siblings(Ordered(multipart, kind), new Level(kind, level.InAlternative || kind == "alternative", level.Depth + 1), ref text, ref html);
    }

    /// <summary>A multipart in which no part begins: what stands there is kept as a file, and shown where nothing else is.</summary>
    private void Boundless(Multipart multipart)
    {
        context.Problem("boundary-missing");
        if (multipart.Preamble is not { Length: > 0 } preamble || !context.Next(out var number)) return;
        var hasWords = preamble.Split('\n').Any(l => l.AsSpan().Trim().Length > 0 && !l.StartsWith("--", StringComparison.Ordinal));
        if (hasWords) _tree.Stray = (_tree.Stray + "\n" + preamble).Trim();
        _tree.Listed.Add(new Leaf
        {
            Number = number, ContentType = multipart.ContentType.MimeType.ToLowerInvariant(), Name = PartNames.Of(multipart),
            Disposition = multipart.ContentDisposition?.Disposition, Unpacked = System.Text.Encoding.UTF8.GetBytes(preamble),
        });
    }

    /// <summary>The root of a multipart/related need not come first (RFC 2387, parameter start).</summary>
    private static IEnumerable<MimeEntity> Ordered(Multipart multipart, string kind)
    {
        if (kind != "related" || multipart is not MultipartRelated related || related.Root is not { } root || related.IndexOf(root) <= 0) return multipart;
        return related.Where(p => p != root).Prepend(root);
    }

    private void Single(MimeEntity entity, Level level, int index, ref List<Leaf>? text, ref List<Leaf>? html)
    {
        foreach (var header in entity.Headers) if (header.Field.StartsWith("--", StringComparison.Ordinal)) context.Problem("header-broken");
        if (!context.Next(out var number)) return;
        if (entity is MessagePart { Message: { } attached } message)
        {
            Attached(_make.Of(message, attached, number), attached, level.Depth);
            return;
        }
        if (entity is not MimePart part) return;
        var leaf = LeafMaker.Of(part, number);
        Seals.Of(part, leaf.ContentType, _tree);
        if (Opened(part, leaf, level, ref text, ref html)) return;
        Remember(leaf);
        var media = IsMedia(leaf.ContentType);
        var shown = leaf.ContentType is "text/plain" or "text/html" || IsPlainEnough(leaf, index, level);
        var inline = !IsAttachment(leaf) && (shown || media) && (index == 0 || (level.Multipart != "related" && (media || leaf.Name is null)));
        if (!inline || !(media || _make.ReadText(part, leaf, _tree)))
        {
            _tree.Listed.Add(leaf);
            return;
        }
        Place(leaf, media, level, ref text, ref html);
        if (!media && !leaf.IsHtml) Uuencoded(leaf);
    }

    private static bool IsMedia(string type) =>
        type.StartsWith("image/", StringComparison.Ordinal) || type.StartsWith("audio/", StringComparison.Ordinal) || type.StartsWith("video/", StringComparison.Ordinal);

    private static bool IsAttachment(Leaf leaf) => "attachment".Equals(leaf.Disposition, StringComparison.OrdinalIgnoreCase);

    /// <summary>text/enriched, text/x-whatever, text: text all the same where it stands at the place of the body.</summary>
    private static bool IsPlainEnough(Leaf leaf, int index, Level level) =>
        leaf.ContentType.StartsWith("text/", StringComparison.Ordinal) && leaf.Name is null && index == 0 && level.Multipart == "mixed"
        && leaf.ContentType is not ("text/calendar" or "text/rfc822-headers" or "text/vcard" or "text/x-vcard" or "text/directory");

    private void Place(Leaf leaf, bool media, Level level, ref List<Leaf>? text, ref List<Leaf>? html)
    {
        if (media)
        {
            _tree.Listed.Add(leaf);
        }
        else if (level.Multipart == "alternative")
        {
            var into = leaf.IsHtml ? html : text;
            if (into is null) _tree.Listed.Add(leaf);
            else into.Add(leaf);
        }
        else
        {
            if (level.InAlternative && !leaf.IsHtml) html = null;
            if (level.InAlternative && leaf.IsHtml) text = null;
            text?.Add(leaf);
            html?.Add(leaf);
        }
    }

    private void Attached(Leaf leaf, MimeMessage attached, int depth)
    {
        _tree.Listed.Add(leaf);
        if (depth >= context.Limits.Depth) context.Problem("too-deep");
        else leaf.Inner = Walk(attached, depth + 1);
    }

    /// <summary>Parts that hold other parts without being multiparts: winmail.dat, an opaque signature, a mail in base64.</summary>
    private bool Opened(MimePart part, Leaf leaf, Level level, ref List<Leaf>? text, ref List<Leaf>? html)
    {
        if (level.Depth >= context.Limits.Depth) return false;
        var deeper = level with { Depth = level.Depth + 1, Multipart = "mixed" };
        if (part is TnefPart || WinMail.IsIt(leaf))
        {
            _tree.Listed.Add(leaf);
            if (WinMail.Open(part, context) is { } unpacked) Unpacked(unpacked, level.Depth + 1);
            return true;
        }
        if (leaf.ContentType is "application/pkcs7-mime" or "application/x-pkcs7-mime" && Seals.OpenSigned(part, context) is { } signed)
        {
            _tree.Signed = MailSeal.Smime;
            _tree.Listed.Add(leaf);
            Siblings([signed], deeper, ref text, ref html);
            return true;
        }
        if (leaf.ContentType == "message/rfc822" && _make.Encoded(part) is { } inner)
        {
            Attached(leaf, inner, level.Depth);
            return true;
        }
        return false;
    }

    /// <summary>The bodies in a winmail.dat repeat the text of the mail; they are kept aside until that proves to be empty.</summary>
    private void Unpacked(MimeMessage message, int depth)
    {
        var inner = Walk(message, depth);
        _tree.Listed.AddRange(inner.Listed);
        _tree.Spare.AddRange(inner.Html.Count > 0 ? inner.Html : inner.Text);
        _tree.Calendar ??= inner.Calendar;
    }

    private void Uuencoded(Leaf leaf)
    {
        if (Uuencode.Split(leaf.Text!) is not { } split) return;
        leaf.Text = split.Rest;
        foreach (var (name, bytes) in split.Files)
        {
            if (!context.Next(out var number)) return;
            _tree.Listed.Add(new Leaf
            {
                Number = number, ContentType = MimeTypes.GetMimeType(name), Name = name, Disposition = "attachment", Unpacked = bytes,
            });
        }
    }

    private void Remember(Leaf leaf)
    {
        if (leaf.ContentType is "text/calendar" or "application/ics") _tree.Calendar ??= _make.TextOf(leaf);
        if (leaf.ContentType.StartsWith("message/", StringComparison.Ordinal) || leaf.ContentType == "text/rfc822-headers")
        {
            _tree.Reports.TryAdd(leaf.ContentType[(leaf.ContentType.IndexOf('/', StringComparison.Ordinal) + 1)..], _make.TextOf(leaf));
        }
    }
}

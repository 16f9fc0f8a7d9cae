using System.Text;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Adapters.MailServer.Unsealing.Pgp;
using Lotse.Adapters.MailServer.Unsealing.Smime;
using Lotse.Domain.Intake;
using MimeKit;

namespace Lotse.Adapters.MailServer.Unsealing;

/// <summary>Takes one seal after the other off a mail, from the outside in: a signature around an encryption around a signature is usual.
/// Whatever stands beside a seal, and not in it, stays outside for good.</summary>
internal sealed class SealWalk(MailKeys keys, string sender, DateTimeOffset at, ReadingContext context)
{
    private const int LayersAtMost = 6, NestingAtMost = 8;

    private readonly List<MimeEntity> _beside = [];
    private ReadOnlyMemory<byte> _content;

    /// <summary>What was encrypted, or packed, as a MIME entity; null where the raw mail shows everything itself.</summary>
    public ReadOnlyMemory<byte>? Inside { get; private set; }

    /// <summary>What the signature is over, as a MIME entity; null where that is all of <see cref="Inside"/>.</summary>
    public ReadOnlyMemory<byte>? SignedPart { get; private set; }

    public SealOpening Opening { get; private set; }
    public string? Why { get; private set; }

    /// <summary>The innermost one: it is nearest to what is shown.</summary>
    public SignatureFinding? Signature { get; private set; }

    /// <summary>Parts beside what is <see cref="Inside"/>.</summary>
    public IReadOnlyList<MimeEntity> Outside { get; private set; } = [];

    public void Run(ReadOnlyMemory<byte> mail)
    {
        _content = mail;
        for (var layers = 0; Next(layers == LayersAtMost) is { } inner; layers++)
        {
            context.Stop.ThrowIfCancellationRequested();
            _content = inner;
        }
    }

    private ReadOnlyMemory<byte>? Next(bool tooDeep)
    {
        if (Opening is SealOpening.NoKey or SealOpening.Refused || EntityBytes.Of(_content, context) is not { } entity) return null;
        var next = Step(entity);
        if (!tooDeep || next is null) return next;
        (Opening, Why, Signature, Inside) = (SealOpening.Refused, "too-deep", null, null);
        return null;
    }

    private ReadOnlyMemory<byte>? Step(EntityBytes entity) => entity.Entity switch
    {
        Multipart multipart when Is(multipart, "signed") => Signed(entity),
        Multipart multipart when Is(multipart, "encrypted") || multipart.Any(IsPgpControl) => PgpMime(multipart),
        Multipart => Beside(entity),
        MimePart when IsCms(entity.Entity) => Smime(entity),
        TextPart => InText(entity),
        _ => null,
    };

    private static bool Is(Multipart multipart, string kind) => multipart.ContentType.MediaSubtype.Equals(kind, StringComparison.OrdinalIgnoreCase);

    private static bool IsPgpControl(MimeEntity part) => part.ContentType.IsMimeType("application", "pgp-encrypted");

    private static bool IsCms(MimeEntity part) => part.ContentType.IsMimeType("application", "pkcs7-mime") || part.ContentType.IsMimeType("application", "x-pkcs7-mime")
        || (part is MimePart { FileName: "smime.p7m" } && part.ContentType.IsMimeType("application", "octet-stream"));

    /// <summary>multipart/signed (RFC 1847): the first part in its very bytes, the second is the signature.</summary>
    private ReadOnlyMemory<byte>? Signed(EntityBytes entity)
    {
        var parts = entity.Parts();
        if (parts.Count < 2 || EntityBytes.Of(parts[1], context) is not { Entity: MimePart } signature || signature.Decoded() is not { } bytes) return NotChecked("unreadable");
        var content = EntityBytes.Canonical(parts[0].Span);
        if (signature.Type == "application/pgp-signature") Signature = PgpSignatures.Verify(bytes, content, keys, sender);
        else if (signature.Type is "application/pkcs7-signature" or "application/x-pkcs7-signature") Signature = SmimeSignatures.Verify(bytes, content, keys, sender, at).Finding;
        else return NotChecked("unsupported");
        SignedPart = parts[0];
        return parts[0];
    }

    private ReadOnlyMemory<byte>? NotChecked(string why)
    {
        Signature = new SignatureFinding(SignatureState.NotChecked, MailSeal.None, Why: why);
        return null;
    }

    private ReadOnlyMemory<byte>? Smime(EntityBytes entity)
    {
        if (entity.Decoded() is not { } cms) return Take(LayerFinding.Refused("too-big"));
        switch (CmsKind.Of(cms))
        {
            case CmsKind.SignedData:
                var (content, finding) = SmimeSignatures.Verify(cms, null, keys, sender, at);
                if (finding.State == SignatureState.None) return null;
                (Signature, SignedPart) = (finding, content);
                return content is { Length: > 0 } ? content : null;
            case CmsKind.EnvelopedData or CmsKind.AuthEnvelopedData: return Take(SmimeEnvelopes.Decrypt(cms, keys, context));
            case CmsKind.CompressedData: return Take(SmimeEnvelopes.Decompress(cms, context), encrypted: false);
            default: return Take(LayerFinding.Refused(CmsKind.Of(cms) is null ? "unreadable" : "unsupported"));
        }
    }

    private ReadOnlyMemory<byte>? PgpMime(Multipart multipart)
    {
        var control = multipart.TakeWhile(part => !IsPgpControl(part)).Count();
        if (multipart.Skip(control < multipart.Count ? control + 1 : 0).OfType<MimePart>().FirstOrDefault(part => part.Content is not null) is not { } data) return Take(LayerFinding.Refused("unreadable"));
        _beside.AddRange(multipart.Where(part => part != data && !IsPgpControl(part)));
        using var whole = new MemoryStream();
        data.Content!.DecodeTo(whole, context.Stop);
        return Take(PgpEnvelopes.Open(whole.ToArray(), keys, sender, context));
    }

    private ReadOnlyMemory<byte>? Take(LayerFinding finding, bool encrypted = true)
    {
        if (encrypted || finding.Opening == SealOpening.Refused) (Opening, Why, Signature) = (finding.Opening, finding.Why, finding.Signature);
        if (finding.Content is null) return null;
        (Inside, SignedPart, Outside) = (finding.Content, null, [.. _beside]);
        return finding.Content;
    }

    /// <summary>A seal among other parts, as mailing lists, gateways and attackers make it: only what is in it is read on.</summary>
    private ReadOnlyMemory<byte>? Beside(EntityBytes entity)
    {
        var parts = entity.Parts();
        for (var i = 0; i < parts.Count; i++)
        {
            if (EntityBytes.Of(parts[i], context) is not { } part || !HasSeal(part.Entity, 0)) continue;
            _beside.AddRange(parts.Where((_, other) => other != i).Select(other => EntityBytes.Of(other, context)?.Entity).OfType<MimeEntity>());
            return parts[i];
        }
        return null;
    }

    private static bool HasSeal(MimeEntity entity, int depth) => IsCms(entity) || (entity is TextPart text && text.IsPlain && Armour.IsIn(text.Text))
        || (entity is Multipart multipart && depth < NestingAtMost
            && (Is(multipart, "signed") || Is(multipart, "encrypted") || multipart.Any(part => IsPgpControl(part) || HasSeal(part, depth + 1))));

    private ReadOnlyMemory<byte>? InText(EntityBytes entity)
    {
        if (!((TextPart)entity.Entity).IsPlain || entity.Decoded() is not { } bytes) return null;
        var text = Encoding.Latin1.GetString(bytes); // One letter a byte: what is signed are bytes.
        if (Armour.Encrypted(text) is { } sealedText)
        {
            if (sealedText.Outside.Length > 0) _beside.Add(TextOf(Encoding.Latin1.GetBytes(sealedText.Outside), entity.Entity.ContentType.Charset));
            var finding = PgpEnvelopes.Open(Encoding.Latin1.GetBytes(sealedText.Block), keys, sender, context);
            return Take(finding with { Content = finding.Content is { } inner ? AsText(inner) : null });
        }
        if (Opening == SealOpening.Opened && Signature is not null || Armour.ClearSigned(text) is not { } signed || Armour.Split(signed.Block) is not { } split) return null;
        Signature = PgpSignatures.Verify(split.Signature, split.Content, keys, sender);
        SignedPart = entity.Bytes;
        if (signed.Outside.Length > 0 && Signature.State is SignatureState.Valid or SignatureState.SignerUnknown) Signature = Signature with { State = SignatureState.Partly };
        return null;
    }

    private static TextPart TextOf(byte[] bytes, string? charset)
    {
        var part = new TextPart("plain") { Content = new MimeContent(new MemoryStream(bytes, writable: false)), FileName = "outside.txt" };
        part.ContentType.Charset = charset ?? "utf-8";
        return part;
    }

    /// <summary>What stood encrypted in a text is text, whatever it looks like.</summary>
    public static byte[] AsText(ReadOnlySpan<byte> inner) => [.. "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"u8, .. inner];
}

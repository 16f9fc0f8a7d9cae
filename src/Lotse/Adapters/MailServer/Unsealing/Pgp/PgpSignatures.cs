using Lotse.Domain.Intake;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Lotse.Adapters.MailServer.Unsealing.Pgp;

/// <summary>Verifies PGP signatures (RFC 9580 section 5.2, RFC 3156).</summary>
internal static class PgpSignatures
{
    private const int SignaturesAtMost = 4, PacketsAtMost = 20;

    private static readonly HashSet<HashAlgorithmTag> Outdated = [HashAlgorithmTag.MD5, HashAlgorithmTag.Sha1, HashAlgorithmTag.RipeMD160, HashAlgorithmTag.MD2];

    /// <param name="signature">Armoured or binary.</param>
    public static SignatureFinding Verify(byte[] signature, ReadOnlyMemory<byte> content, MailKeys keys, string sender)
    {
        try
        {
            var packets = new PgpObjectFactory(PgpUtilities.GetDecoderStream(new MemoryStream(signature, writable: false)));
            for (var n = 0; n < PacketsAtMost && packets.NextPgpObject() is { } packet; n++)
            {
                if (packet is PgpSignatureList list) return Verify(Of(list), content, keys, sender);
            }
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            // Damaged bytes make the library throw many kinds of exceptions; each means the same here.
        }
        return NotChecked("unreadable");
    }

    public static IReadOnlyList<PgpSignature> Of(PgpSignatureList list) => [.. Enumerable.Range(0, Math.Min(list.Count, SignaturesAtMost)).Select(i => list[i])];

    public static SignatureFinding Verify(IReadOnlyList<PgpSignature> signatures, ReadOnlyMemory<byte> content, MailKeys keys, string sender)
    {
        var rings = PgpKeys.Public(keys).ToList();
        return signatures.Count == 0 ? NotChecked("unreadable") : SignatureFinding.Best(signatures.Select(signature => Of(signature, content.Span, rings, sender)).ToList());
    }

    private static SignatureFinding Of(PgpSignature signature, ReadOnlySpan<byte> content, List<PgpPublicKeyRing> rings, string sender)
    {
        if (signature.SignatureType is not (PgpSignature.BinaryDocument or PgpSignature.CanonicalTextDocument)) return NotChecked("unsupported");
        var (ring, key) = rings.SelectMany(one => PgpKeys.Signing(one), (one, signing) => (one, signing)).FirstOrDefault(pair => pair.signing.KeyId == signature.KeyId);
        if (ring is null) return new SignatureFinding(SignatureState.KeyUnknown, MailSeal.Pgp, Fingerprint: PgpKeys.IdOf(signature.KeyId));
        if (!IsUntouched(signature, key, content)) return new SignatureFinding(SignatureState.Broken, MailSeal.Pgp);
        if (Outdated.Contains(signature.HashAlgorithm)) return NotChecked("weak-digest");
        if (PgpKeys.IsRevoked(ring, key)) return NotChecked("revoked");
        var expired = Min(PgpKeys.Expires(ring.GetPublicKey()), PgpKeys.Expires(key)) is { } end && signature.CreationTime.ToUniversalTime() > end.UtcDateTime;
        return SignatureFinding.Untouched(MailSeal.Pgp, !expired, PgpKeys.Name(ring), PgpKeys.Addresses(ring), sender, PgpKeys.Fingerprint(ring.GetPublicKey()), expired ? "expired" : null);
    }

    private static bool IsUntouched(PgpSignature signature, PgpPublicKey key, ReadOnlySpan<byte> content)
    {
        try
        {
            signature.InitVerify(key);
            signature.Update(content);
            return signature.Verify();
        }
        catch (Exception e) when (e is PgpException or ArgumentException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    private static DateTimeOffset? Min(DateTimeOffset? one, DateTimeOffset? other) => one is null ? other : other is null || one < other ? one : other;

    private static SignatureFinding NotChecked(string why) => new(SignatureState.NotChecked, MailSeal.Pgp, Why: why);
}

using Lotse.Adapters.MailServer.Reading;
using Lotse.Domain.Intake;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Lotse.Adapters.MailServer.Unsealing.Pgp;

/// <summary>Opens PGP messages (RFC 9580). Only what proves that nobody has changed it on the way comes out (modification detection, section 5.13):
/// without that proof, parts of a message can be turned into others that send the rest away.</summary>
internal static class PgpEnvelopes
{
    private const int RecipientsAtMost = 50, PacketsAtMost = 20, CompressionsAtMost = 3;

    /// <param name="message">Armoured or binary.</param>
    public static LayerFinding Open(byte[] message, MailKeys keys, string sender, ReadingContext context)
    {
        try
        {
            var packets = new PgpObjectFactory(PgpUtilities.GetDecoderStream(new MemoryStream(message, writable: false)));
            for (var n = 0; n < PacketsAtMost && packets.NextPgpObject() is { } packet; n++)
            {
                if (packet is PgpEncryptedDataList list) return Open(list, keys, sender, context);
            }
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            // Damaged bytes make the library throw many kinds of exceptions; each means the same here.
        }
        return LayerFinding.Refused("unreadable");
    }

    private static LayerFinding Open(PgpEncryptedDataList list, MailKeys keys, string sender, ReadingContext context)
    {
        var rings = PgpKeys.Secret(keys).ToList();
        foreach (var data in list.GetEncryptedDataObjects().Take(RecipientsAtMost).OfType<PgpPublicKeyEncryptedData>())
        {
            foreach (var key in rings.Select(ring => ring.GetSecretKey(data.KeyId)).OfType<PgpSecretKey>())
            {
                if (key.IsPrivateKeyEmpty) continue;
                return data.IsIntegrityProtected() ? Read(data, key, keys, sender, context) : LayerFinding.Refused("not-authenticated");
            }
        }
        return LayerFinding.NoKey;
    }

    private static LayerFinding Read(PgpPublicKeyEncryptedData data, PgpSecretKey key, MailKeys keys, string sender, ReadingContext context)
    {
        using var bounded = new BoundedStream(data.GetDataStream(key.ExtractPrivateKey(null)), Room(context), context.Stop);
        var message = new Message(context);
        try
        {
            message.Read(bounded, 0);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            return LayerFinding.Refused(message.Exceeded || bounded.Exceeded ? "too-big" : "unreadable");
        }
        if (message.Content is not { } content || !data.Verify()) return LayerFinding.Refused("unreadable");
        var finding = message.Signatures.Count > 0 ? PgpSignatures.Verify(message.Signatures, content, keys, sender) : null;
        return new LayerFinding(SealOpening.Opened, content, null, finding);
    }

    /// <summary>Packets have a few bytes beside what they hold.</summary>
    private static long Room(ReadingContext context) => context.Limits.UnpackedBytes + 65536L;

    /// <summary>The packets inside: one text or file, perhaps compressed, perhaps with signatures.</summary>
    private sealed class Message(ReadingContext context)
    {
        private readonly List<BoundedStream> _unpacked = [];

        public byte[]? Content { get; private set; }
        public IReadOnlyList<PgpSignature> Signatures { get; private set; } = [];
        public bool Exceeded => _unpacked.Exists(stream => stream.Exceeded);

        public void Read(Stream from, int compressions)
        {
            var packets = new PgpObjectFactory(from);
            for (var n = 0; n < PacketsAtMost && packets.NextPgpObject() is { } packet; n++)
            {
                if (packet is PgpCompressedData compressed) Unpack(compressed, compressions);
                else if (packet is PgpLiteralData literal && Content is null) Content = Whole(literal.GetInputStream());
                else if (packet is PgpSignatureList list && Signatures.Count == 0) Signatures = PgpSignatures.Of(list);
            }
        }

        private void Unpack(PgpCompressedData compressed, int compressions)
        {
            if (compressions >= CompressionsAtMost) throw new InvalidDataException("Compressed too often.");
            var bounded = new BoundedStream(compressed.GetDataStream(), Room(context), context.Stop);
            _unpacked.Add(bounded);
            Read(bounded, compressions + 1);
        }

        private static byte[] Whole(Stream content)
        {
            using var whole = new MemoryStream();
            content.CopyTo(whole);
            return whole.ToArray();
        }
    }
}

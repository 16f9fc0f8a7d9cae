using System.Text;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace Lotse.Tests.Intake.Mail.Sealed;

/// <summary>Somebody with a PGP key, made at this moment: the primary key signs, the one below it is encrypted to.</summary>
internal sealed class PgpPerson
{
    public const string Passphrase = "Größe der Flut";

    private readonly PgpSecretKeyRing _ring;

    private readonly PgpPublicKeyRing _public;

    private PgpPerson(PgpKeyRingGenerator made) => (_ring, _public) = (made.GenerateSecretKeyRing(), made.GeneratePublicKeyRing());

    public static PgpPerson Of(string name, string address)
    {
        var random = new SecureRandom();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1);
        PgpKeyPair Pair(PublicKeyAlgorithmTag kind)
        {
            var generator = new RsaKeyPairGenerator();
            generator.Init(new RsaKeyGenerationParameters(BigInteger.ValueOf(65537), random, 2048, 80));
            return new PgpKeyPair(kind, generator.GenerateKeyPair(), now);
        }
        var made = new PgpKeyRingGenerator(PgpSignature.PositiveCertification, Pair(PublicKeyAlgorithmTag.RsaGeneral), $"{name} <{address}>", SymmetricKeyAlgorithmTag.Aes256,
            HashAlgorithmTag.Sha256, Encoding.UTF8.GetBytes(Passphrase), true, null, null, random);
        made.AddSubKey(Pair(PublicKeyAlgorithmTag.RsaGeneral), null, null, HashAlgorithmTag.Sha256);
        return new PgpPerson(made);
    }

    public byte[] Secret => Armoured(_ring.Encode);

    public byte[] Public => Armoured(_public.Encode);

    /// <summary>The public key with one more name, taken from a certification of the first.</summary>
    public byte[] WithForgedName(string name)
    {
        var key = _ring.GetPublicKey();
        var own = key.GetSignaturesForId(key.GetUserIds().First()).First();
        return Armoured(PgpPublicKey.AddCertification(key, name, own).Encode);
    }

    public string Signature(byte[] content)
    {
        var generator = Signer();
        generator.Update(content, 0, content.Length);
        return Encoding.ASCII.GetString(Armoured(generator.Generate().Encode));
    }

    /// <param name="write">Writes the content; many bytes are never held at once.</param>
    /// <param name="signer">Signs inside the encryption.</param>
    /// <param name="protect">False leaves out what proves that nobody changed it.</param>
    public byte[] Envelope(Action<Stream> write, PgpPerson? signer = null, bool protect = true)
    {
        var encrypted = new MemoryStream();
        var generator = new PgpEncryptedDataGenerator(SymmetricKeyAlgorithmTag.Aes256, protect, new SecureRandom());
        generator.AddMethod(_ring.GetSecretKeys().Last().PublicKey);
        using (var into = generator.Open(encrypted, new byte[1 << 16]))
        using (var packed = new PgpCompressedDataGenerator(CompressionAlgorithmTag.ZLib).Open(into))
        {
            var signing = signer?.Signer();
            signing?.GenerateOnePassVersion(false).Encode(packed);
            using (var literal = new PgpLiteralDataGenerator().Open(packed, PgpLiteralData.Binary, "", TimeProvider.System.GetUtcNow().UtcDateTime, new byte[1 << 16]))
            {
                var content = new MemoryStream();
                if (signing is null) write(literal);
                else
                {
                    write(content);
                    literal.Write(content.ToArray());
                    signing.Update(content.ToArray(), 0, (int)content.Length);
                }
            }
            signing?.Generate().Encode(packed);
        }
        return encrypted.ToArray();
    }

    public byte[] Envelope(string content, PgpPerson? signer = null, bool protect = true) => Envelope(into => into.Write(Encoding.UTF8.GetBytes(content)), signer, protect);

    public static string Armour(byte[] message) => Encoding.ASCII.GetString(Armoured(into => into.Write(message)));

    private PgpSignatureGenerator Signer()
    {
        var key = _ring.GetSecretKey();
        var generator = new PgpSignatureGenerator(key.PublicKey.Algorithm, HashAlgorithmTag.Sha256);
        generator.InitSign(PgpSignature.BinaryDocument, key.ExtractPrivateKeyRaw(Encoding.UTF8.GetBytes(Passphrase)));
        return generator;
    }

    private static byte[] Armoured(Action<Stream> write)
    {
        var bytes = new MemoryStream();
        using (var armour = new ArmoredOutputStream(bytes)) write(armour);
        return bytes.ToArray();
    }
}

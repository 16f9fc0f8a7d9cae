using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Security;

namespace Lotse.Adapters.MailServer.Unsealing.Smime;

/// <summary>The encrypted bytes of an envelope, with what proves that nobody changed them where the envelope has that (RFC 5083).</summary>
internal sealed class SealedContent(EncryptedContentInfo content, byte[]? proof, Asn1Set? attributes)
{
    private const string Aes128Gcm = "2.16.840.1.101.3.4.1.6", Aes192Gcm = "2.16.840.1.101.3.4.1.26", Aes256Gcm = "2.16.840.1.101.3.4.1.46";

    /// <summary>RFC 5084, section 3.2: where the mail names none.</summary>
    private const int UsualProof = 12;

    private readonly byte[] _bytes = content.EncryptedContent?.GetOctets() ?? throw new InvalidDataException("The encrypted content is elsewhere.");

    public int Length => _bytes.Length;

    /// <exception cref="NotSupportedException">Encrypted in a way that is not known here.</exception>
    public byte[] Decrypt(byte[] secret)
    {
        var algorithm = content.ContentEncryptionAlgorithm;
        if (algorithm.Algorithm.Id is Aes128Gcm or Aes192Gcm or Aes256Gcm) return Proved(secret, Asn1Sequence.GetInstance(algorithm.Parameters));
        if (proof is not null) throw new NotSupportedException(algorithm.Algorithm.Id);
        try
        {
            var cipher = CipherUtilities.GetCipher(algorithm.Algorithm);
            cipher.Init(false, ParameterUtilities.GetCipherParameters(algorithm.Algorithm, ParameterUtilities.CreateKeyParameter(algorithm.Algorithm, secret), algorithm.Parameters?.ToAsn1Object()));
            return cipher.DoFinal(_bytes);
        }
        catch (SecurityUtilityException e)
        {
            throw new NotSupportedException(algorithm.Algorithm.Id, e);
        }
    }

    /// <summary>AES-GCM: not a byte comes out where a single one was changed.</summary>
    private byte[] Proved(byte[] secret, Asn1Sequence parameters)
    {
        var nonce = Asn1OctetString.GetInstance(parameters[0]).GetOctets();
        var length = parameters.Count > 1 ? DerInteger.GetInstance(parameters[1]).IntValueExact : UsualProof;
        if (proof is null || proof.Length != length) throw new InvalidDataException("The proof is missing or cut.");
        // Shorter ones can be guessed, other nonces are asked for by nobody (RFC 5084, section 3.2; RFC 8551, section 2.7).
        if (length is < UsualProof or > 16 || nonce.Length != 12) throw new NotSupportedException("AES-GCM with other lengths than usual");
        using var cipher = new AesGcm(secret, length);
        var plain = new byte[_bytes.Length];
        cipher.Decrypt(nonce, _bytes, proof, plain, attributes?.GetEncoded(Asn1Encodable.Der));
        return plain;
    }
}

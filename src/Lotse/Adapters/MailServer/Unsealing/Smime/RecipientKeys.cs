using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.X509;
using IssuerAndSerialNumber = Org.BouncyCastle.Asn1.Cms.IssuerAndSerialNumber;

namespace Lotse.Adapters.MailServer.Unsealing.Smime;

/// <summary>The secret of an envelope, as it is wrapped for one recipient (RFC 5652, section 6.2).</summary>
internal abstract class RecipientKeys
{
    private const int RecipientsAtMost = 500;

    /// <param name="pkcs8">The recipient's private key.</param>
    /// <returns>The secret that the content is encrypted with.</returns>
    /// <exception cref="NotSupportedException">Wrapped in a way that is not known here.</exception>
    public abstract byte[] Open(byte[] pkcs8);

    /// <returns>Null where the envelope is for others.</returns>
    public static RecipientKeys? Find(Asn1Set recipients, X509Certificate certificate)
    {
        foreach (var one in recipients.Take(RecipientsAtMost).Select(RecipientInfo.GetInstance))
        {
            if (one.Info is KeyTransRecipientInfo sent)
            {
                if (IsFor(sent.RecipientIdentifier.ID, certificate)) return new Sent(sent);
            }
            else if (one.Info is KeyAgreeRecipientInfo agreed)
            {
                var ours = agreed.RecipientEncryptedKeys.Take(RecipientsAtMost).Select(RecipientEncryptedKey.GetInstance)
                    .FirstOrDefault(key => IsFor((Asn1Encodable?)key.Identifier.IssuerAndSerialNumber ?? key.Identifier.RKeyID?.SubjectKeyIdentifier, certificate));
                if (ours is not null) return new KeyAgreement(agreed, ours.EncryptedKey.GetOctets());
            }
        }
        return null;
    }

    private static bool IsFor(Asn1Encodable? id, X509Certificate certificate) => id switch
    {
        IssuerAndSerialNumber named => named.SerialNumber.HasValue(certificate.SerialNumber) && named.Issuer.Equivalent(certificate.IssuerDN, inOrder: true),
        Asn1OctetString print => certificate.CertificateStructure.Extensions?.GetExtension(X509Extensions.SubjectKeyIdentifier) is { } extension
            && SubjectKeyIdentifier.GetInstance(extension.GetParsedValue()).GetKeyIdentifier().AsSpan().SequenceEqual(print.GetOctets()),
        _ => false,
    };

    /// <summary>Encrypted with the recipient's RSA key.</summary>
    private sealed class Sent(KeyTransRecipientInfo info) : RecipientKeys
    {
        public override byte[] Open(byte[] pkcs8)
        {
            using var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
            return rsa.Decrypt(info.EncryptedKey.GetOctets(), Padding(info.KeyEncryptionAlgorithm));
        }

        private static RSAEncryptionPadding Padding(AlgorithmIdentifier algorithm)
        {
            if (algorithm.Algorithm.Equals(PkcsObjectIdentifiers.RsaEncryption)) return RSAEncryptionPadding.Pkcs1;
            if (!algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsaesOaep)) throw new NotSupportedException(algorithm.Algorithm.Id);
            var oaep = RsaesOaepParameters.GetInstance(algorithm.Parameters ?? new DerSequence());
            var mask = AlgorithmIdentifier.GetInstance(oaep.MaskGenAlgorithm.Parameters).Algorithm;
            if (!mask.Equals(oaep.HashAlgorithm.Algorithm)) throw new NotSupportedException("OAEP with two digests");
            return RSAEncryptionPadding.CreateOaep(HashAlgorithmName.FromOid(oaep.HashAlgorithm.Algorithm.Id));
        }
    }
}

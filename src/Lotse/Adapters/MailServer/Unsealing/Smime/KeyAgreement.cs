using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities;

namespace Lotse.Adapters.MailServer.Unsealing.Smime;

/// <summary>A secret wrapped with a key that both sides can work out from each other's points on an elliptic curve (RFC 5753).</summary>
/// <remarks>The library's own agreement adds a NULL to the name of the wrapping, which OpenSSL and others do not write; here its very bytes count.</remarks>
internal sealed class KeyAgreement(KeyAgreeRecipientInfo info, byte[] wrapped) : RecipientKeys
{
    /// <summary>With and without the cofactor, which is 1 on all curves that are taken here (RFC 5753, section 7.1.4).</summary>
    private static readonly Dictionary<string, HashAlgorithmName> Schemes = new(StringComparer.Ordinal)
    {
        ["1.3.133.16.840.63.0.2"] = HashAlgorithmName.SHA1, ["1.3.132.1.11.1"] = HashAlgorithmName.SHA256, ["1.3.132.1.11.2"] = HashAlgorithmName.SHA384, ["1.3.132.1.11.3"] = HashAlgorithmName.SHA512,
        ["1.3.133.16.840.63.0.3"] = HashAlgorithmName.SHA1, ["1.3.132.1.14.1"] = HashAlgorithmName.SHA256, ["1.3.132.1.14.2"] = HashAlgorithmName.SHA384, ["1.3.132.1.14.3"] = HashAlgorithmName.SHA512,
    };

    /// <summary>AES key wrap (RFC 3394), with the bytes of its key.</summary>
    private static readonly Dictionary<string, int> Wraps = new(StringComparer.Ordinal)
    {
        ["2.16.840.1.101.3.4.1.5"] = 16, ["2.16.840.1.101.3.4.1.25"] = 24, ["2.16.840.1.101.3.4.1.45"] = 32,
    };

    public override byte[] Open(byte[] pkcs8)
    {
        var scheme = info.KeyEncryptionAlgorithm;
        var wrap = AlgorithmIdentifier.GetInstance(scheme.Parameters);
        if (!Schemes.TryGetValue(scheme.Algorithm.Id, out var digest) || !Wraps.TryGetValue(wrap.Algorithm.Id, out var length)) throw new NotSupportedException($"{scheme.Algorithm.Id} {wrap.Algorithm.Id}");
        var key = Derived(Agreed(pkcs8), digest, length, Shared(wrap, length));
        try
        {
            var engine = new AesWrapEngine();
            engine.Init(false, new KeyParameter(key));
            return engine.Unwrap(wrapped, 0, wrapped.Length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>What both sides know, and nobody else.</summary>
    private byte[] Agreed(byte[] pkcs8)
    {
        if (PrivateKeyFactory.CreateKey(pkcs8) is not ECPrivateKeyParameters ours || info.Originator.OriginatorKey is not { } theirs || !ours.Parameters.H.Equals(Org.BouncyCastle.Math.BigInteger.One))
        {
            throw new NotSupportedException("Another agreement than by a key made for this mail");
        }
        // A point that is not on our curve would tell its sender about our key: decoding refuses it.
        var point = ours.Parameters.Curve.DecodePoint(theirs.PublicKey.GetBytes());
        var agreement = new ECDHBasicAgreement();
        agreement.Init(ours);
        return BigIntegers.AsUnsignedByteArray(agreement.GetFieldSize(), agreement.CalculateAgreement(new ECPublicKeyParameters(point, ours.Parameters)));
    }

    /// <summary>ECC-CMS-SharedInfo (RFC 5753, section 7.2).</summary>
    private byte[] Shared(AlgorithmIdentifier wrap, int length)
    {
        var bits = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bits, length * 8);
        var fields = new Asn1EncodableVector(wrap);
        if (info.UserKeyingMaterial is { } more) fields.Add(new DerTaggedObject(true, 0, more));
        fields.Add(new DerTaggedObject(true, 2, new DerOctetString(bits)));
        return new DerSequence(fields).GetDerEncoded();
    }

    /// <summary>The key derivation of ANSI X9.63.</summary>
    private static byte[] Derived(byte[] agreed, HashAlgorithmName digest, int length, byte[] shared)
    {
        var key = new byte[length];
        var count = new byte[4];
        using var hash = IncrementalHash.CreateHash(digest);
        for (int made = 0, round = 1; made < length; made += hash.HashLengthInBytes, round++)
        {
            BinaryPrimitives.WriteInt32BigEndian(count, round);
            hash.AppendData(agreed);
            hash.AppendData(count);
            hash.AppendData(shared);
            hash.GetHashAndReset().AsSpan(0, Math.Min(hash.HashLengthInBytes, length - made)).CopyTo(key.AsSpan(made));
        }
        CryptographicOperations.ZeroMemory(agreed);
        return key;
    }
}

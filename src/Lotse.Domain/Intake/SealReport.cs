namespace Lotse.Domain.Intake;

/// <summary>What became of the encryption of a mail.</summary>
public enum SealOpening
{
    /// <summary>It was not encrypted.</summary>
    None = 0,

    /// <summary>Decrypted here: text and files on the message are what was inside.</summary>
    Opened = 1,

    /// <summary>No key that is set up here fits.</summary>
    NoKey = 2,

    /// <summary>A key fits, but what came out cannot be trusted or read; see <see cref="SealReport.Why"/>.</summary>
    Refused = 3,
}

/// <summary>What is known about the signature on a mail. Only <see cref="Valid"/> says who wrote it.</summary>
public enum SignatureState
{
    None = 0,

    /// <summary>Unchanged, by a signer who is known here, whose address is the sender's, and over everything that is shown.</summary>
    Valid = 1,

    /// <summary>Unchanged, but nobody here knows the certificate: it may say any name.</summary>
    SignerUnknown = 2,

    /// <summary>The public key is not set up here, so that nothing could be verified.</summary>
    KeyUnknown = 3,

    /// <summary>Unchanged, but the signer's address is not the one that the mail comes from.</summary>
    OtherSender = 4,

    /// <summary>Unchanged, but something on the message stands outside of what was signed.</summary>
    Partly = 5,

    /// <summary>What was signed is not what came.</summary>
    Broken = 6,

    /// <summary>Signed in a way that is not verified here; see <see cref="SealReport.Why"/>.</summary>
    NotChecked = 7,
}

/// <summary>What the desk found out about the seal of a mail (S/MIME, PGP) when it read it.</summary>
/// <param name="SignerName">As certificate or key say, untrusted unless the state is valid.</param>
/// <param name="SignerAddress">Lower case; the same holds for it.</param>
/// <param name="Fingerprint">Of the signer's certificate (SHA-256) or key, lower-case hexadecimal; a key's 16-digit id where only that is known.</param>
/// <param name="Why">A stable word for what was refused or not checked: unreadable, not-authenticated, too-big, too-deep, unsupported, weak-digest, expired, revoked.</param>
public sealed record SealReport(
    SealOpening Opening, SignatureState Signature, string? SignerName = null, string? SignerAddress = null, string? Fingerprint = null, string? Why = null);

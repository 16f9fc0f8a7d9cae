using Lotse.Domain.Intake;
using Lotse.Ui.Language;

namespace Lotse.Tickets.Reading.Seals;

/// <param name="Tone">good, bad, or empty for what is neither.</param>
public sealed record SealLine(string Icon, string Tone, string Text);

/// <summary>What the desk knows of a mail's encryption and signature, in words. Written out, so that every key is found by a search.</summary>
public static class SealText
{
    public static IReadOnlyList<SealLine> Of(Texts t, SealReport seal, string from) =>
        [.. ((SealLine?[])[Encryption(t, seal), Signature(t, seal, from)]).OfType<SealLine>()];

    /// <summary>Another key that is set up meanwhile would tell more.</summary>
    public static bool MayChange(SealReport seal) =>
        seal.Opening == SealOpening.NoKey || seal.Signature is SignatureState.KeyUnknown or SignatureState.SignerUnknown;

    private static SealLine? Encryption(Texts t, SealReport seal) => seal.Opening switch
    {
        SealOpening.None => null,
        SealOpening.Opened => new SealLine("lock-keyhole-open", "", t["seal.opened"]),
        SealOpening.NoKey => new SealLine("lock-keyhole", "", t["seal.noKey"]),
        _ => new SealLine("lock-keyhole", "bad", Refused(t, seal.Why)),
    };

    private static string Refused(Texts t, string? why) => why switch
    {
        "not-authenticated" => t["seal.notAuthenticated"],
        "too-big" => t["seal.tooBig"],
        "too-deep" => t["seal.tooDeep"],
        "unsupported" => t["seal.unsupported"],
        _ => t["seal.unreadable"],
    };

    private static SealLine? Signature(Texts t, SealReport seal, string from) => seal.Signature switch
    {
        SignatureState.None => null,
        SignatureState.Valid => new SealLine("shield-check", "good", t["seal.valid", ("signer", Signer(seal))]),
        SignatureState.SignerUnknown when seal.Why == "expired" => new SealLine("shield", "", t["seal.expired", ("signer", Signer(seal))]),
        SignatureState.SignerUnknown => new SealLine("shield", "", t["seal.signerUnknown", ("signer", Signer(seal))]),
        SignatureState.KeyUnknown => new SealLine("shield", "", t["seal.keyUnknown"]),
        SignatureState.OtherSender => new SealLine("shield-alert", "bad", t["seal.otherSender", ("signer", Signer(seal)), ("from", from)]),
        SignatureState.Partly => new SealLine("shield-alert", "bad", t["seal.partly", ("signer", Signer(seal))]),
        SignatureState.Broken => new SealLine("shield-alert", "bad", t["seal.broken"]),
        _ => new SealLine("shield", "", NotChecked(t, seal.Why)),
    };

    private static string NotChecked(Texts t, string? why) => why switch
    {
        "weak-digest" => t["seal.weakDigest"],
        "revoked" => t["seal.revoked"],
        _ => t["seal.notChecked"],
    };

    private static string Signer(SealReport seal) => seal switch
    {
        { SignerName: { } name, SignerAddress: { } address } when name != address => $"{name} <{address}>",
        { SignerAddress: { } address } => address,
        { SignerName: { } name } => name,
        _ => seal.Fingerprint ?? "",
    };
}

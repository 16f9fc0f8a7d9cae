using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;

namespace Lotse.Adapters.MailServer.Unsealing;

/// <summary>What one signature says.</summary>
internal sealed record SignatureFinding(SignatureState State, MailSeal Kind, string? Name = null, string? Address = null, string? Fingerprint = null, string? Why = null)
{
    /// <summary>An untouched signature: whose it is decides what it is worth.</summary>
    /// <param name="known">Certificate or key are set up here, or an authority vouches that is.</param>
    /// <param name="addresses">Those of the signer.</param>
    /// <param name="sender">The address that the mail is shown to come from.</param>
    public static SignatureFinding Untouched(MailSeal kind, bool known, string? name, IReadOnlyList<string> addresses, string sender, string fingerprint, string? why = null)
    {
        var from = MailAddresses.Normal(sender);
        var same = addresses.Contains(from);
        var state = !same ? SignatureState.OtherSender : known ? SignatureState.Valid : SignatureState.SignerUnknown;
        return new SignatureFinding(state, kind, Shown(name), Shown(same ? from : addresses.Count > 0 ? addresses[0] : null), fingerprint, why);
    }

    /// <summary>Of several signatures the one that says most.</summary>
    public static SignatureFinding Best(IEnumerable<SignatureFinding> findings) => findings.MinBy(f => f.State)!;

    private static string? Shown(string? text)
    {
        var plain = text is null ? "" : string.Concat(text.Where(c => !char.IsControl(c) && c is not ((>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')))).Trim();
        return plain.Length == 0 ? null : plain.Length > 200 ? plain[..200] : plain;
    }
}

/// <summary>What came of opening one layer: what was inside, or why not.</summary>
internal sealed record LayerFinding(SealOpening Opening, byte[]? Content = null, string? Why = null, SignatureFinding? Signature = null)
{
    public static readonly LayerFinding NoKey = new(SealOpening.NoKey);

    public static LayerFinding Refused(string why) => new(SealOpening.Refused, null, why);
}

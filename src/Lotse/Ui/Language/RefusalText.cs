namespace Lotse.Ui.Language;

/// <summary>What to say about a refusal of staff and set-up. Written out, so that every key is found by a search; that no code is
/// left out is tested.</summary>
public static class RefusalText
{
    /// <param name="code">Stable, as of a refusal in the domain or a handler.</param>
    /// <returns>A code that has no text comes back as a missing key would.</returns>
    public static string Of(Texts t, string code) => OfPassword(t, code) ?? OfSignIn(t, code) ?? OfAgent(t, code) ?? OfSetting(t, code) ?? $"⟦{code}⟧";

    private static string? OfPassword(Texts t, string code) => code switch
    {
        "password-too-short" => t["refusal.passwordTooShort"],
        "password-too-long" => t["refusal.passwordTooLong"],
        "password-too-plain" => t["refusal.passwordTooPlain"],
        "password-like-address" => t["refusal.passwordLikeAddress"],
        "password-wrong" => t["refusal.passwordWrong"],
        _ => null,
    };

    private static string? OfSignIn(Texts t, string code) => code switch
    {
        "sign-in-refused" => t["refusal.signIn"],
        "too-many-tries" => t["refusal.tooManyTries"],
        "code-wrong" => t["refusal.codeWrong"],
        "offer-gone" => t["refusal.offerGone"],
        "second-step-already-on" => t["refusal.secondStepAlreadyOn"],
        "second-step-not-on" => t["refusal.secondStepNotOn"],
        "invite-gone" => t["refusal.inviteGone"],
        _ => null,
    };

    private static string? OfAgent(Texts t, string code) => code switch
    {
        "address-bad" => t["refusal.addressBad"],
        "address-taken" => t["refusal.addressTaken"],
        "name-missing" => t["refusal.nameMissing"],
        "name-too-long" => t["refusal.nameTooLong"],
        "role-unknown" => t["refusal.roleUnknown"],
        "community-unknown" => t["refusal.communityUnknown"],
        "agent-unknown" => t["refusal.agentUnknown"],
        "agent-inactive" => t["refusal.agentInactive"],
        "last-admin" => t["refusal.lastAdmin"],
        _ => null,
    };

    private static string? OfSetting(Texts t, string code) => code switch
    {
        "language-unknown" => t["refusal.languageUnknown"],
        "density-unknown" => t["refusal.densityUnknown"],
        "no-such-community" => t["refused.noSuchCommunity"],
        "team-name-empty" => t["refused.teamNameEmpty"],
        "team-exists" => t["refused.teamExists"],
        "team-in-use" => t["refused.teamInUse"],
        "theme-unknown" => t["refusal.themeUnknown"],
        "time-zone-unknown" => t["refusal.timeZoneUnknown"],
        "scope-unknown" => t["refusal.scopeUnknown"],
        "scope-too-wide" => t["refusal.scopeTooWide"],
        "expiry-past" => t["refusal.expiryPast"],
        "set-up-token-wrong" => t["refusal.setUpTokenWrong"],
        "set-up-done" => t["refusal.setUpDone"],
        "community-missing" => t["refusal.communityMissing"],
        "community-too-long" => t["refusal.communityTooLong"],
        "mailbox-missing" => t["refusal.mailboxMissing"],
        _ => null,
    };
}

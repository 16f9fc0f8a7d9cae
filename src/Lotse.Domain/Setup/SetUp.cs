using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Routing;
using Lotse.Domain.Staff;

namespace Lotse.Domain.Setup;

/// <summary>The desk has begun: with its first admin, community and mailboxes.</summary>
public sealed record DeskSetUp(long AdminId, long CommunityId, string Community, IReadOnlyList<string> Mailboxes) : Fact, IChangesWhoActs;

/// <summary>What a desk needs to begin.</summary>
/// <param name="AdminName">Null for the part of the address before the at sign.</param>
/// <param name="Password">Null where the admin shall set one by a one-time link.</param>
/// <param name="Language">ISO 639-1: the community's own, de or en.</param>
public sealed record SetUp(
    string? AdminEmail, string? AdminName, string? Password, string? CommunityName, IReadOnlyList<string> Mailboxes, string Language = "de")
{
    public const string Done = "set-up-done";
    public const string CommunityMissing = "community-missing";
    public const string CommunityTooLong = "community-too-long";
    public const string MailboxMissing = "mailbox-missing";
    public const string LanguageUnknown = "language-unknown";

    public string Email => MailAddresses.Clean(AdminEmail) ?? "";

    public string Name => string.IsNullOrWhiteSpace(AdminName) ? Email.Split('@')[0] : AdminName.Trim();

    /// <summary>Each once, in lower case.</summary>
    public IReadOnlyList<string> Addresses => [.. Mailboxes.Select(MailAddresses.Clean).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <returns>Null where the desk can begin so.</returns>
    public Refusal? Refuse() =>
        Email.Length == 0 ? new(MailAddresses.Bad, "email")
        : Name.Length > 100 ? new(InviteAgent.NameTooLong, "name")
        : Password is not null && Passwords.Refuse(Password, Email) is { } password ? password
        : string.IsNullOrWhiteSpace(CommunityName) ? new(CommunityMissing, "community")
        : CommunityName.Trim().Length > 100 ? new(CommunityTooLong, "community")
        : Language is not ("de" or "en") ? new(LanguageUnknown, "language")
        : Mailboxes.All(string.IsNullOrWhiteSpace) ? new(MailboxMissing, "mailbox")
        : Mailboxes.Any(m => !string.IsNullOrWhiteSpace(m) && MailAddresses.Clean(m) is null) ? new(MailAddresses.Bad, "mailbox")
        : null;
}

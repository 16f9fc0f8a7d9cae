using Lotse.Adapters.MailServer.Imap;
using Lotse.Adapters.Secrets;
using Lotse.Adapters.Tokens;
using Microsoft.AspNetCore.DataProtection;

namespace Lotse.Intake.Mail.Fetching;

/// <summary>Where a mailbox is fetched from, as its row keeps it, protected.</summary>
/// <param name="Password">Empty where <see cref="OAuth"/> takes its place.</param>
/// <param name="MoveTo">Folder for <see cref="AfterTaking.Move"/>.</param>
public sealed record MailboxImap(string Host, int Port, ImapTls Tls, string User, string Password, string Folder, AfterTaking After, string MoveTo, ImapStart Start)
{
    private const string Purpose = "mailbox-imap";

    /// <summary>Signs in by access tokens; null by password.</summary>
    public OAuthClient? OAuth { get; init; }

    /// <summary>Another place has other UIDs, and a cursor into this one means nothing there.</summary>
    public bool IsSamePlace(MailboxImap? other) => other is not null && (Host, Port, User, Folder) == (other.Host, other.Port, other.User, other.Folder);

    /// <summary>Whether it is these settings that a mailbox is fetched by. A renewed token, and what becomes of a mail afterwards, are of no account.</summary>
    public bool IsOf(ImapMailboxOptions options) => (Host, Port, User, Folder, Start) == (options.Host, options.Port, options.User, options.Folder, options.Start);

    /// <param name="tokens">Gives access tokens; null where the mailbox has a password.</param>
    public ImapMailboxOptions Options(string address, long maxMailBytes, Func<bool, CancellationToken, ValueTask<string>>? tokens = null) => new(address, Host, Port, Tls, User)
    {
        Secret = OAuth is null ? Password : null,
        AccessToken = tokens,
        Folder = Folder,
        After = After,
        MoveTo = MoveTo,
        Start = Start,
        MaxMailBytes = maxMailBytes,
    };

    /// <summary>What is wrong with these settings, in one sentence; null where nothing is.</summary>
    public string? Problem(string address) => OAuth?.Problem() ?? Options(address, 1, OAuth is null ? null : (_, _) => new ValueTask<string>("")).Problem();

    public string Protect(IDataProtectionProvider keys) => ProtectedJson.Write(keys, Purpose, this);

    /// <returns>Null where the desk's keys do not open it, or it is none.</returns>
    public static MailboxImap? Unprotect(IDataProtectionProvider keys, string kept) => ProtectedJson.Read<MailboxImap>(keys, Purpose, kept);

    /// <summary>Keeps the password out of whatever prints it.</summary>
    public override string ToString() => $"{User} at {Host}:{Port}/{Folder}";
}

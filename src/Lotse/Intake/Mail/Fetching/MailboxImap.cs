using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lotse.Adapters.MailServer.Imap;
using Microsoft.AspNetCore.DataProtection;

namespace Lotse.Intake.Mail.Fetching;

/// <summary>Where a mailbox is fetched from, as its row keeps it: JSON, encrypted with the desk's keys.</summary>
/// <param name="MoveTo">Folder for <see cref="AfterTaking.Move"/>.</param>
public sealed record MailboxImap(string Host, int Port, ImapTls Tls, string User, string Password, string Folder, AfterTaking After, string MoveTo, ImapStart Start)
{
    private const string Purpose = "mailbox-imap";

    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Another place has other UIDs, and a cursor into this one means nothing there.</summary>
    public bool IsSamePlace(MailboxImap? other) => other is not null && (Host, Port, User, Folder) == (other.Host, other.Port, other.User, other.Folder);

    public ImapMailboxOptions Options(string address, long maxMailBytes) =>
        new(address, Host, Port, Tls, User) { Secret = Password, Folder = Folder, After = After, MoveTo = MoveTo, Start = Start, MaxMailBytes = maxMailBytes };

    public string Protect(IDataProtectionProvider keys) => keys.CreateProtector(Purpose).Protect(JsonSerializer.Serialize(this, Shape));

    /// <returns>Null where the desk's keys do not open it, or it is none.</returns>
    public static MailboxImap? Unprotect(IDataProtectionProvider keys, string kept)
    {
        try
        {
            return JsonSerializer.Deserialize<MailboxImap>(keys.CreateProtector(Purpose).Unprotect(kept), Shape);
        }
        catch (Exception e) when (e is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Keeps the password out of whatever prints it.</summary>
    public override string ToString() => $"{User} at {Host}:{Port}/{Folder}";
}

namespace Lotse.Adapters.MailServer.Imap;

/// <summary>A folder on an IMAP server, as an address names it: imap://USER@HOST:PORT/FOLDER, or imaps:// (after RFC 5092). Never with a password.</summary>
public sealed record ImapPlace(string Host, int Port, ImapTls Tls, string User, string Folder)
{
    private const string Plain = "imap://", Secure = "imaps://";

    public static bool IsOne(string text) => text.StartsWith(Plain, StringComparison.OrdinalIgnoreCase) || text.StartsWith(Secure, StringComparison.OrdinalIgnoreCase);

    /// <param name="tls">Null for TLS from the first byte with imaps, STARTTLS with imap.</param>
    /// <returns>The place, or in one sentence what is wrong with the address.</returns>
    public static (ImapPlace? Place, string? Problem) Parse(string text, ImapTls? tls)
    {
        var secure = text.StartsWith(Secure, StringComparison.OrdinalIgnoreCase);
        var rest = text[(secure ? Secure : Plain).Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (authority, folder) = slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..].TrimEnd('/'));
        // Users are often whole mail addresses: the last at sign is the one that counts.
        var at = authority.LastIndexOf('@');
        if (at <= 0) return (null, "The address names nobody who signs in: imap://USER@HOST:PORT/FOLDER.");
        if (authority[..at].Contains(':', StringComparison.Ordinal)) return (null, "A password does not belong on the command line, where others can read it: use --password-file or --password-stdin.");
        if (secure && tls is not (null or ImapTls.Tls)) return (null, "imaps:// means TLS from the first byte; for anything else write imap://.");
        var security = tls ?? (secure ? ImapTls.Tls : ImapTls.StartTls);
        if (!Uri.TryCreate($"imap://{authority[(at + 1)..]}/", UriKind.Absolute, out var server) || server.Host.Length == 0) return (null, "The address names no IMAP server: imap://USER@HOST:PORT/FOLDER.");
        var port = server.Port > 0 ? server.Port : security == ImapTls.Tls ? 993 : 143;
        return (new ImapPlace(server.Host.Trim('[', ']'), port, security, Uri.UnescapeDataString(authority[..at]), folder.Length == 0 ? "INBOX" : Uri.UnescapeDataString(folder)), null);
    }
}

namespace Lotse.Domain.Staff;

/// <summary>Whether something typed into a form can be a mail address: a small check, not the grammar of RFC 5322. The mail server knows the rest.</summary>
public static class MailAddresses
{
    public const string Bad = "address-bad";

    /// <summary>RFC 5321, 4.5.3.1: 64 octets before the at sign, 254 in all.</summary>
    private const int LongestLocal = 64, Longest = 254;

    /// <summary>Trimmed and in lower case; null where it cannot be an address.</summary>
    public static string? Clean(string? typed)
    {
        var address = typed?.Trim().ToLowerInvariant() ?? "";
        var at = address.LastIndexOf('@');
        return at is > 0 and <= LongestLocal && address.Length <= Longest && IsLocal(address[..at]) && IsHost(address[(at + 1)..]) ? address : null;
    }

    private static bool IsLocal(string local) =>
        local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal)
        && local.All(c => char.IsLetterOrDigit(c) || ".!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal));

    /// <summary>One label is enough: desks on a closed network write to post@intern.</summary>
    private static bool IsHost(string host) =>
        host.Length > 0 && host.Split('.').All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
            && label.All(c => char.IsLetterOrDigit(c) || c == '-'));
}

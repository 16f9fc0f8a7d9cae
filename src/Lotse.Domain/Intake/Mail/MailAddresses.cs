namespace Lotse.Domain.Intake.Mail;

/// <summary>Mail addresses as the desk keeps, compares and checks them.</summary>
public static class MailAddresses
{
    public const string Bad = "address-bad";

    /// <summary>RFC 5321, 4.5.3.1: 64 octets before the at sign, 254 in all.</summary>
    private const int LongestLocal = 64, Longest = 254;

    /// <summary>Lower case and trimmed: how addresses are kept and compared.</summary>
    public static string Normal(string address) => address.Trim().ToLowerInvariant();

    /// <summary>The address of the mailbox itself: normal, and without what stands after a plus sign (RFC 5233).</summary>
    public static string WithoutTag(string address)
    {
        var normal = Normal(address);
        var plus = normal.IndexOf('+', StringComparison.Ordinal);
        var at = normal.LastIndexOf('@');
        return plus > 0 && at > plus ? string.Concat(normal.AsSpan(0, plus), normal.AsSpan(at)) : normal;
    }

    public static string Domain(string address) => address[(address.LastIndexOf('@') + 1)..];

    /// <summary>Of somebody who wrote to us, good enough to be written to: one @ with something plain on both sides, however odd. A dot stands between two
    /// other signs: no mail can name an address where it does not.</summary>
    public static bool LooksRight(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < address.Length - 1 && address.Length <= Longest && address.LastIndexOf('@') == at
            && address[0] != '.' && address[at - 1] != '.' && address[at + 1] != '.' && address[^1] != '.' && !address.Contains("..", StringComparison.Ordinal)
            && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or '"' or '(' or ')' or '[' or ']' or '\\' or ':');
    }

    /// <summary>What somebody typed for an agent or a mailbox, trimmed and in lower case; null where it cannot be an address. A small check, not the grammar
    /// of RFC 5322: the mail server knows the rest.</summary>
    public static string? Clean(string? typed)
    {
        var address = Normal(typed ?? "");
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

namespace Lotse.Domain.Intake.Mail;

public static class MailAddresses
{
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

    /// <summary>Good enough to be written to: one @ with something plain on both sides.</summary>
    public static bool LooksRight(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < address.Length - 1 && address.Length <= 254 && address.LastIndexOf('@') == at
            && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or '"' or '(' or ')' or '[' or ']' or '\\' or ':');
    }
}

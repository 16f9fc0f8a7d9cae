namespace Lotse.Tests.MailTown;

/// <summary>What the town cannot be built without.</summary>
internal static class TownNeeds
{
    private static readonly (string File, string Package)[] Programs =
    [
        ("/usr/sbin/postfix", "postfix"),
        ("/usr/sbin/dovecot", "dovecot-core"),
        ("/usr/lib/dovecot/imap", "dovecot-imapd"),
        ("/usr/lib/dovecot/lmtp", "dovecot-lmtpd"),
    ];

    /// <returns>One sentence, or null where everything is there.</returns>
    public static string? FirstMissing()
    {
        foreach (var (file, package) in Programs)
            if (!File.Exists(file)) return $"the Debian package {package} is not installed.";
        return Environment.IsPrivilegedProcess ? null : "Postfix starts as root only.";
    }
}

namespace Lotse.Domain.Intake.Mail.Bounces;

/// <summary>Why a mail came back, as one of a fixed set of words.</summary>
public static class BounceReason
{
    /// <summary>Characters of a server's words that are looked at.</summary>
    private const int Longest = 6000;

    /// <summary>Reasons after which another try is pointless.</summary>
    public static bool IsHard(string reason) => reason is "userunknown" or "hostunknown" or "hasmoved" or "notaccept";

    /// <param name="words">What the server said, for this recipient only.</param>
    /// <param name="status">Enhanced status (RFC 3463), or null.</param>
    public static string Of(string words, string? status, string? code, SmtpStep step)
    {
        var text = Even(words);
        if (ByExactStatus(status, text) is { } exact) return exact;
        var found = ReasonPhrases.Find(text);
        if (found == "userunknown") return UnknownUser(status, code, step, text);
        if (found == "rejected" && text.Contains("access denied", StringComparison.Ordinal) && status is "5.1.1" or "5.4.1") return "userunknown";
        return found ?? ByStatus(status, text) ?? (step is SmtpStep.Mail ? "rejected" : text.Length == 0 || code is null ? "onhold" : "undefined");
    }

    /// <summary>Lower case, single blanks, answers over several lines joined ("550-5.7.1 not 550 5.7.1 accepted").</summary>
    private static string Even(string words)
    {
        Span<char> even = stackalloc char[Math.Min(words.Length, Longest)];
        var length = 0;
        foreach (var range in words.AsSpan().SplitAny(" \t\n\r"))
        {
            var word = words.AsSpan()[range];
            if (word.Length == 0) continue;
            if (word.Length >= 3 && char.IsAsciiDigit(word[0]) && (IsContinuation(word) || SmtpAnswer.StatusLength(word) == word.Length)) continue;
            if (length + 1 + word.Length > Longest) break;
            if (length > 0) even[length++] = ' ';
            length += word.ToLowerInvariant(even[length..]);
        }
        return even[..length].ToString();
    }

    private static bool IsContinuation(ReadOnlySpan<char> word) =>
        word.Length > 4 && word[3] == '-' && word[..3].IndexOfAnyExceptInRange('0', '9') < 0 && SmtpAnswer.StatusLength(word[4..]) > 0;

    /// <summary>Statuses that leave no doubt, whatever the words around them.</summary>
    private static string? ByExactStatus(string? status, string text) => status switch
    {
        null => null,
        "5.7.25" or "4.7.25" => "requireptr",
        "5.7.20" or "5.7.21" or "5.7.22" or "5.7.23" or "5.7.24" or "5.7.26" or "4.7.26" or "5.7.27" or "5.7.509" or "5.7.515" => "authfailure",
        "5.2.2" or "4.2.2" or "5.2.122" => "mailboxfull",
        "5.1.6" => "hasmoved",
        "5.7.13" => "suspend",
        "5.3.4" => "mesgtoobig",
        "5.2.3" => text.Contains("too large", StringComparison.Ordinal) ? "mesgtoobig" : "exceedlimit",
        "5.1.10" or "5.1.3" when !text.Contains("spamhaus", StringComparison.Ordinal) => "userunknown",
        "5.1.2" => "hostunknown",
        "5.1.8" or "5.1.7" => "rejected",
        "5.4.6" or "5.4.14" or "5.4.312" => "networkerror",
        "4.4.5" or "4.3.1" or "5.3.1" => "systemfull",
        "5.4.316" or "5.4.310" => status == "5.4.310" ? "hostunknown" : "expired",
        _ => null,
    };

    /// <summary>A server that knows its users refuses at RCPT. One that accepts the recipient and calls him unknown after the whole mail hides a filter
    /// behind these words, and another mail may get through.</summary>
    private static string UnknownUser(string? status, string? code, SmtpStep step, string text)
    {
        if (step == SmtpStep.Rcpt || status is not null && status.AsSpan(1).StartsWith(".1.") && status != "5.1.351") return "userunknown";
        if (step == SmtpStep.Data) return "filtered";
        if (status == "5.1.351") return text.Contains("-> 550 : ", StringComparison.Ordinal) ? "filtered" : "userunknown";
        if (status is "5.3.0" or "5.4.1" || KnowsItsUsers(text)) return "userunknown";
        return "filtered";
    }

    /// <summary>Words of systems that look the recipient up in a directory of their own.</summary>
    private static bool KnowsItsUsers(string text) =>
        text.Contains("not listed in", StringComparison.Ordinal) || text.Contains("not recognized", StringComparison.Ordinal) || text.Contains("ディレクトリ", StringComparison.Ordinal)
        || text.Contains("couldn't be found", StringComparison.Ordinal) || text.Contains("user not found", StringComparison.Ordinal);

    /// <summary>What the class of a status means where the words say nothing (RFC 3463, section 3).</summary>
    private static string? ByStatus(string? status, string text)
    {
        if (status is null) return null;
        var detail = status[2..];
        return (status[0], detail) switch
        {
            ('2', _) => "delivered",
            (_, "1.1" or "1.0" or "1.4") => "userunknown",
            ('5', "2.1") => "suspend",
            (_, "2.0") => "filtered",
            (_, "3.2") => "notaccept",
            (_, "4.4") => text.Contains("name server", StringComparison.Ordinal) ? "networkerror" : "hostunknown",
            ('4', "4.0" or "4.1" or "4.7") => "expired",
            (_, "4.2" or "4.3") => "networkerror",
            ('4', _) when detail.StartsWith("4.", StringComparison.Ordinal) => "expired",
            ('4', "5.0") => "expired",
            (_, "3.0") => status[0] == '4' ? "onhold" : "systemerror",
            _ when detail.StartsWith("6.", StringComparison.Ordinal) => "contenterror",
            _ when detail.StartsWith("4.", StringComparison.Ordinal) => "networkerror",
            _ when detail.StartsWith("7.", StringComparison.Ordinal) => "securityerror",
            _ when detail.StartsWith("3.", StringComparison.Ordinal) => "systemerror",
            ('4', "0.0") => "onhold",
            _ => null,
        };
    }
}

namespace Lotse.Domain.Intake.Mail.Forwards;

/// <summary>What mail servers of our own say about whether a mail comes from the domain in its From.</summary>
public enum SenderCheck
{
    /// <summary>None of them says anything.</summary>
    NotKnown = 0,
    Passed = 1,
    Failed = 2,
}

/// <summary>Reads Authentication-Results (RFC 8601). Anybody may write such a header: only those of servers that we name count, and a pass never outweighs a fail.</summary>
public static class CheckSender
{
    /// <param name="headers">All of the mail.</param>
    /// <param name="trusted">The names (authserv-id) of our own receiving servers.</param>
    /// <param name="domain">Of the address in From.</param>
    public static SenderCheck By(IReadOnlyList<string> headers, IReadOnlyCollection<string> trusted, string domain)
    {
        var found = SenderCheck.NotKnown;
        foreach (var header in headers)
        {
            var parts = WithoutComments(header).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0 || !trusted.Contains(parts[0].Split(' ', '\t')[0], StringComparer.OrdinalIgnoreCase)) continue;
            var says = Of([.. parts[1..].Select(part => part.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))], domain);
            if (says == SenderCheck.Failed) return says;
            if (says == SenderCheck.Passed) found = says;
        }
        return found;
    }

    private static SenderCheck Of(List<string[]> results, string domain)
    {
        if (results.Exists(words => Says(words, "dmarc", "fail", "permerror"))) return SenderCheck.Failed;
        if (results.Exists(words => Says(words, "dmarc", "pass"))) return SenderCheck.Passed;
        var aligned = results.Exists(words => (Says(words, "dkim", "pass") && IsAligned(words, "header.d", domain)) || (Says(words, "spf", "pass") && IsAligned(words, "smtp.mailfrom", domain)));
        if (aligned) return SenderCheck.Passed;
        return results.Exists(words => Says(words, "spf", "fail", "softfail") || Says(words, "dkim", "fail")) ? SenderCheck.Failed : SenderCheck.NotKnown;
    }

    /// <summary>"dmarc=fail", also "dmarc/1=fail".</summary>
    private static bool Says(string[] words, string method, params ReadOnlySpan<string> results)
    {
        if (words is not [var first, ..] || first.Split('=', 2) is not [var name, var value]) return false;
        if (!name.Split('/')[0].Equals(method, StringComparison.OrdinalIgnoreCase)) return false;
        foreach (var result in results) if (value.Equals(result, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>The same domain, or one below it (RFC 7489 section 3.1, without a list of public suffixes: only downwards).</summary>
    private static bool IsAligned(string[] words, string property, string domain)
    {
        foreach (var word in words)
        {
            if (word.Split('=', 2) is not [var name, var value] || !name.Equals(property, StringComparison.OrdinalIgnoreCase)) continue;
            var of = MailAddresses.Domain(value.Trim('"'));
            if (of.Equals(domain, StringComparison.OrdinalIgnoreCase) || of.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    private static string WithoutComments(string header)
    {
        var text = new System.Text.StringBuilder(header.Length);
        var depth = 0;
        foreach (var c in header)
        {
            if (c == '(') depth++;
            else if (c == ')' && depth > 0) depth--;
            else if (depth == 0) text.Append(c);
        }
        return text.ToString();
    }
}

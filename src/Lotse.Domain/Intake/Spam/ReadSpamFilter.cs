using System.Globalization;

namespace Lotse.Domain.Intake.Spam;

/// <summary>Reads what a filter before us wrote into the header: SpamAssassin, Rspamd, Exchange, Bogofilter.</summary>
/// <remarks>Anybody may write such a header. So a high score counts, whoever wrote it (whoever says of their own mail that it is spam is taken at their word), and a low one counts for nothing:
/// nobody whitewashes a mail with "X-Spam-Flag: NO".</remarks>
public static class ReadSpamFilter
{
    /// <summary>The fields that are read, in lower case.</summary>
    public static readonly IReadOnlySet<string> Fields = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "X-Spam-Flag", "X-Spam-Status", "X-Spam-Score", "X-Spam-Level", "X-Spam", "X-Spamd-Result", "X-Rspamd-Score", "X-Rspamd-Action", "X-MS-Exchange-Organization-SCL", "X-Bogosity",
    };

    /// <summary>What SpamAssassin takes for spam where it does not say; the part of its limit for refusing from which Rspamd marks a mail.</summary>
    private const double Usual = 5, RspamdMarks = 0.4;

    /// <summary>A filter that says yes; the most that any score is worth; where a score that is near its limit begins to count, and what one at its limit is worth.</summary>
    private const int Yes = 70, Highest = 90;

    private const double Near = 0.6;

    private static readonly char[] s_between = [' ', ',', ';', '\t'];

    /// <returns>0 to 90; 0 for what says nothing, or says no.</returns>
    public static int Points(string field, string value) => field.ToLowerInvariant() switch
    {
        "x-spam-flag" or "x-spam" => Starts(value, "yes") ? Yes : 0,
        "x-spam-status" => Math.Max(Starts(value, "yes") ? Yes : 0, Of(Named(value, "score") ?? Named(value, "hits"), Named(value, "required") ?? Usual)),
        "x-spam-score" => Of(Number(value), Usual),
        "x-spam-level" => Of(value.TakeWhile(c => c is '*' or '+').Count(), Usual),
        "x-rspamd-score" => Of(Number(value), 6),
        "x-spamd-result" => Math.Max(value.Contains(": True", StringComparison.OrdinalIgnoreCase) ? Yes : 0, OfRspamd(value)),
        "x-rspamd-action" => value.Trim().ToLowerInvariant() switch { "reject" => Highest, "add header" or "rewrite subject" or "quarantine" => Yes, "greylist" or "soft reject" => 30, _ => 0 },
        "x-ms-exchange-organization-scl" => Number(value) switch { >= 7 => 85, >= 5 => Yes, _ => 0 },
        "x-bogosity" => Starts(value, "spam") || Starts(value, "yes") ? Yes : 0,
        _ => 0,
    };

    /// <summary>At its limit a score is worth as much as a yes, at the double the most; a little below it, something.</summary>
    private static int Of(double? score, double required)
    {
        if (score is not { } known || double.IsNaN(known) || required <= 0 || known / required < Near) return 0;
        var part = known / required;
        return (int)Math.Min(Highest, part >= 1 ? Yes + ((part - 1) * (Highest - Yes)) : (part - Near) / (1 - Near) * (Yes - 20));
    }

    /// <summary>"default: False [3.20 / 15.00]; …": the second is where it refuses.</summary>
    private static int OfRspamd(string value)
    {
        var (open, close) = (value.IndexOf('[', StringComparison.Ordinal), value.IndexOf(']', StringComparison.Ordinal));
        if (open < 0 || close < open || value[(open + 1)..close].Split('/') is not [var score, var refuses]) return 0;
        return Of(Number(score), (Number(refuses) ?? 0) * RspamdMarks);
    }

    private static bool Starts(string value, string word) => value.AsSpan().TrimStart().StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private static double? Named(string value, string name)
    {
        foreach (var word in value.Split(s_between, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Length > name.Length + 1 && word[name.Length] == '=' && word.StartsWith(name, StringComparison.OrdinalIgnoreCase)) return Number(word[(name.Length + 1)..]);
        }
        return null;
    }

    private static double? Number(string text)
    {
        var word = text.AsSpan().Trim();
        var end = word.IndexOfAny(s_between);
        return double.TryParse(end < 0 ? word : word[..end], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

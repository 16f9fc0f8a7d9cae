using System.Globalization;
using Lotse.Domain.Intake.Spam;

namespace Lotse.Domain.Search;

/// <summary>Understands "spam:>70", "spam:>=70", "spam:<30"; a number alone is the lowest that is meant.</summary>
internal static class ReadSpamScore
{
    /// <summary>Those that the desk itself calls suspicious.</summary>
    public static readonly SpamScoreSought Suspicious = new(SpamScore.Suspicious, SpamScore.Most + 1);

    public static SpamScoreSought? Of(string value)
    {
        var at = 0;
        while (at < value.Length && (value[at] is '<' or '>' or '=')) at++;
        if (!int.TryParse(value.AsSpan(at), NumberStyles.None, CultureInfo.InvariantCulture, out var score) || score > SpamScore.Most) return null;
        return value[..at] switch
        {
            "" or ">=" => new SpamScoreSought(score, SpamScore.Most + 1),
            ">" => new SpamScoreSought(score + 1, SpamScore.Most + 1),
            "<" when score > 0 => new SpamScoreSought(0, score),
            "<=" => new SpamScoreSought(0, score + 1),
            "=" => new SpamScoreSought(score, score + 1),
            _ => null,
        };
    }
}

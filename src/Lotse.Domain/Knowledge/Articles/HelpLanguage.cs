using System.Globalization;

namespace Lotse.Domain.Knowledge.Articles;

/// <summary>In which of the languages that there are somebody reads first.</summary>
public static class HelpLanguage
{
    /// <param name="accepted">As browsers say it: de-AT, en;q=0.8 (RFC 9110, 12.5.4).</param>
    /// <param name="there">Not empty.</param>
    /// <param name="own">The community's, where the browser wants none of them.</param>
    public static string Best(string? accepted, IReadOnlyCollection<string> there, string own)
    {
        var wanted = (accepted ?? "").Split(',', 20, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(';', StringSplitOptions.TrimEntries))
            .Select(parts => (Language: parts[0].Split('-')[0].ToLowerInvariant(), Weight: Weight(parts))).Where(one => one.Weight > 0).OrderByDescending(one => one.Weight).Select(one => one.Language);
        return wanted.FirstOrDefault(there.Contains) ?? (there.Contains(own) ? own : there.Order(StringComparer.Ordinal).First());
    }

    private static double Weight(string[] parts) => Array.Find(parts, part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase)) is { } weight
        ? double.TryParse(weight.AsSpan(2), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0 : 1;
}

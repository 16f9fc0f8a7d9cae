namespace Lotse.Domain.Search;

/// <summary>What may stand at the end of what is typed.</summary>
/// <param name="Text">In the place of the last word; ends in a colon where a value is still to come, else in a blank.</param>
/// <param name="Shown">What is offered.</param>
public sealed record SearchOffer(string Text, string Shown);

/// <summary>Completes what somebody types into the search box: names of fields, and then their values.</summary>
public static class CompleteSearch
{
    public const int OffersAtMost = 8;

    /// <summary>The last word of what is typed, for whoever looks its values up.</summary>
    /// <param name="At">Where it begins; behind it stands what is replaced.</param>
    /// <param name="Field">The field's own name; null where none is named yet.</param>
    /// <param name="Named">The field as it was typed.</param>
    /// <param name="Start">The beginning of the value, or of the field's name.</param>
    public sealed record LastWord(int At, bool Not, string? Field, string Named, string Start);

    public static LastWord Last(string typed)
    {
        var (at, quoted) = (0, false);
        for (var i = 0; i < typed.Length; i++)
        {
            if (typed[i] == '"') quoted = !quoted;
            else if (!quoted && char.IsWhiteSpace(typed[i])) at = i + 1;
        }
        var word = typed[at..];
        var not = word.StartsWith('-');
        var rest = not ? word[1..] : word;
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && SearchFields.Find(rest.AsSpan(0, colon)) is { } field) return new LastWord(at, not, field, rest[..colon], rest[(colon + 1)..].Trim('"'));
        return new LastWord(at, not, null, "", rest);
    }

    /// <param name="language">de or en: in what language fields and fixed values are offered.</param>
    /// <param name="names">Names that the field may have for a value: agents, communities, tags, teams.</param>
    public static IReadOnlyList<SearchOffer> Of(string typed, string language, IReadOnlyList<string> names)
    {
        var last = Last(typed);
        var not = last.Not ? "-" : "";
        if (last.Field is null)
        {
            if (last.Start.Length == 0 || last.Start.Contains('"', StringComparison.Ordinal)) return [];
            return [.. SearchFields.All.Select(field => SearchFields.NameOf(field, language)).Concat(SearchFields.All).Distinct(StringComparer.Ordinal)
                .Where(name => name.StartsWith(last.Start, StringComparison.OrdinalIgnoreCase)).Take(OffersAtMost).Select(name => new SearchOffer($"{not}{name}:", $"{not}{name}:"))];
        }
        return [.. SearchFields.ValuesOf(last.Field, language).Concat(names).Where(value => Begins(value, last.Start)).Distinct(StringComparer.OrdinalIgnoreCase).Take(OffersAtMost)
            .Select(value => value.Any(char.IsWhiteSpace) ? $"\"{value.Replace("\"", "", StringComparison.Ordinal)}\"" : value)
            .Select(value => new SearchOffer($"{not}{last.Named}:{value} ", $"{not}{last.Named}:{value}"))];
    }

    /// <summary>The whole, or one of its words: people are known by their last names too.</summary>
    private static bool Begins(string value, string start) => value.StartsWith(start, StringComparison.OrdinalIgnoreCase)
        || value.Contains($" {start}", StringComparison.OrdinalIgnoreCase);
}

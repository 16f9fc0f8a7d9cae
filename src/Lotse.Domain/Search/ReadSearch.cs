using Lotse.Domain.Search.Words;

namespace Lotse.Domain.Search;

/// <summary>Understands what somebody types into the search box: words, "words in this order", field:value, -without, beginnings*. Whatever is typed means something:
/// there is no wrong search, only fields whose value says nothing, and beginnings of a single letter, of which nearly every ticket has a word.</summary>
public static class ReadSearch
{
    /// <summary>A search of more than this is a text that was pasted into the wrong box.</summary>
    public const int LongestQuery = 500;

    /// <summary>What comes behind so many is left out.</summary>
    public const int MostClauses = 20;

    public static SearchQuery Of(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return SearchQuery.Nothing;
        var text = typed.Length > LongestQuery ? typed[..LongestQuery] : typed;
        var (clauses, said, misread) = (new List<SearchClause>(), new List<string>(), new List<string>());
        for (var at = 0; at < text.Length && clauses.Count < MostClauses;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var begun = at;
            var not = text[at] == '-' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
            if (not) at++;
            var (field, value, isPhrase) = Next(text, ref at);
            if (value.Length == 0) continue;
            var clause = Clause(field, value, isPhrase);
            if (clause is not null)
            {
                clauses.Add(clause with { Not = not });
                said.Add(text[begun..at]);
            }
            else if (field is not null) misread.Add($"{field}:{value}");
            else if (SearchWords.In(value).Any()) misread.Add(value);
        }
        return new SearchQuery(clauses, misread) { Typed = said };
    }

    /// <summary>One word or phrase, with the field in front of it; what only looks like a field (https://...) is words.</summary>
    private static (string? Field, string Value, bool IsPhrase) Next(string text, ref int at)
    {
        var start = at;
        if (text[at] == '"') return (null, Quoted(text, ref at), true);
        while (at < text.Length && !char.IsWhiteSpace(text[at]))
        {
            if (text[at] == ':' && at > start && SearchFields.Find(text.AsSpan(start, at - start)) is { } field)
            {
                at++;
                if (at < text.Length && text[at] == '"') return (field, Quoted(text, ref at), true);
                start = at;
                while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
                return (field, text[start..at], false);
            }
            at++;
        }
        return (null, text[start..at], false);
    }

    /// <summary>Up to the closing mark, or to the end where there is none yet.</summary>
    private static string Quoted(string text, ref int at)
    {
        var start = ++at;
        var end = text.IndexOf('"', start);
        at = end < 0 ? text.Length : end + 1;
        return text[start..(end < 0 ? text.Length : end)].Trim();
    }

    private static SearchClause? Clause(string? field, string value, bool isPhrase)
    {
        if (field is null && !isPhrase && value.Length > 1 && value[0] == '#' && SearchFields.Read("number", value) is { } number) return number;
        SearchPlace? place = field switch { null => SearchPlace.Anywhere, "from" => SearchPlace.People, "subject" => SearchPlace.Subject, "file" => SearchPlace.Files, _ => null };
        if (place is null) return SearchFields.Read(field!, value);
        // Of names and addresses words are looked for; a domain is meant as it stands.
        if (place == SearchPlace.People && value[0] == '@' && SearchFields.Read("domain", value) is { } domain) return domain;
        var words = SearchWords.In(value).Select(word => value.Substring(word.At, word.Length)).ToList();
        var begins = words.Count > 0 && !isPhrase && value[^1] == '*' && !SearchWords.IsWhole(words[^1]);
        return words.Count == 0 || (begins && !SearchWords.MayBegin(words[^1])) ? null : new WordsSought(words, place.Value, begins);
    }
}

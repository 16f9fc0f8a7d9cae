namespace Lotse.Domain.Search;

/// <summary>Whether one ticket is what an index would find: the question an index is asked, put to the words and marks that it is given of this ticket.</summary>
public static class MatchWords
{
    public static bool Holds(SoughtMarks sought, IReadOnlyList<string> marks) => sought.Any.Any(marks.Contains) != sought.Not;

    public static bool Holds(SoughtPhrase sought, TicketWords words) =>
        Places(sought.Place, words).Any(place => sought.Forms.Any(form => Stands(form.Words, form.Begins, place))) != sought.Not;

    /// <summary>The words stand together in this order.</summary>
    private static bool Stands(IReadOnlyList<string> phrase, bool begins, IReadOnlyList<string> there)
    {
        for (var at = 0; at + phrase.Count <= there.Count; at++)
        {
            var so = 0;
            while (so < phrase.Count && Same(phrase[so], there[at + so], begins && so == phrase.Count - 1)) so++;
            if (so == phrase.Count) return true;
        }
        return false;
    }

    private static bool Same(string sought, string there, bool begins) =>
        begins ? there.StartsWith(sought, StringComparison.Ordinal) : string.Equals(sought, there, StringComparison.Ordinal);

    private static IReadOnlyList<IReadOnlyList<string>> Places(SearchPlace place, TicketWords words) => place switch
    {
        SearchPlace.Subject => [words.Subject],
        SearchPlace.People => [words.People],
        SearchPlace.Files => [words.Files],
        SearchPlace.Heading => [words.Subject, words.People],
        _ => [words.Subject, words.People, words.Files, words.Text],
    };
}

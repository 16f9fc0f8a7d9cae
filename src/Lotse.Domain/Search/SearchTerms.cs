using Lotse.Domain.Search.Words;

namespace Lotse.Domain.Search;

/// <summary>A group of marks of which a ticket has to have one (or none, where <paramref name="Not"/>): its community, its state.</summary>
public sealed record SoughtMarks(IReadOnlyList<string> Any, bool Not = false);

/// <summary>Words that stand together, as one language writes them.</summary>
/// <param name="Begins">The last word is only the beginning of one.</param>
public sealed record SoughtForm(IReadOnlyList<string> Words, bool Begins);

/// <summary>Words that stand together, in the forms in which they may have been kept.</summary>
/// <param name="Forms">One of these has to be there. The first is unbent, as names are kept.</param>
public sealed record SoughtPhrase(IReadOnlyList<SoughtForm> Forms, SearchPlace Place, bool Not)
{
    public SoughtForm Unbent => Forms[0];
}

/// <summary>What an index is asked. All groups and phrases have to hold.</summary>
public sealed record SearchTerms(IReadOnlyList<SoughtMarks> Marks, IReadOnlyList<SoughtPhrase> Phrases)
{
    public static SoughtPhrase PhraseOf(WordsSought sought)
    {
        var forms = sought.Words.Select(word => SearchWords.Sought(word)).ToList();
        // A text has one language: the n-th form of every word belongs to the same one, the last to none.
        var phrases = Enumerable.Range(0, forms[0].Count).Reverse().SelectMany(language => Of([.. forms.Select(of => of[language])], forms[^1][^1], sought.Begins));
        return new SoughtPhrase([.. phrases.DistinctBy(form => (string.Join(' ', form.Words), form.Begins))], sought.Place, sought.Not);
    }

    /// <summary>What was typed of a word may end within what is cut off when it is kept ("Rechnunge" of "Rechnungen"): then the kept word is shorter than the beginning, and is looked for as a whole.</summary>
    private static IEnumerable<SoughtForm> Of(IReadOnlyList<string> words, string typed, bool begins)
    {
        if (begins) yield return new SoughtForm([.. words.SkipLast(1), typed], true);
        if (!begins || words[^1] != typed) yield return new SoughtForm(words, false);
    }
}

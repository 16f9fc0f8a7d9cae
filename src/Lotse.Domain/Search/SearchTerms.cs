using Lotse.Domain.Search.Words;

namespace Lotse.Domain.Search;

/// <summary>A group of marks of which a ticket has to have one (or none, where <paramref name="Not"/>): its community, its state.</summary>
public sealed record SoughtMarks(IReadOnlyList<string> Any, bool Not = false);

/// <summary>Words that stand together, each in one of the forms in which it may have been kept.</summary>
/// <param name="Phrases">The same words in the forms of each language; one of these has to be there.</param>
/// <param name="Begins">The last word of each is only the beginning of one.</param>
public sealed record SoughtPhrase(IReadOnlyList<IReadOnlyList<string>> Phrases, SearchPlace Place, bool Begins, bool Not);

/// <summary>What an index is asked. All groups and phrases have to hold.</summary>
public sealed record SearchTerms(IReadOnlyList<SoughtMarks> Marks, IReadOnlyList<SoughtPhrase> Phrases)
{
    public static SoughtPhrase PhraseOf(WordsSought sought)
    {
        var forms = sought.Words.Select(word => SearchWords.Sought(word)).ToList();
        // A text has one language: the n-th form of every word belongs to the same one.
        var phrases = Enumerable.Range(0, forms[0].Count).Select(language => (IReadOnlyList<string>)[.. forms.Select(of => of[language])]);
        return new SoughtPhrase([.. phrases.DistinctBy(phrase => string.Join(' ', phrase), StringComparer.Ordinal)], sought.Place, sought.Begins, sought.Not);
    }
}

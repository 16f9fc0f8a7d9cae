using System.Collections.Frozen;
using Lotse.Domain.Search;

namespace Lotse.Adapters.Database.Searching;

/// <summary>How words are kept beside what they are, the same on both databases, so that a question costs what it finds and not what holds the same letters somewhere else.</summary>
internal static class KeptWords
{
    /// <summary>Stands before a word of people and in no word: so a name is told from the same word in a text, and who bears it is found without a look at all that say it.</summary>
    private const string OfPeople = "·";

    /// <summary>Stands before the beginning of a word of the subject or of people, among the marks.</summary>
    private const string Begun = "‹";

    /// <summary>Words that a beginning is asked for as; more of them cost as much as the beginning does.</summary>
    public const int BegunAtMost = 400;

    /// <summary>Words of a phrase that ends in a beginning: it is asked for once with each of the words that begin so.</summary>
    private const int BegunPhrase = 3;

    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> None = FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>Letters of beginnings that are kept: with more, few enough words begin so that going through them is quick.</summary>
    private const int Shortest = 2, Longest = 3;

    public static IReadOnlyList<string> People(IReadOnlyList<string> words) => [.. words.Select(word => OfPeople + word)];

    /// <summary>A ticket's marks, with those of how its subject's and people's words begin.</summary>
    public static IEnumerable<string> Marks(TicketWords ticket) =>
        ticket.Marks.Concat(ticket.Subject.SelectMany(word => Beginnings(word, "")).Concat(ticket.People.SelectMany(word => Beginnings(word, OfPeople))).Distinct(StringComparer.Ordinal));

    /// <summary>The forms of a phrase as they are kept at the place where it is looked for.</summary>
    public static IEnumerable<SoughtForm> Forms(SoughtPhrase sought) => sought.Place switch
    {
        SearchPlace.People => sought.Forms.Select(People),
        SearchPlace.Anywhere or SearchPlace.Heading => sought.Forms.Concat(sought.Forms.Select(People)),
        _ => sought.Forms,
    };

    /// <summary>The same, with the words that begin as is asked for in place of the beginning. Asked for as it is, an index gathers all tickets of all of them, however few are wanted.</summary>
    /// <param name="known">Words by their beginnings; one of which there are too many is not among them, and asked for as it is.</param>
    public static IEnumerable<SoughtForm> Forms(SoughtPhrase sought, IReadOnlyDictionary<string, IReadOnlyList<string>> known) => Forms(sought).SelectMany(form =>
        form.Begins && form.Words.Count <= BegunPhrase && known.TryGetValue(form.Words[^1], out var words) && words.Count > 0 ? words.Select(word => new SoughtForm([.. form.Words.SkipLast(1), word], false)) : [form]);

    /// <summary>Beginnings of words that have to be asked for.</summary>
    public static IEnumerable<string> Beginnings(SearchTerms terms) =>
        terms.Phrases.Where(sought => MarksOf(sought) is null).SelectMany(Forms).Where(form => form.Begins && form.Words.Count <= BegunPhrase).Select(form => form.Words[^1]).Distinct(StringComparer.Ordinal);

    /// <summary>The marks that say that a ticket has what is looked for; null where none do, and its words have to be asked.</summary>
    public static IReadOnlyList<string>? MarksOf(SoughtPhrase sought)
    {
        if (sought.Place is not (SearchPlace.Subject or SearchPlace.People or SearchPlace.Heading) || sought.Unbent is not { Begins: true, Words: [{ Length: >= Shortest and <= Longest } typed] }) return null;
        string[] places = sought.Place switch { SearchPlace.Subject => [""], SearchPlace.People => [OfPeople], _ => ["", OfPeople] };
        return [.. places.Select(place => Begun + place + typed)];
    }

    private static SoughtForm People(SoughtForm form) => form with { Words = People(form.Words) };

    private static IEnumerable<string> Beginnings(string word, string place)
    {
        for (var length = Shortest; length <= Math.Min(Longest, word.Length); length++) yield return $"{Begun}{place}{word[..length]}";
    }
}

using System.Globalization;
using System.Text;
using Lotse.Domain.Search;

namespace Lotse.Adapters.Database.Searching;

/// <param name="Each">All that a ticket has to have, each for itself, as the index can tell it: what it must not have stands with the first.</param>
/// <param name="Look">What the index cannot tell, and the words of a ticket have to be read for; null where it can tell all.</param>
internal sealed record TicketQuestions(IReadOnlyList<string> Each, string? Look);

/// <summary>How a ticket and a question are written for PostgreSQL: as a tsvector and a tsquery. Where a word stands is its weight (A subject, B people, C files, D text), and marks begin with a colon, which no word does.</summary>
internal static class PostgresWords
{
    /// <summary>PostgreSQL counts positions up to this one (textsearch-limitations).</summary>
    private const int LastPosition = 16_383;

    /// <summary>Windows of time are asked for by community, where there are no more of them than this: each is asked for by itself.</summary>
    private const int CommunitiesAtMost = 4;

    /// <remarks>The index goes through one question by its rarest word alone and looks for each other word under every ticket that has that one; through several it leaps from the tickets of one to those of the other,
    /// and so never leaves a window of time: the marks of it are a question of their own.</remarks>
    /// <param name="known">Words by their beginnings, see <see cref="KeptWords.Forms(SoughtPhrase, IReadOnlyDictionary{string, IReadOnlyList{string}})"/>.</param>
    public static TicketQuestions Questions(SearchTerms terms, IReadOnlyDictionary<string, IReadOnlyList<string>> known)
    {
        var (all, not, look) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var sought in terms.Phrases)
        {
            var phrase = Phrase(sought, known, loosely: false);
            if (!IsLookedAt(sought)) (sought.Not ? not : all).Add(phrase);
            else look.Add(sought.Not ? $"!{phrase}" : phrase);
            if (IsLookedAt(sought) && !sought.Not) all.Add(Phrase(sought, known, loosely: true));
        }
        foreach (var group in terms.Marks) (group.Not ? not : all).Add(Marked(group.Any));
        return new TicketQuestions([string.Join(" & ", not.Select(one => $"!{one}").Prepend(all[0])), .. all.Skip(1)], look.Count == 0 ? null : string.Join(" & ", look));
    }

    /// <summary>The index knows neither where in a ticket a word stands nor what stands beside it.</summary>
    private static bool IsLookedAt(SoughtPhrase sought) => KeptWords.MarksOf(sought) is null && (Weight(sought.Place).Length > 0 || sought.Forms.Any(form => form.Words.Count > 1));

    public static string Marked(IReadOnlyList<string> any) => $"({string.Join(" | ", any.Select(mark => $"':{mark}'"))})";

    /// <summary>What a ticket of a window has to have; null where the window has no marks.</summary>
    /// <param name="communities">Marks of those to which all that is asked is bound; none where it is to several in several ways, or to too many.</param>
    public static string? Of(TimeWindow window, IReadOnlyList<string> communities)
    {
        if (window.Marks.Count == 0) return null;
        return Marked(communities.Count == 0 ? window.Marks : [.. window.Marks.SelectMany(mark => communities.Select(community => TimeMarks.In(community, mark)))]);
    }

    /// <summary>To which communities all questions are bound, see <see cref="Of(TimeWindow, IReadOnlyList{string})"/>.</summary>
    public static IReadOnlyList<string> Communities(IReadOnlyList<SearchTerms> each)
    {
        var first = Bounds(each[0]).FirstOrDefault();
        return first is not null && each.Skip(1).All(terms => Bounds(terms).Any(any => any.SequenceEqual(first, StringComparer.Ordinal))) ? first : [];
    }

    private static IEnumerable<IReadOnlyList<string>> Bounds(SearchTerms terms) => terms.Marks.Where(group => !group.Not && group.Any.Count is > 0 and <= CommunitiesAtMost && group.Any.All(TicketMarks.IsCommunity)).Select(group => group.Any);

    public static string Quoted(string word) => $"'{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>All words of a ticket as they are kept, some more than once.</summary>
    public static IEnumerable<string> Of(TicketWords ticket) => Parts(ticket).SelectMany(part => part.Words);

    public static string Vector(TicketWords ticket)
    {
        var places = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var position = 1;
        foreach (var (words, weight) in Parts(ticket))
        {
            foreach (var word in words)
            {
                if (!places.TryGetValue(word, out var at)) places[word] = at = [];
                at.Add(string.Create(CultureInfo.InvariantCulture, $"{Math.Min(position++, LastPosition)}{weight}"));
            }
            position++; // The last word here and the first one there do not stand together.
        }
        var vector = new StringBuilder();
        var times = TimeMarks.Of(ticket.TicketId).ToList();
        foreach (var mark in KeptWords.Marks(ticket).Concat(times).Concat(ticket.Marks.Where(TicketMarks.IsCommunity).SelectMany(community => times.Select(time => TimeMarks.In(community, time))))) vector.Append("':").Append(mark).Append("' ");
        foreach (var (word, at) in places) vector.Append(Quoted(word)).Append(':').AppendJoin(',', at.Take(255)).Append(' ');
        return vector.ToString();
    }

    private static (IReadOnlyList<string> Words, string Weight)[] Parts(TicketWords ticket) =>
        [(ticket.Subject, "A"), (KeptWords.People(ticket.People), "B"), (ticket.Files, "C"), (ticket.Text, "")];

    private static string Phrase(SoughtPhrase sought, IReadOnlyDictionary<string, IReadOnlyList<string>> known, bool loosely) =>
        KeptWords.MarksOf(sought) is { } marks ? Marked(marks) : $"({string.Join(" | ", KeptWords.Forms(sought, known).Select(form => Phrase(form, loosely ? "" : Weight(sought.Place), loosely ? "&" : "<->")))})";

    private static string Phrase(SoughtForm form, string weight, string beside)
    {
        var words = form.Words.Select((word, at) => (Word: Quoted(word), How: (form.Begins && at == form.Words.Count - 1 ? "*" : "") + weight));
        return $"({string.Join($" {beside} ", words.Select(one => one.How.Length == 0 ? one.Word : $"{one.Word}:{one.How}"))})";
    }

    private static string Weight(SearchPlace place) => place switch { SearchPlace.Subject => "A", SearchPlace.Files => "C", SearchPlace.Heading => "AB", _ => "" };
}

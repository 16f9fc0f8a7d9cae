using Lotse.Adapters.Database;
using Lotse.Domain.Search;
using Lotse.Domain.Search.Words;

namespace Lotse.Search.Offering;

/// <param name="Word">As it is written.</param>
/// <param name="Weight">What it counts: one of the subject twice as much.</param>
internal sealed record TellingWord(string Word, int Weight)
{
    private SoughtPhrase? _sought;

    public string Folded { get; } = FoldedWord.Of(Word);

    /// <summary>How it is looked for, in all its forms.</summary>
    public SoughtPhrase Sought => _sought ??= SearchTerms.PhraseOf(new WordsSought([Word]));
}

/// <summary>The words of a ticket that may tell what it is about, and how much each of them tells.</summary>
internal static class TellingWords
{
    private const int OfAll = 10, OfSubject = 6, ShortestOfSubject = 4, ShortestOfText = 6;

    /// <summary>Of the subject first, then of the text, the longest first.</summary>
    public static IReadOnlyList<TellingWord> Of(string subject, string text)
    {
        var first = In(subject, ShortestOfSubject, weight: 2).Take(OfSubject).ToList();
        var known = first.Select(word => word.Folded).ToHashSet(StringComparer.Ordinal);
        return [.. first, .. In(text, ShortestOfText, weight: 1).Where(word => !known.Contains(word.Folded)).Take(OfAll - first.Count)];
    }

    /// <summary>How much it tells of two tickets that both have it, if so many have it.</summary>
    public static double Telling(TellingWord word, int tickets) => word.Weight / Math.Log(2.0 + tickets);

    /// <summary>In about how many tickets of a year a word is, told by the newest that have it; where it is in fewer than were asked for, in how many of all.</summary>
    /// <param name="newest">Newest first.</param>
    /// <param name="limit">So many were asked for.</param>
    public static int Tickets(IReadOnlyList<long> newest, int limit, DateTimeOffset now) => newest.Count < limit ? newest.Count
        : Math.Max(newest.Count, (int)Math.Min(int.MaxValue, newest.Count * (TimeSpan.FromDays(365) / TimeSpan.FromSeconds(Math.Max(1, (now - Ids.TimeOf(newest[^1])).TotalSeconds)))));

    private static IEnumerable<TellingWord> In(string text, int shortest, int weight) => SearchWords.In(text)
        .Where(word => word.Length >= shortest && !text.AsSpan(word.At, word.Length).ContainsAnyInRange('0', '9'))
        .Select(word => new TellingWord(text.Substring(word.At, word.Length), weight)).DistinctBy(word => word.Folded, StringComparer.Ordinal).OrderByDescending(word => word.Word.Length);
}

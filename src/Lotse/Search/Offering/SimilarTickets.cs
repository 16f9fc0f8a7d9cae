using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Search;
using Lotse.Domain.Search.Words;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Finding;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Search.Offering;

/// <summary>Finds tickets of the same community that have the rare words of a ticket's subject and first message in common with it. Ten short questions to the index at most.</summary>
public sealed class SimilarTickets(DeskDatabase database, SearchStore store, ListTickets list)
{
    /// <summary>Words that are asked for; tickets that are looked at for each: a word that more have says nothing.</summary>
    private const int WordsAsked = 10, Common = 40, CharactersRead = 1500;

    /// <returns>The most alike first; null where the ticket is not there or not for this agent.</returns>
    public async Task<IReadOnlyList<TicketRow>?> RunAsync(Acting by, long number, int limit, CancellationToken cancel)
    {
        if (await database.Tickets.VisibleTo(by).SingleOrDefaultAsync(t => t.Number == number, cancel) is not { } ticket) return null;
        var text = await database.Messages.Where(m => m.TicketId == ticket.Id && m.Kind != MessageKind.Note).OrderBy(m => m.Id).Select(m => m.Visible ?? m.Text).FirstOrDefaultAsync(cancel) ?? "";
        var scores = new Dictionary<long, double>();
        foreach (var (word, inSubject) in Telling(ticket.Subject, text.Length > CharactersRead ? text[..CharactersRead] : text))
        {
            var terms = new SearchTerms(
                [new SoughtMarks([TicketMarks.Community(ticket.CommunityId)]), new SoughtMarks([TicketMarks.Aside(Lane.Spam), TicketMarks.Aside(Lane.Merged)], Not: true)],
                [SearchTerms.PhraseOf(new WordsSought([word]))]);
            var found = await store.FindAsync(terms, long.MaxValue, Common, cancel);
            if (found.Count >= Common) continue;
            foreach (var id in found) scores[id] = scores.GetValueOrDefault(id) + ((inSubject ? 2 : 1) / Math.Log(2 + found.Count));
        }
        scores.Remove(ticket.Id);
        var best = scores.Where(one => one.Value >= Enough).OrderByDescending(one => one.Value).ThenByDescending(one => one.Key).Take(limit).Select(one => one.Key).ToList();
        if (best.Count == 0) return [];
        return [.. (await list.RunAsync(by, new TicketFilter(Ids: best, Limit: limit), cancel)).Rows.OrderBy(row => best.IndexOf(row.Id))];
    }

    /// <summary>A rare word of the subject, or several of the text.</summary>
    private const double Enough = 0.7;

    /// <summary>Those that may tell something: of the subject first, then the longest.</summary>
    internal static IReadOnlyList<(string Word, bool InSubject)> Telling(string subject, string text)
    {
        static IEnumerable<string> WordsOf(string of, int shortest) => SearchWords.In(of).Where(word => word.Length >= shortest && !of.AsSpan(word.At, word.Length).ContainsAnyInRange('0', '9'))
            .Select(word => of.Substring(word.At, word.Length)).DistinctBy(word => FoldedWord.Of(word), StringComparer.Ordinal);
        var ofSubject = WordsOf(subject, 4).OrderByDescending(word => word.Length).Take(WordsAsked - 4).ToList();
        var known = ofSubject.Select(word => FoldedWord.Of(word)).ToHashSet(StringComparer.Ordinal);
        var ofText = WordsOf(text, 6).Where(word => !known.Contains(FoldedWord.Of(word))).OrderByDescending(word => word.Length).Take(WordsAsked - ofSubject.Count);
        return [.. ofSubject.Select(word => (word, true)), .. ofText.Select(word => (word, false))];
    }
}

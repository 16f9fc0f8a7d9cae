using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Search;
using Lotse.Domain.Search.Words;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Finding;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Search.Offering;

/// <param name="Rows">The most alike first.</param>
/// <param name="Lately">Ids of those of the last days that say much the same and are in no known fault, newest first: what may be one fault with many customers.</param>
/// <param name="InOne">The ticket itself is in one.</param>
/// <param name="Ticket">The ticket itself; <paramref name="Text"/>: what its first message says.</param>
public sealed record SimilarFound(IReadOnlyList<TicketRow> Rows, IReadOnlyList<long> Lately, bool InOne, Ticket Ticket, string Text);

/// <summary>Finds tickets of the same community that have the rare words of a ticket's subject and first message in common with it, and those of the same product first. Two dozen short questions to the index at most.</summary>
public sealed class SimilarTickets(DeskDatabase database, SearchStore store, ListTickets list, ProductNames products, TimeProvider clock)
{
    /// <summary>Words that are asked for; tickets that are looked at for each: a word that more than so many have says nothing, but for the last days.</summary>
    private const int WordsAsked = 10, Common = 40, LookedAt = 300, CharactersRead = 1500, ProductsAsked = 2, OfProduct = 2;

    private const double SameProduct = 1.5;

    /// <summary>How many that may be one fault are told of.</summary>
    public const int LatelyAtMost = 60;

    public static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    /// <returns>Null where the ticket is not there or not for this agent.</returns>
    public async Task<SimilarFound?> RunAsync(Acting by, long number, int limit, CancellationToken cancel)
    {
        if (await database.Tickets.VisibleTo(by).Where(t => t.Number == number).Select(t => new
        {
            Ticket = t,
            Text = database.Messages.Where(m => m.TicketId == t.Id && m.Kind != MessageKind.Note).OrderBy(m => m.Id).Select(m => m.Visible ?? m.Text).FirstOrDefault(),
        }).SingleOrDefaultAsync(cancel) is not { } asked) return null;
        var (ticket, text) = (asked.Ticket, asked.Text ?? "");
        var (scores, lately, all) = (new Dictionary<long, double>(), new Dictionary<long, int>(), 0);
        var since = Ids.First(clock.GetUtcNow() - Lately);
        foreach (var (word, inSubject) in Telling(ticket.Subject, text.Length > CharactersRead ? text[..CharactersRead] : text))
        {
            var found = await FindAsync(ticket, [word], since, Common, cancel);
            var weight = inSubject ? 2 : 1;
            all += weight;
            foreach (var id in found.Where(id => id >= since)) lately[id] = lately.GetValueOrDefault(id) + weight;
            if (found.Count >= Common) continue;
            foreach (var id in found) scores[id] = scores.GetValueOrDefault(id) + (weight / Math.Log(2 + found.Count));
        }
        foreach (var product in (await products.InAsync(database, ticket.CommunityId, ticket.Subject, text, cancel)).Order(StringComparer.Ordinal).Take(ProductsAsked))
        {
            // The same product makes two that are alike more so, and is no likeness by itself.
            all += OfProduct;
            foreach (var id in await FindAsync(ticket, [.. SearchWords.In(product).Select(word => product.Substring(word.At, word.Length))], since, LookedAt, cancel))
            {
                if (scores.TryGetValue(id, out var score)) scores[id] = score * SameProduct;
                if (id >= since) lately[id] = lately.GetValueOrDefault(id) + OfProduct;
            }
        }
        scores.Remove(ticket.Id);
        var best = scores.Where(one => one.Value >= Enough).OrderByDescending(one => one.Value).ThenByDescending(one => one.Key).Take(limit).Select(one => one.Key).ToList();
        var rows = best.Count == 0 ? [] : (await list.RunAsync(by, new TicketFilter(Ids: best, Limit: limit), cancel)).Rows;
        var alike = lately.Where(one => one.Value * 5 >= all * 3 && one.Key != ticket.Id).Select(one => one.Key).OrderDescending().Take(LatelyAtMost).ToList();
        var taken = alike.Count == 0 ? [] : await database.ProblemTickets.Where(l => l.TicketId == ticket.Id || alike.Contains(l.TicketId)).Select(l => l.TicketId).ToListAsync(cancel);
        return new SimilarFound([.. rows.OrderBy(row => best.IndexOf(row.Id))], [.. alike.Except(taken)], taken.Contains(ticket.Id), ticket, text);
    }

    /// <summary>A rare word of the subject, or several of the text. What came lately has three fifths of the words in common instead, be they rare or not:
    /// where many write of one fault, no word of theirs is rare.</summary>
    private const double Enough = 0.7;

    /// <summary>Those of the last days; and of those before, only as many as are missing to enough: for a word, until it is known not to be rare.</summary>
    private async Task<IReadOnlyList<long>> FindAsync(Ticket ticket, IReadOnlyList<string> words, long since, int enough, CancellationToken cancel)
    {
        var terms = new SearchTerms(
            [new SoughtMarks([TicketMarks.Community(ticket.CommunityId)]), new SoughtMarks([TicketMarks.Aside(Lane.Spam), TicketMarks.Aside(Lane.Merged)], Not: true)],
            [SearchTerms.PhraseOf(new WordsSought(words))]);
        var found = await store.FindAsync(terms, since, long.MaxValue, LookedAt, cancel);
        return found.Count >= enough ? found : [.. found, .. await store.FindAsync(terms, 0, since, enough - found.Count, cancel)];
    }

    /// <summary>Of tickets by their ids, in that order.</summary>
    public async Task<IReadOnlyList<long>> NumbersAsync(Acting by, IReadOnlyList<long> ids, CancellationToken cancel) =>
        await database.Tickets.VisibleTo(by).Where(t => ids.Contains(t.Id)).OrderByDescending(t => t.Id).Select(t => t.Number).ToListAsync(cancel);

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

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

/// <summary>Finds tickets of the same community that have words of a ticket's subject and first message in common with it, a rare one telling more than a frequent one, and those of the same product first. The index is asked
/// for the newest that have a word, by a few words at a time, the rarest first as far as that is known: so it costs the same however many have it.</summary>
public sealed class SimilarTickets(DeskDatabase database, SearchStore store, ListTickets list, ProductNames products, WordFrequencies frequencies, TimeProvider clock)
{
    /// <summary>Words that are asked for at once, and tickets that are looked at for each of them.</summary>
    private const int AskedAtOnce = 6, Newest = 30, CharactersRead = 1500;

    /// <summary>A word that nobody has asked for yet is taken to be in so many tickets; one that so many have in a year, as the words of a form have, makes none alike.</summary>
    private const int Unknown = 40, Frequent = 250;

    /// <summary>Products that are asked for, what each of them counts beside the words, and tickets that are asked whether they speak of it.</summary>
    private const int ProductsAsked = 2, OfProduct = 2, AskedForProduct = 120;

    private const double SameProduct = 1.5;

    /// <summary>A rare word of the subject, or several of the text. What came lately has three fifths of the words in common instead, be they rare or not:
    /// where many write of one fault, no word of theirs is rare.</summary>
    private const double Enough = 0.7;

    /// <summary>How many that may be one fault are told of, and how many of the last days are looked at for each word.</summary>
    public const int LatelyAtMost = 60, LookedAtLately = 150;

    /// <summary>Of the last days are the newest of all tickets, if they are no older than that: where ten thousand come in a week, one fault is told by what comes in a day.</summary>
    private const int NewestLooked = 1200;

    public static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    /// <returns>Null where the ticket is not there or not for this agent.</returns>
    public async Task<SimilarFound?> RunAsync(Acting by, long number, int limit, CancellationToken cancel)
    {
        if (await database.Tickets.VisibleTo(by).Where(t => t.Number == number).Select(t => new
        {
            Ticket = t,
            Text = database.Messages.Where(m => m.TicketId == t.Id && m.Kind != MessageKind.Note).OrderBy(m => m.Id).Select(m => m.Visible ?? m.Text).FirstOrDefault(),
            Newest = database.Tickets.Where(other => other.Number <= database.Tickets.Max(any => any.Number) - NewestLooked).OrderByDescending(other => other.Number).Select(other => other.Id).FirstOrDefault(),
        }).SingleOrDefaultAsync(cancel) is not { } asked) return null;
        var (ticket, text) = (asked.Ticket, asked.Text ?? "");
        var since = Math.Max(Ids.First(clock.GetUtcNow() - Lately), asked.Newest);
        if (ticket.IsDone && ticket.Id < since) since = long.MaxValue; // What was settled long ago is no part of a fault of these days.
        var words = TellingWords.Of(ticket.Subject, text.Length > CharactersRead ? text[..CharactersRead] : text).OrderBy(word => frequencies.Of(ticket.CommunityId, word.Folded) ?? Unknown).ToList();
        var named = (await products.InAsync(database, ticket.CommunityId, ticket.Subject, text, cancel)).Order(StringComparer.Ordinal).Take(ProductsAsked).ToList();
        var all = words.Sum(word => word.Weight) + (named.Count * OfProduct);
        var (scores, lately) = await AlikeAsync(ticket, words, all, since, limit, cancel);
        foreach (var product in named)
        {
            // The same product makes two that are alike more so, and is no likeness by itself.
            var likeliest = scores.OrderByDescending(one => one.Value).Take(AskedForProduct).Select(one => one.Key).Union(lately.OrderByDescending(one => one.Value).Take(AskedForProduct).Select(one => one.Key)).ToList();
            foreach (var id in await store.AmongAsync(Terms(ticket, SearchTerms.PhraseOf(new WordsSought([.. SearchWords.In(product).Select(word => product.Substring(word.At, word.Length))]))), likeliest, cancel))
            {
                if (scores.TryGetValue(id, out var score)) scores[id] = score * SameProduct;
                if (lately.TryGetValue(id, out var weight)) lately[id] = weight + OfProduct;
            }
        }
        scores.Remove(ticket.Id);
        var best = scores.Where(one => one.Value >= Enough).OrderByDescending(one => one.Value).ThenByDescending(one => one.Key).Take(limit).Select(one => one.Key).ToList();
        var rows = best.Count == 0 ? [] : (await list.RunAsync(by, new TicketFilter(Ids: best, Limit: limit), cancel)).Rows;
        var alike = lately.Where(one => one.Value * 5 >= all * 3 && one.Key != ticket.Id).Select(one => one.Key).OrderDescending().Take(LatelyAtMost).ToList();
        var taken = alike.Count == 0 ? [] : await database.ProblemTickets.Where(l => l.TicketId == ticket.Id || alike.Contains(l.TicketId)).Select(l => l.TicketId).ToListAsync(cancel);
        return new SimilarFound([.. rows.OrderBy(row => best.IndexOf(row.Id))], [.. alike.Except(taken)], taken.Contains(ticket.Id), ticket, text);
    }

    /// <summary>How alike tickets are by the words they have in common, until enough of them are alike enough; and, where a ticket of the last days may have three fifths of the words, what each of those has.</summary>
    private async Task<(Dictionary<long, double> Scores, Dictionary<long, int> Lately)> AlikeAsync(Ticket ticket, IReadOnlyList<TellingWord> words, int all, long since, int enough, CancellationToken cancel)
    {
        var (scores, lately, first) = (new Dictionary<long, double>(), new Dictionary<long, int>(), First(words, all));
        var others = all - first.Sum(word => word.Weight); // What a ticket may have that was not looked for, or not as far back as it is.
        for (var (asked, some) = (0, first); some.Count > 0; asked += some.Count, some = [.. words.Skip(asked).Take(AskedAtOnce).TakeWhile(word => frequencies.Of(ticket.CommunityId, word.Folded) is null or < Frequent)])
        {
            foreach (var (word, found) in some.Zip(await NewestAsync(ticket, some, 0, Newest, cancel)))
            {
                var tickets = TellingWords.Tickets(found, Newest, clock.GetUtcNow());
                frequencies.Learn(ticket.CommunityId, word.Folded, tickets);
                if (tickets < Frequent) foreach (var id in found) scores[id] = scores.GetValueOrDefault(id) + TellingWords.Telling(word, tickets);
                if (asked > 0) continue;
                Count(lately, found.Where(id => id >= since && id != ticket.Id), word);
                if (found.Count == Newest && found[^1] >= since) others += word.Weight;
            }
            if (scores.Values.Count(score => score >= Enough) > enough) break; // The ticket itself is one of them.
        }
        if ((lately.Values.DefaultIfEmpty().Max() + others) * 5 < all * 3) return (scores, []);
        lately.Clear();
        foreach (var (word, found) in words.Zip(await NewestAsync(ticket, words, since, LookedAtLately, cancel))) Count(lately, found, word);
        return (scores, lately);
    }

    private static void Count(Dictionary<long, int> weights, IEnumerable<long> tickets, TellingWord word)
    {
        foreach (var id in tickets) weights[id] = weights.GetValueOrDefault(id) + word.Weight;
    }

    /// <summary>The words that are asked for first: so many that who has none of them cannot have three fifths of all.</summary>
    private static List<TellingWord> First(IReadOnlyList<TellingWord> words, int all)
    {
        var weight = 0;
        return [.. words.TakeWhile((word, at) => (at < AskedAtOnce || weight * 5 <= all * 2) && (weight += word.Weight) > 0)];
    }

    private Task<IReadOnlyList<IReadOnlyList<long>>> NewestAsync(Ticket ticket, IEnumerable<TellingWord> words, long since, int limit, CancellationToken cancel) =>
        store.FindEachAsync([.. words.Select(word => Terms(ticket, word.Sought))], since, long.MaxValue, limit, rare: since == 0, cancel);

    private static SearchTerms Terms(Ticket ticket, SoughtPhrase sought) => new(
        [new SoughtMarks([TicketMarks.Community(ticket.CommunityId)]), new SoughtMarks([TicketMarks.Aside(Lane.Spam), TicketMarks.Aside(Lane.Merged)], Not: true)],
        [sought]);

    /// <summary>Of tickets by their ids, in that order.</summary>
    public async Task<IReadOnlyList<long>> NumbersAsync(Acting by, IReadOnlyList<long> ids, CancellationToken cancel) =>
        await database.Tickets.VisibleTo(by).Where(t => ids.Contains(t.Id)).OrderByDescending(t => t.Id).Select(t => t.Number).ToListAsync(cancel);
}

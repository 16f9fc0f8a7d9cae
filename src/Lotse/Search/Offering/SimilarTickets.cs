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

/// <summary>Finds tickets of the same community that have the rare words of a ticket's subject and first message in common with it, and those of the same product first. The index is asked for all words
/// of the last days at once, and for what was before by a few words at a time, the rarest first, without those that are known to be in many.</summary>
public sealed class SimilarTickets(DeskDatabase database, SearchStore store, ListTickets list, ProductNames products, FrequentWords frequent, TimeProvider clock)
{
    /// <summary>Words that are asked for, and how many of them at once for what was before the last days; tickets that are looked at for each: a word that more than so many have says nothing, but for the last days.</summary>
    private const int WordsAsked = 10, AskedAtOnce = 4, Common = 40, LookedAt = 150, CharactersRead = 1500;

    /// <summary>Products that are asked for, what each of them counts beside the words, and tickets that are asked whether they speak of it.</summary>
    private const int ProductsAsked = 2, OfProduct = 2, AskedForProduct = 120;

    private const double SameProduct = 1.5;

    /// <summary>How many that may be one fault are told of.</summary>
    public const int LatelyAtMost = 60;

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
        var words = Telling(ticket.Subject, text.Length > CharactersRead ? text[..CharactersRead] : text).Select(one => new Asked(FoldedWord.Of(one.Word), Terms(ticket, [one.Word]), one.InSubject ? 2 : 1)).ToList();
        var late = await store.FindEachAsync(words.ConvertAll(word => word.Terms), since, long.MaxValue, LookedAt, rare: false, cancel);
        var lately = new Dictionary<long, int>();
        foreach (var (word, found) in words.Zip(late)) foreach (var id in found) lately[id] = lately.GetValueOrDefault(id) + word.Weight;
        var (scores, all) = (await ScoresAsync(ticket.CommunityId, [.. words.Zip(late)], since, limit, cancel), words.Sum(word => word.Weight));
        foreach (var product in (await products.InAsync(database, ticket.CommunityId, ticket.Subject, text, cancel)).Order(StringComparer.Ordinal).Take(ProductsAsked))
        {
            // The same product makes two that are alike more so, and is no likeness by itself.
            all += OfProduct;
            var likeliest = scores.OrderByDescending(one => one.Value).Take(AskedForProduct).Select(one => one.Key).Union(lately.OrderByDescending(one => one.Value).Take(AskedForProduct).Select(one => one.Key)).ToList();
            foreach (var id in await store.AmongAsync(Terms(ticket, SearchWords.In(product).Select(word => product.Substring(word.At, word.Length))), likeliest, cancel))
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

    /// <summary>A rare word of the subject, or several of the text. What came lately has three fifths of the words in common instead, be they rare or not:
    /// where many write of one fault, no word of theirs is rare.</summary>
    private const double Enough = 0.7;

    /// <param name="Word">Folded.</param>
    /// <param name="Weight">What it counts.</param>
    private sealed record Asked(string Word, SearchTerms Terms, int Weight);

    /// <summary>How alike tickets are by rare words, until enough of them are alike enough: first by the words that the last days know least.</summary>
    private async Task<Dictionary<long, double>> ScoresAsync(long community, IReadOnlyList<(Asked Word, IReadOnlyList<long> Late)> words, long since, int enough, CancellationToken cancel)
    {
        var scores = new Dictionary<long, double>();
        foreach (var some in words.Where(one => one.Late.Count < Common && !frequent.Has(community, one.Word.Word)).OrderBy(one => one.Late.Count).Chunk(AskedAtOnce))
        {
            var before = await store.FindEachAsync([.. some.Select(one => one.Word.Terms)], 0, since, Common, rare: true, cancel);
            foreach (var ((word, late), earlier) in some.Zip(before))
            {
                if (late.Count + earlier.Count >= Common)
                {
                    frequent.Learn(community, word.Word);
                    continue;
                }
                foreach (var id in late.Concat(earlier)) scores[id] = scores.GetValueOrDefault(id) + (word.Weight / Math.Log(2 + late.Count + earlier.Count));
            }
            if (scores.Values.Count(score => score >= Enough) > enough) break; // The ticket itself is one of them.
        }
        return scores;
    }

    private static SearchTerms Terms(Ticket ticket, IEnumerable<string> words) => new(
        [new SoughtMarks([TicketMarks.Community(ticket.CommunityId)]), new SoughtMarks([TicketMarks.Aside(Lane.Spam), TicketMarks.Aside(Lane.Merged)], Not: true)],
        [SearchTerms.PhraseOf(new WordsSought([.. words]))]);

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

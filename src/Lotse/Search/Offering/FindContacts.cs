using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Search;
using Lotse.Domain.Search.Words;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Search.Offering;

/// <param name="Address">The one by which they were known first.</param>
public sealed record FoundContact(long Id, string Name, string? Address, string? Organisation, long CommunityId);

/// <summary>Finds people by the beginnings of their name, address or organisation. Whoever has written is found by the words of their tickets, which the index
/// knows in the same forms on both databases; whoever has not, by the whole address.</summary>
public sealed class FindContacts(DeskDatabase database, SearchStore store)
{
    /// <summary>The newest tickets whose people bear the name: somebody who wrote a thousand of them hides others, who are found by one more letter.</summary>
    private const int TicketsLooked = 60;

    /// <returns>None where something else than words is looked for too.</returns>
    public async Task<IReadOnlyList<FoundContact>> RunAsync(Acting by, string? typed, int limit, CancellationToken cancel)
    {
        var query = ReadSearch.Of(typed);
        var words = query.Clauses.OfType<WordsSought>().Where(sought => sought is { Not: false, Place: SearchPlace.Anywhere or SearchPlace.People }).SelectMany(sought => sought.Words).ToList();
        var asked = words.Select((word, at) => Asked(word, typed!.Contains('@', StringComparison.Ordinal) && at < words.Count - 1)).OfType<SoughtPhrase>().ToList();
        if (asked.Count == 0 || query.Clauses.Any(clause => clause is not WordsSought)) return [];
        var terms = new SearchTerms(
            by.SeesAll ? [] : [new SoughtMarks([.. by.Communities.DefaultIfEmpty(0).Select(TicketMarks.Community)])],
            asked);
        var tickets = await store.FindAsync(terms, 0, long.MaxValue, TicketsLooked, cancel);
        var ids = database.Tickets.VisibleTo(by).Where(t => tickets.Contains(t.Id)).Select(t => t.ContactId);
        if (typed!.Trim().ToLowerInvariant() is var address && address.Contains('@', StringComparison.Ordinal))
        {
            ids = ids.Union(database.ContactAddresses.Where(a => a.Address == address).Select(a => a.ContactId));
        }
        var lines = await ids.Distinct().Join(database.Contacts, id => id, c => c.Id, (_, c) => c).LeftJoin(database.ContactAddresses, c => c.Id, a => a.ContactId, (c, a) => new
        {
            c.Id, c.Name, c.CommunityId, AddressId = a == null ? 0 : a.Id, Address = a == null ? null : a.Address,
            Organisation = database.Organisations.Where(o => o.Id == c.OrganisationId).Select(o => o.Name).FirstOrDefault(),
        }).ToListAsync(cancel);
        var sought = words.ConvertAll(word => FoldedWord.Of(word));
        // A ticket has other people than its contact: only who bears the words is meant.
        return [.. lines.Where(c => by.Sees(c.CommunityId)).OrderBy(c => c.AddressId).GroupBy(c => c.Id)
            .Where(c => Bears($"{c.First().Name} {c.First().Organisation} {string.Join(' ', c.Select(one => one.Address))}", sought))
            .Select(c => new FoundContact(c.Key, c.First().Name, c.First().Address, c.First().Organisation, c.First().CommunityId))
            .OrderBy(c => c.Name.Length == 0).ThenBy(c => c.Name, StringComparer.CurrentCulture).Take(limit)];
    }

    /// <summary>What the index is asked of a word. Nothing of a single letter, which is compared with whom the others find: it would be about nearly everybody.</summary>
    /// <param name="ended">It stands in an address before the last: it is whole.</param>
    private static SoughtPhrase? Asked(string word, bool ended)
    {
        var begins = SearchWords.MayBegin(word);
        return begins || ended || SearchWords.IsWhole(word) ? SearchTerms.PhraseOf(new WordsSought([word], SearchPlace.People, begins)) : null;
    }

    internal static bool Bears(string text, IReadOnlyList<string> sought)
    {
        var has = SearchWords.In(text).Select(word => FoldedWord.Of(text.AsSpan(word.At, word.Length))).ToList();
        return sought.All(word => has.Exists(one => one.StartsWith(word, StringComparison.Ordinal)));
    }
}

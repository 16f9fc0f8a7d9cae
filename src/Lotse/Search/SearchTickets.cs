using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Search;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Finding;
using Lotse.Tickets.Pages;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Search;

/// <param name="Subject">With the words marked that were looked for.</param>
/// <param name="Said">Where they stand in the newest message that has them; empty where none has.</param>
public sealed record FoundTicket(TicketRow Row, IReadOnlyList<ExcerptPiece> Subject, IReadOnlyList<ExcerptPiece> Said);

/// <param name="Next">Where the next page goes on; null on the last.</param>
public sealed record FoundTickets(SearchQuery Query, IReadOnlyList<FoundTicket> Tickets, string? Next);

/// <summary>Finds tickets by what is typed, newest first. The index says which hold the words; the gate says which of them may be seen.</summary>
public sealed class SearchTickets(DeskDatabase database, SearchStore store, ListTickets list, DeskNames names)
{
    /// <summary>Characters of an excerpt; messages of a ticket that are looked through for one, and files of all that were found.</summary>
    private const int ExcerptLength = 160, MessagesLooked = 12, FilesLooked = 40;

    /// <summary>Days are no words: so often the index is asked for more where they leave too little.</summary>
    private const int Rounds = 4;

    /// <param name="zone">Whose days are meant.</param>
    public Task<FoundTickets> RunAsync(Acting by, string? typed, TimeZoneInfo zone, string? after, int limit, CancellationToken cancel) => RunAsync(by, ReadSearch.Of(typed), zone, after, limit, cancel);

    /// <param name="zone">Whose days are meant.</param>
    public async Task<FoundTickets> RunAsync(Acting by, SearchQuery query, TimeZoneInfo zone, string? after, int limit, CancellationToken cancel)
    {
        if (query.IsEmpty) return new FoundTickets(query, [], null);
        var before = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : long.MaxValue;
        var terms = await TermsAsync(by, query, cancel);
        var filter = FilterOf(query, zone);
        var rows = new List<TicketRow>();
        var more = filter.Number is null;
        if (!more) rows.AddRange((await list.RunAsync(by, filter, cancel)).Rows);
        for (var round = 0; more && rows.Count <= limit && round < Rounds; round++)
        {
            var found = await store.FindAsync(terms, 0, before, limit + 1, cancel);
            more = found.Count > limit;
            if (found.Count > 0) rows.AddRange((await list.RunAsync(by, filter with { Ids = found, Limit = found.Count }, cancel)).Rows);
            if (found.Count > 0) before = found[^1];
        }
        var next = rows.Count > limit ? rows[limit - 1].Id : more ? before : (long?)null;
        rows = [.. rows.Take(limit)];
        return new FoundTickets(query, await MarkedAsync(by, rows, terms, cancel), next?.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>How many a search finds, counted no further than a number that a rail shows: with days among the newest that many that hold its words.</summary>
    public async Task<int> CountAsync(Acting by, string? typed, TimeZoneInfo zone, int atMost, CancellationToken cancel)
    {
        var query = ReadSearch.Of(typed);
        if (query.IsEmpty) return 0;
        var filter = FilterOf(query, zone);
        if (filter.Number is not null) return (await list.RunAsync(by, filter, cancel)).Rows.Count;
        var found = await store.FindAsync(await TermsAsync(by, query, cancel), 0, long.MaxValue, atMost, cancel);
        if (found.Count == 0 || filter is { From: null, Until: null }) return found.Count;
        return (await list.RunAsync(by, filter with { Ids = found, Limit = atMost }, cancel)).Rows.Count;
    }

    private async Task<SearchTerms> TermsAsync(Acting by, SearchQuery query, CancellationToken cancel) =>
        new(await MarksAsync(by, query, cancel), [.. query.Clauses.OfType<WordsSought>().Select(sought => SearchTerms.PhraseOf(sought) with { Not = sought.Not })]);

    private async Task<IReadOnlyList<SoughtMarks>> MarksAsync(Acting by, SearchQuery query, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var tags = new Dictionary<string, IReadOnlyList<long>>(StringComparer.Ordinal);
        foreach (var sought in query.Clauses.OfType<TagSought>()) tags[sought.Tag] = await TagsAsync(sought.Tag, cancel);
        var meant = known.ForSearch(by) with { Tags = tag => tags[tag] };
        if (query.Clauses.Any(clause => clause is OrganisationSought { Name: not null })) meant = meant with { Organisations = await OrganisationsAsync(by, known, cancel) };
        var marks = new List<SoughtMarks>();
        if (!by.SeesAll) marks.Add(new SoughtMarks([.. by.Communities.Select(TicketMarks.Community)]));
        // An index is asked for something: where nothing is named that a ticket has to have, for its having some state.
        else if (!query.Clauses.Any(clause => clause is WordsSought { Not: false })) marks.Add(new SoughtMarks([.. Enum.GetValues<TicketState>().Select(TicketMarks.State)]));
        marks.AddRange(query.Clauses.Select(clause => SearchMarks.Of(clause, meant)).OfType<SoughtMarks>());
        if (!query.Clauses.Any(clause => clause is AsideSought)) marks.Add(SearchMarks.NotAside);
        return marks;
    }

    /// <summary>Compared here, and not by the database: both of them, and rules, mean the same by a name.</summary>
    private async Task<Func<string, IReadOnlyList<long>>> OrganisationsAsync(Acting by, NamesNow known, CancellationToken cancel)
    {
        var communities = known.Communities.Keys.Where(by.Sees).ToList();
        var all = await database.Organisations.Where(o => communities.Contains(o.CommunityId)).Select(o => new { o.Id, o.Name }).ToListAsync(cancel);
        return part => [.. all.Where(o => SearchMarks.Fits(o.Name, part)).Select(o => o.Id)];
    }

    private Task<List<long>> TagsAsync(string said, CancellationToken cancel) =>
        database.Tags.Where(tag => database.Tags.Any(other => other.Name == said && (other.AliasOfId ?? other.Id) == (tag.AliasOfId ?? tag.Id))).Select(tag => tag.Id).ToListAsync(cancel);

    private static TicketFilter FilterOf(SearchQuery query, TimeZoneInfo zone)
    {
        var filter = new TicketFilter { Number = query.Clauses.OfType<NumberSought>().FirstOrDefault(sought => !sought.Not)?.Number };
        foreach (var days in query.Clauses.OfType<DaysSought>())
        {
            // Not before a day is from that day on.
            var (from, to) = days.Not ? (days.Before, days.From) : (days.From, days.Before);
            if (from is { } first) filter = filter with { From = Midnight(first, zone) };
            if (to is { } last) filter = filter with { Until = Midnight(last, zone) };
        }
        return filter;
    }

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private async Task<IReadOnlyList<FoundTicket>> MarkedAsync(Acting by, List<TicketRow> rows, SearchTerms terms, CancellationToken cancel)
    {
        var ids = rows.Select(row => row.Id).ToList();
        var messages = terms.Phrases.Count == 0 ? Array.Empty<Message>().ToLookup(m => m.TicketId)
            : (await NewestAsync(by, ids, cancel)).ToLookup(m => m.TicketId);
        var found = rows.ConvertAll(row => new FoundTicket(row, Excerpt.Whole(row.Subject, null, terms), messages[row.Id].OrderByDescending(m => m.Id)
            .Select(m => Excerpt.Of(m.Visible ?? m.Text, m.Language, terms, ExcerptLength)).FirstOrDefault(said => said.Count > 0) ?? []));
        var bare = found.Where(one => one.Said.Count == 0 && !one.Subject.Any(piece => piece.Hit)).Select(one => one.Row.Id).ToList();
        if (terms.Phrases.Count == 0 || bare.Count == 0) return found;
        var files = (await InFilesAsync(by, bare, terms, cancel)).ToLookup(file => file.TicketId, file => file.Said);
        return [.. found.Select(one => files[one.Row.Id].FirstOrDefault() is { } said ? one with { Said = said } : one)];
    }

    /// <summary>The newest messages of all that were found: chosen by the index alone, so that a page of hits costs the same however many messages there are.</summary>
    private Task<List<Message>> NewestAsync(Acting by, List<long> ids, CancellationToken cancel)
    {
        var newest = database.Tickets.VisibleTo(by).Where(t => ids.Contains(t.Id)).Join(database.Messages, t => t.Id, m => m.TicketId, (t, m) => m.Id)
            .OrderByDescending(id => id).Take(ids.Count * MessagesLooked);
        return database.Messages.Where(m => newest.Contains(m.Id)).ToListAsync(cancel);
    }

    /// <summary>Where no message has the words, a file may.</summary>
    private async Task<IEnumerable<(long TicketId, IReadOnlyList<ExcerptPiece> Said)>> InFilesAsync(Acting by, List<long> ids, SearchTerms terms, CancellationToken cancel)
    {
        var files = await database.Tickets.VisibleTo(by).Where(t => ids.Contains(t.Id)).Join(database.Messages, t => t.Id, m => m.TicketId, (t, m) => m)
            .Join(database.Attachments.Where(a => a.RemovedAt == null), m => m.Id, a => a.MessageId, (m, a) => new { m.TicketId, a.Id, a.Name, a.Sha256 })
            .Join(database.FileTexts.Where(f => f.Text != ""), a => a.Sha256, f => f.Sha256, (a, f) => new { a.TicketId, a.Id, a.Name, f.Text })
            .OrderByDescending(a => a.Id).Take(FilesLooked).ToListAsync(cancel);
        return files.Select(file => (file.TicketId, Said: Excerpt.Of(file.Text, null, terms, ExcerptLength), file.Name)).Where(file => file.Said.Count > 0)
            .Select(file => (file.TicketId, (IReadOnlyList<ExcerptPiece>)[new ExcerptPiece($"{file.Name}: ", false), .. file.Said]));
    }
}

using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Routing;
using Lotse.Domain.Search;
using Lotse.Domain.Search.Words;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Search.Offering;

/// <param name="At">Where the word begins that an offer takes the place of.</param>
public sealed record OffersJson(int At, IReadOnlyList<SearchOffer> Offers);

/// <param name="About">What tells it from others of the same name.</param>
public sealed record SuggestionJson(string Label, string About, string Address);

public sealed record SuggestionsJson(IReadOnlyList<SuggestionJson> Tickets, IReadOnlyList<SuggestionJson> People);

/// <summary>What a page's script asks while somebody types: how a search may go on, and what the palette finds.</summary>
public static class OfferPages
{
    private const int TicketsAtMost = 6, PeopleAtMost = 5;

    public static void MapOffers(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/search/completions", CompleteAsync);
        pages.MapGet("/search/suggestions", SuggestAsync);
        pages.MapGet(Addresses.Recipients, RecipientsAsync);
        pages.MapGet("/tickets/{number:long}/similar", SimilarPages.ShowAsync);
    }

    private static async Task<IResult> CompleteAsync(string? q, Signed signed, DeskDatabase database, DeskNames names, Viewing viewing, CancellationToken cancel)
    {
        var typed = q is { Length: <= ReadSearch.LongestQuery } ? q : "";
        var last = CompleteSearch.Last(typed);
        var offers = CompleteSearch.Of(typed, viewing.Language, await NamesOfAsync(last, signed, database, await names.NowAsync(cancel), cancel));
        return TypedResults.Json(new OffersJson(last.At, offers));
    }

    /// <summary>Only names that the agent meets anyway.</summary>
    private static async Task<IReadOnlyList<string>> NamesOfAsync(CompleteSearch.LastWord last, Signed signed, DeskDatabase database, NamesNow known, CancellationToken cancel)
    {
        var by = signed.Acting;
        switch (last.Field)
        {
            case "assignee":
                return [.. known.Agents.Values.Where(a => a.Active && (by.SeesAll || by.Communities.Any(a.Sees))).Select(a => a.Name).Order(StringComparer.CurrentCulture)];
            case "community":
                return [.. known.Communities.Where(c => by.Sees(c.Key)).Select(c => c.Value).Order(StringComparer.CurrentCulture)];
            case "team":
                return [.. known.TeamsFor(by).Select(team => team.Value)];
            case "tag":
                var communities = known.Communities.Keys.Where(by.Sees).ToList();
                var start = last.Start.ToLowerInvariant();
                return await database.Tags.Where(tag => communities.Contains(tag.CommunityId) && tag.Name.StartsWith(start))
                    .Select(tag => tag.Name).Distinct().OrderBy(name => name).Take(CompleteSearch.OffersAtMost).ToListAsync(cancel);
            case "product":
                return CategoriesOf(CategoryKind.Product);
            case "topic":
                return CategoriesOf(CategoryKind.Topic);
            case "group":
                return CategoriesOf(CategoryKind.SupportGroup);
            case "mailbox":
                return [.. known.Mailboxes.Where(m => known.MailboxCommunities.TryGetValue(m.Key, out var of) && by.Sees(of)).Select(m => m.Value).Order(StringComparer.Ordinal)];
            case "organisation":
                var seen = known.Communities.Keys.Where(by.Sees).ToList();
                return [.. (await database.Organisations.Where(o => seen.Contains(o.CommunityId)).Select(o => o.Name).Distinct().ToListAsync(cancel)).Order(StringComparer.CurrentCulture)];
            default:
                return [];
        }

        IReadOnlyList<string> CategoriesOf(CategoryKind kind) => [.. known.Categories.Values.Where(c => c.Kind == kind && by.Sees(c.CommunityId)).Select(c => c.Name).Distinct().Order(StringComparer.CurrentCulture)];
    }

    /// <summary>Whom an answer may go to as well: people of the same community, by what is typed behind the last comma.</summary>
    private static async Task<IResult> RecipientsAsync(string? q, long community, Signed signed, FindContacts contacts, CancellationToken cancel)
    {
        var typed = q is { Length: <= 4000 } ? q : "";
        var at = typed.LastIndexOfAny([',', ';']) + 1;
        while (at < typed.Length && typed[at] == ' ') at++;
        var start = typed[at..].Trim();
        if (start.Length < 2 || !signed.Acting.Sees(community)) return TypedResults.Json(new OffersJson(at, []));
        var found = await contacts.RunAsync(signed.Acting, start, PeopleAtMost * 4, cancel);
        return TypedResults.Json(new OffersJson(at, [.. found.Where(c => c.CommunityId == community && c.Address is not null).Take(PeopleAtMost + 3)
            .Select(c => new SearchOffer($"{c.Address}, ", c.Name.Length > 0 ? $"{c.Name} <{c.Address}>" : c.Address!))]));
    }

    private static async Task<IResult> SuggestAsync(
        string? q, Signed signed, SearchTickets search, FindContacts contacts, DeskNames names, Viewing viewing, CancellationToken cancel)
    {
        var typed = (q ?? "").Trim();
        if (typed.Length is < 2 or > 200) return TypedResults.Json(new SuggestionsJson([], []));
        var known = await names.NowAsync(cancel);
        // Somebody who is still typing has not ended the word.
        var found = await search.RunAsync(signed.Acting, Begun(typed), SearchPages.ZoneOf(signed), null, TicketsAtMost, cancel);
        var people = await contacts.RunAsync(signed.Acting, typed, PeopleAtMost, cancel);
        var words = SearchWords.In(typed).Select(word => FoldedWord.Of(typed.AsSpan(word.At, word.Length))).ToList();
        return TypedResults.Json(new SuggestionsJson(
            [.. found.Tickets.Select(one => new SuggestionJson(
                $"#{one.Row.Number.ToString(CultureInfo.InvariantCulture)} {(one.Row.Subject.Length == 0 ? viewing.T["ticket.noSubject"] : one.Row.Subject)}",
                $"{(one.Row.ContactName.Length > 0 ? one.Row.ContactName : one.Row.ContactAddress)} · {Words.State(viewing.T, (TicketState)(int)one.Row.State)}",
                Addresses.Ticket(one.Row.Number.ToString(CultureInfo.InvariantCulture))))],
            [
                .. people.Select(c => new SuggestionJson(c.Name.Length > 0 ? c.Name : c.Address ?? "?", string.Join(" · ", ((string?[])[c.Organisation, c.Name.Length > 0 ? c.Address : null]).OfType<string>()),
                    Addresses.Contact(c.Id.ToString(CultureInfo.InvariantCulture)))),
                .. known.Agents.Values.Where(a => a.Active && (signed.Acting.SeesAll || signed.Acting.Communities.Any(a.Sees)) && words.Count > 0 && FindContacts.Bears(a.Name, words)).Take(PeopleAtMost)
                    .Select(a => new SuggestionJson(a.Name, viewing.T["palette.agent"], Addresses.SearchFor($"assignee:\"{a.Name.Replace("\"", "", StringComparison.Ordinal)}\" is:open"))),
            ]));
    }

    /// <summary>Two or three letters stand at the beginning of some word of every ticket: they mean what a list shows.</summary>
    private static SearchQuery Begun(string typed)
    {
        var query = ReadSearch.Of(char.IsLetterOrDigit(typed[^1]) ? $"{typed}*" : typed);
        return query with { Clauses = [.. query.Clauses.Select(clause => clause is WordsSought { Begins: true, Place: SearchPlace.Anywhere, Words: [{ Length: <= 3 }] } brief ? brief with { Place = SearchPlace.Heading } : clause)] };
    }
}

using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Search;

/// <param name="Said">Where the words stand in a message; empty where they stand elsewhere.</param>
public sealed record FoundTicketJson(TicketItemJson Ticket, string Said);

/// <param name="Misread">Fields whose value could not be read, and beginnings of a single letter: they were left out.</param>
/// <param name="OnlySince">While the index is being made: only tickets from then on are found. Null where all are.</param>
public sealed record FoundJson(IReadOnlyList<FoundTicketJson> Items, IReadOnlyList<string> Misread, string? Next, DateTimeOffset? OnlySince = null);

/// <summary>The door for programs to the search.</summary>
public static class SearchApi
{
    public static void MapSearchApi(this IEndpointRouteBuilder api) => api.MapGet("/search", FindAsync).WithName("search").WithTags("tickets")
        .WithSummary("Tickets by their words, newest first: words, \"phrases\", beginnings*, -without, and fields such as from:, state:, before:.");

    /// <param name="q">What to look for. Days are those of the caller's time zone.</param>
    /// <param name="after">What the page before gave as next.</param>
    private static async Task<Ok<FoundJson>> FindAsync(
        string? q, string? after, int? limit, Signed signed, SearchTickets search, SearchFollower index, DeskDatabase database, CancellationToken cancel)
    {
        var found = await search.RunAsync(signed.Acting, q, SearchPages.ZoneOf(signed), after, Math.Clamp(limit ?? 30, 1, 100), cancel);
        var people = await People.LoadAsync(database, cancel);
        return TypedResults.Ok(new FoundJson(
            [.. found.Tickets.Select(one => new FoundTicketJson(ToJson.Item(one.Row, people, []), string.Concat(one.Said.Select(piece => piece.Text))))], found.Query.Misread, found.Next, index.OnlySince));
    }
}

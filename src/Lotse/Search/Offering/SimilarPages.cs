using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Finding;
using Lotse.Tickets.Pages;

namespace Lotse.Search.Offering;

/// <summary>What the frames beside a ticket and at a known fault show of similar tickets.</summary>
internal static class SimilarPages
{
    private const int RowsAtMost = 5, PicksAtMost = 20;

    /// <param name="picks">To be ticked, of the last days, in no known fault.</param>
    public static async Task<IResult> ShowAsync(
        long number, bool? picks, Signed signed, SimilarTickets similar, ListTickets list, DeskNames names, TimeProvider clock, CancellationToken cancel)
    {
        if (await similar.RunAsync(signed.Acting, number, picks == true ? 0 : RowsAtMost, cancel) is not { } found) return TypedResults.NotFound();
        var known = await names.NowAsync(cancel);
        IReadOnlyList<Tickets.Queues.TicketRow> Rows(IEnumerable<TicketRow> rows) => [.. rows.Select(row => QueueViews.RowOf(row, signed.AgentId, known))];
        if (picks == true)
        {
            var ids = found.Lately.Take(PicksAtMost).ToList();
            var rows = ids.Count == 0 ? [] : (await list.RunAsync(signed.Acting, new TicketFilter(Ids: ids, Limit: PicksAtMost), cancel)).Rows;
            return Forms.Page<SimilarPicks>(StatusCodes.Status200OK, ("Rows", Rows(rows)));
        }
        var today = clock.GetUtcNow();
        var yesterday = found.Lately.Count(id => id >= Ids.First(today.AddDays(-1)));
        var numbers = found.Lately.Count == 0 ? [] : await similar.NumbersAsync(signed.Acting, found.Lately, cancel);
        return Forms.Page<SimilarRows>(StatusCodes.Status200OK, ("Rows", Rows(found.Rows)), ("Yesterday", yesterday), ("Week", found.InOne ? 0 : found.Lately.Count),
            ("Group", (IReadOnlyList<string>)[number.ToString(CultureInfo.InvariantCulture), .. numbers.Select(n => n.ToString(CultureInfo.InvariantCulture))]));
    }
}

using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Beside;
using Lotse.Tickets.Finding;
using Lotse.Tickets.Pages;

namespace Lotse.Search.Offering;

/// <summary>What the frames beside a ticket and at a known fault show of similar tickets.</summary>
internal static class SimilarPages
{
    private const int RowsAtMost = 5, PicksAtMost = 20;

    /// <summary>With all else that stands beside the ticket.</summary>
    public static readonly BesidePart Part = new(4, t => t["ticket.similar"], async (services, signed, number, _, cancel) =>
        await services.GetRequiredService<SimilarTickets>().RunAsync(signed.Acting, number, RowsAtMost, cancel) is { } found
            ? BesidePart.Of<SimilarRows>(await ShownAsync(number, found, signed, services.GetRequiredService<SimilarTickets>(), services.GetRequiredService<OfferCategories>(), services.GetRequiredService<DeskNames>(), services.GetRequiredService<TimeProvider>(), cancel)) : null);

    /// <param name="picks">To be ticked, of the last days, in no known fault.</param>
    public static async Task<IResult> ShowAsync(
        long number, bool? picks, Signed signed, SimilarTickets similar, OfferCategories offer, ListTickets list, DeskNames names, TimeProvider clock, CancellationToken cancel)
    {
        if (await similar.RunAsync(signed.Acting, number, picks == true ? 0 : RowsAtMost, cancel) is not { } found) return TypedResults.NotFound();
        if (picks != true) return Forms.Page<SimilarRows>(StatusCodes.Status200OK, await ShownAsync(number, found, signed, similar, offer, names, clock, cancel));
        var ids = found.Lately.Take(PicksAtMost).ToList();
        var rows = ids.Count == 0 ? [] : (await list.RunAsync(signed.Acting, new TicketFilter(Ids: ids, Limit: PicksAtMost), cancel)).Rows;
        return Forms.Page<SimilarPicks>(StatusCodes.Status200OK, ("Rows", Rows(rows, signed, await names.NowAsync(cancel))));
    }

    private static async Task<(string, object?)[]> ShownAsync(long number, SimilarFound found, Signed signed, SimilarTickets similar, OfferCategories offer, DeskNames names, TimeProvider clock, CancellationToken cancel)
    {
        var today = clock.GetUtcNow();
        var yesterday = found.Lately.Count(id => id >= Ids.First(today.AddDays(-1)));
        var numbers = found.Lately.Count == 0 ? [] : await similar.NumbersAsync(signed.Acting, found.Lately, cancel);
        return [("Rows", Rows(found.Rows, signed, await names.NowAsync(cancel))), ("Yesterday", yesterday), ("Number", number.ToString(CultureInfo.InvariantCulture)), ("Offered", await offer.RunAsync(found, cancel)), ("Week", found.InOne ? 0 : found.Lately.Count),
            ("Group", (IReadOnlyList<string>)[number.ToString(CultureInfo.InvariantCulture), .. numbers.Select(n => n.ToString(CultureInfo.InvariantCulture))])];
    }

    private static IReadOnlyList<Tickets.Queues.TicketRow> Rows(IEnumerable<TicketRow> rows, Signed signed, NamesNow known) => [.. rows.Select(row => QueueViews.RowOf(row, signed.AgentId, known))];
}

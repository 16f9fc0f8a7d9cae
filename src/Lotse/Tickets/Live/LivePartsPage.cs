using System.Globalization;
using Lotse.Adapters.Live;
using Lotse.Adapters.Web;
using Lotse.Tickets.Pages;
using Lotse.Ui.Layout;

namespace Lotse.Tickets.Live;

/// <summary>What an open page asks for anew when it has heard of a change.</summary>
public sealed record PartsAsked
{
    /// <summary>The key of its list; null for a page without one.</summary>
    public string? Queue { get; init; }

    /// <summary>The cursor down to which the list is loaded.</summary>
    public string? To { get; init; }

    /// <summary>What is searched for on it.</summary>
    public string? Search { get; init; }

    /// <summary>The number of the ticket that is open beside the list.</summary>
    public long? Open { get; init; }

    /// <summary>The open ticket is the one that changed.</summary>
    public bool? Changed { get; init; }
}

/// <summary>Brings an open page up to date without drawing it anew: the rail, the list as far as it is loaded, and the ticket only where that changed.</summary>
public static class LivePartsPage
{
    public static void MapLiveParts(this IEndpointRouteBuilder pages) => pages.MapGet(Addresses.LiveParts, ShowAsync);

    private static Task ShowAsync(
        [AsParameters] PartsAsked asked, HttpContext http, Signed signed, Turns turns, DeskViews desks, QueueViews queues, TicketViews tickets, IEnumerable<TicketLook> looks) =>
        turns.InTurnAsync(async () => await (await PartsAsync(asked, http, signed, desks, queues, tickets, looks)).ExecuteAsync(http), http.RequestAborted);

    private static async Task<IResult> PartsAsync(
        PartsAsked asked, HttpContext http, Signed signed, DeskViews desks, QueueViews queues, TicketViews tickets, IEnumerable<TicketLook> looks)
    {
        var cancel = http.RequestAborted;
        var ticket = asked is { Open: { } number, Changed: true } ? await tickets.ForAsync(signed, number, asked.Queue, cancel) : null;
        // It has been moved away, or has become part of another one: that is for the whole page to say.
        if (asked.Changed == true && ticket?.Number != TicketViews.Text(asked.Open ?? 0)) return TypedResults.NotFound();
        var desk = await desks.ForAsync(http, cancel);
        if (ticket is { UnreadNotices: > 0 })
        {
            foreach (var look in looks) look.Tell(signed.Acting, asked.Open!.Value);
            desk = desk with { UnreadNotices = Math.Max(0, desk.UnreadNotices - ticket.UnreadNotices) };
        }
        var list = asked.Queue is null ? null : await queues.ForAsync(signed, new QueueAsked { Queue = asked.Queue, To = asked.To }, desk, asked.Open?.ToString(CultureInfo.InvariantCulture), cancel, live: true);
        return Forms.Page<LiveParts>(StatusCodes.Status200OK,
            ("Desk", desk), ("Here", list?.At.Place ?? (asked.Search is null ? null : "search")), ("Searched", asked.Search), ("Queue", list), ("Ticket", ticket));
    }
}

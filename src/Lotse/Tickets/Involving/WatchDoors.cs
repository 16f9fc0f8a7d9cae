using Lotse.Adapters.Web;
using Lotse.Tickets.Api;
using Lotse.Tickets.Pages;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Tickets.Involving;

public sealed record WatchersJson(IReadOnlyList<PersonJson> Items);

/// <summary>The doors for people and for programs to watching.</summary>
public static class WatchDoors
{
    public static void MapWatchPages(this IEndpointRouteBuilder pages) => pages.MapPost("/tickets/{number:long}/watch", ChangeAsync);

    public static void MapWatchApi(this IEndpointRouteBuilder api)
    {
        var watch = api.MapGroup("/tickets/{number:long}").WithTags("tickets");
        watch.MapPut("/watch", (long number, Signed signed, WatchTicket handler, CancellationToken cancel) => AnswerAsync(number, signed, handler, true, cancel))
            .WithName("watchTicket").WithSummary("Watches a ticket: the caller gets notices of it.");
        watch.MapDelete("/watch", (long number, Signed signed, WatchTicket handler, CancellationToken cancel) => AnswerAsync(number, signed, handler, false, cancel))
            .WithName("unwatchTicket").WithSummary("Watches a ticket no longer.");
        watch.MapGet("/watchers", ListAsync).WithName("listWatchers").WithSummary("Who watches a ticket.");
    }

    private static async Task<IResult> ChangeAsync(long number, HttpContext http, Signed signed, WatchTicket handler, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var watch = form.Field("watch") == "yes";
        return await handler.RunAsync(signed.Acting, number, watch, cancel)
            ? Forms.ToTicket(http, number, form.Field("queue"), watch ? Said.Watching : Said.WatchingNoMore)
            : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> AnswerAsync(long number, Signed signed, WatchTicket handler, bool watch, CancellationToken cancel) =>
        await handler.RunAsync(signed.Acting, number, watch, cancel) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<Ok<WatchersJson>, NotFound>> ListAsync(long number, Signed signed, WatchTicket handler, DeskNames names, CancellationToken cancel)
    {
        if (await handler.WatchersAsync(signed.Acting, number, cancel) is not { } watchers) return TypedResults.NotFound();
        var known = (await names.NowAsync(cancel)).Agents;
        return TypedResults.Ok(new WatchersJson([.. watchers.Where(known.ContainsKey).Select(id => new PersonJson(ToJson.Id(id), known[id].Name, known[id].Email))]));
    }
}

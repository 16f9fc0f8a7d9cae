using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Api;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Tickets.Responsible;

/// <summary>What a ticket is about, and for whom its assignee stands in.</summary>
public sealed record TicketCategoriesJson(NamedJson? Product, NamedJson? Topic, NamedJson? SupportGroup, PersonJson? ActsFor);

/// <summary>What is left out stays; an empty one is taken away.</summary>
/// <param name="Product">Its id.</param>
public sealed record ChangeCategoriesJson(string? Product = null, string? Topic = null, string? SupportGroup = null);

/// <summary>The doors to what a ticket is about.</summary>
public static class ClassifyEndpoints
{
    internal static void MapClassifying(this IEndpointRouteBuilder pages) => pages.MapPost("/tickets/{number:long}/categories", ChangeAsync);

    public static void MapClassifyApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/tickets/{number:long}/categories", ReadAsync).WithTags("tickets").WithName("ticketCategories").WithSummary("What a ticket is about: product, topic, support group; and for whom its assignee stands in.");
        api.MapPatch("/tickets/{number:long}/categories", PatchAsync).WithTags("tickets").WithName("classifyTicket").WithSummary("Says what a ticket is about. One that nobody has goes to whoever is responsible for that.");
    }

    private static async Task<IResult> ChangeAsync(long number, HttpContext http, Signed signed, ClassifyTicket classify, TicketPages page, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var version = long.TryParse(form.Field("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : (long?)null;
        var answer = await classify.RunAsync(signed.Acting, number, new Categories(Of("product"), Of("topic"), Of("supportGroup")), version, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is not { } refusal) return Forms.ToTicket(http, number, form.Field("queue"), Said.Saved);
        var status = refusal == Refusals.Changed ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
        return await page.ShowAsync(http, signed, number, form.Field("queue"), cancel, status, view => view with { Refusals = [Forms.Say(viewing.T, refusal)] });

        Optional<long?> Of(string field) => form.ContainsKey(field) ? new Optional<long?>(Id(form.Field(field)), true) : default;
    }

    private static async Task<Results<Ok<TicketCategoriesJson>, NotFound>> ReadAsync(long number, Signed signed, DeskDatabase database, DeskNames names, CancellationToken cancel) =>
        await database.ReadTicketAsync(signed.Acting, number, cancel) is not { Ticket: var ticket } ? TypedResults.NotFound() : TypedResults.Ok(Json(ticket, await names.NowAsync(cancel)));

    private static async Task<Results<Ok<TicketCategoriesJson>, NotFound, ProblemHttpResult>> PatchAsync(long number, ChangeCategoriesJson body, Signed signed, ClassifyTicket classify, DeskNames names, CancellationToken cancel)
    {
        var answer = await classify.RunAsync(signed.Acting, number, new Categories(Of(body.Product), Of(body.Topic), Of(body.SupportGroup)), null, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok(Json(answer.Value!, await names.NowAsync(cancel)));

        static Optional<long?> Of(string? said) => said is null ? default : new Optional<long?>(Id(said), true);
    }

    private static TicketCategoriesJson Json(Ticket ticket, NamesNow names)
    {
        return new TicketCategoriesJson(Named(ticket.ProductId), Named(ticket.TopicId), Named(ticket.SupportGroupId),
            ticket.ActsForId is { } id && names.Agents.TryGetValue(id, out var agent) ? new PersonJson(ToJson.Id(id), agent.Name, agent.Email) : null);

        NamedJson? Named(long? id) => names.Category(id) is { } name ? new NamedJson(ToJson.Id(id!.Value), name) : null;
    }

    /// <summary>What is no id is refused as one that is not there.</summary>
    private static long? Id(string? said) => string.IsNullOrEmpty(said) ? null : long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
}

using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Adapters.Web;
using Lotse.Domain.Rules;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Rules.Webhooks;

/// <param name="Community">Id; null for all communities.</param>
/// <param name="Events">Of which it is told; empty for one that only rules call.</param>
/// <param name="WithText">The words of messages, and subjects, go along.</param>
/// <param name="Url">Null for those who may not change it: such addresses are often secrets themselves.</param>
/// <param name="Key">What deliveries are signed with: X-Lotse-Signature is t=UNIX SECONDS,v1=HMAC-SHA256 in hex over "t.body". Null for those who may only look, and for a token without write.</param>
/// <param name="OffBecause">Why the desk switched it off: gone.</param>
/// <param name="Version">Which one this is; given back with a change, it is refused with 412 where the webhook has changed since.</param>
public sealed record WebhookJson(string Id, string Name, string? Url, string? Community, IReadOnlyList<string> Events, bool WithText, bool Enabled, string? OffBecause, string? Key, string Version);

public sealed record WebhookListJson(IReadOnlyList<WebhookJson> Items);

/// <summary>A webhook is always written as a whole; its key stays.</summary>
/// <param name="Version">As it was read; left out, whatever is there is written over.</param>
public sealed record WriteWebhookJson(string? Name, string? Url, string? Community = null, IReadOnlyList<string>? Events = null, bool WithText = false, bool Enabled = true, string? Version = null);

/// <param name="Id">As in X-Lotse-Delivery.</param>
/// <param name="Answer">The HTTP status that was answered last.</param>
/// <param name="Trouble">Where nobody answered: private-address, port-not-allowed, unreachable, too-slow, switched-off.</param>
public sealed record WebhookDeliveryJson(string Id, string Event, long? Ticket, DateTimeOffset At, WebhookStep Step, int Tries, int? Answer, int? Milliseconds, string? Trouble, DateTimeOffset? NextAt);

public sealed record WebhookLogJson(IReadOnlyList<WebhookDeliveryJson> Items, string? Next);

/// <summary>The program's door to webhooks. Leads and admins only.</summary>
public static class WebhooksApi
{
    private const int AtMost = 100;

    public static void MapWebhooksApi(this IEndpointRouteBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks").WithTags("webhooks");
        webhooks.MapGet("", ListAsync).WithName("listWebhooks").WithSummary("Webhooks by their names. Leads and admins only.");
        webhooks.MapPost("", MakeAsync).WithName("makeWebhook").WithSummary("Makes a webhook, and the key that its deliveries are signed with.");
        webhooks.MapGet("/{id:long}", ReadAsync).WithName("readWebhook").WithSummary("A webhook.");
        webhooks.MapPut("/{id:long}", ChangeAsync).WithName("changeWebhook").WithSummary("Writes a webhook anew; version guards it.");
        webhooks.MapDelete("/{id:long}", RemoveAsync).WithName("removeWebhook").WithSummary("Lets a webhook go, and its log; rules call it no more.");
        webhooks.MapPost("/{id:long}/tests", TestAsync).WithName("testWebhook").WithSummary("Sends a test.");
        webhooks.MapGet("/{id:long}/deliveries", LogAsync).WithName("listWebhookDeliveries").WithSummary("What it was told, newest first, page by page.");
        webhooks.MapPost("/{id:long}/deliveries/{delivery:long}", RedeliverAsync).WithName("redeliverWebhook").WithSummary("Tells once more what was not heard.");
    }

    private static WebhookJson Json(Webhook webhook, Signed signed, KeepWebhooks keep) => new(
        ToJson.Id(webhook.Id), webhook.Name, RuleAccess.UrlFor(signed.Acting, webhook), webhook.CommunityId is { } community ? ToJson.Id(community) : null, RulesApi.NamesOf(webhook.Moments), webhook.WithText, webhook.Enabled, webhook.OffBecause,
        signed.MayWrite ? keep.KeyOf(signed.Acting, webhook) : null, KeepWebhooks.VersionOf(webhook));

    private static async Task<Ok<WebhookListJson>> ListAsync(Signed signed, KeepWebhooks keep, CancellationToken cancel) =>
        TypedResults.Ok(new WebhookListJson([.. (await keep.ListAsync(signed.Acting, cancel)).Select(w => Json(w, signed, keep))]));

    private static async Task<Results<Ok<WebhookJson>, NotFound>> ReadAsync(long id, Signed signed, KeepWebhooks keep, CancellationToken cancel) =>
        await keep.ReadAsync(signed.Acting, id, cancel) is { } webhook ? TypedResults.Ok(Json(webhook, signed, keep)) : TypedResults.NotFound();

    private static async Task<Results<Created<WebhookJson>, ProblemHttpResult>> MakeAsync(WriteWebhookJson body, Signed signed, KeepWebhooks keep, CancellationToken cancel)
    {
        if (WishOf(body) is not { } wish) return Unread(body);
        var answer = await keep.SaveAsync(signed.Acting, null, wish, cancel);
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Created($"/api/v1/webhooks/{ToJson.Id(answer.Value!.Id)}", Json(answer.Value, signed, keep));
    }

    private static async Task<Results<Ok<WebhookJson>, NotFound, ProblemHttpResult>> ChangeAsync(long id, WriteWebhookJson body, Signed signed, KeepWebhooks keep, CancellationToken cancel)
    {
        if (WishOf(body) is not { } wish) return Unread(body);
        var answer = await keep.SaveAsync(signed.Acting, id, wish, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok(Json(answer.Value!, signed, keep));
    }

    private static async Task<Results<NoContent, NotFound>> RemoveAsync(long id, Signed signed, KeepWebhooks keep, CancellationToken cancel) =>
        await keep.RemoveAsync(signed.Acting, id, cancel) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<Accepted, NotFound>> TestAsync(long id, Signed signed, KeepWebhooks keep, CancellationToken cancel) =>
        await keep.TestAsync(signed.Acting, id, cancel) ? TypedResults.Accepted($"/api/v1/webhooks/{ToJson.Id(id)}/deliveries") : TypedResults.NotFound();

    private static async Task<Results<Accepted, NotFound>> RedeliverAsync(long id, long delivery, Signed signed, KeepWebhooks keep, CancellationToken cancel) =>
        await keep.RedeliverAsync(signed.Acting, id, delivery, cancel) ? TypedResults.Accepted($"/api/v1/webhooks/{ToJson.Id(id)}/deliveries") : TypedResults.NotFound();

    private static async Task<Results<Ok<WebhookLogJson>, NotFound>> LogAsync(long id, Signed signed, KeepWebhooks keep, WebhookViews views, CancellationToken cancel, string? after = null, int limit = 50)
    {
        if (await keep.ReadAsync(signed.Acting, id, cancel) is null) return TypedResults.NotFound();
        var size = Math.Clamp(limit, 1, AtMost);
        var log = await views.LogAsync(signed, id, RulesApi.IdOf(after), size, cancel);
        return TypedResults.Ok(new WebhookLogJson([.. log.Select(one => new WebhookDeliveryJson(ToJson.Id(one.Delivery.Id), one.Delivery.Event, one.Number, one.Delivery.CreatedAt, one.Delivery.Step, one.Delivery.Tries,
            one.Delivery.Answer, one.Delivery.Milliseconds, one.Delivery.Trouble, one.Delivery.Step == WebhookStep.Waiting ? one.Delivery.NextAt : null))], log.Count == size ? ToJson.Id(log[^1].Delivery.Id) : null));
    }

    private static WebhookWish? WishOf(WriteWebhookJson body) => RulesApi.MomentsOf(body.Events) is { } moments && (body.Community is null || RulesApi.IdOf(body.Community) is not null)
        ? new WebhookWish(body.Name, body.Url, RulesApi.IdOf(body.Community), moments, body.WithText, body.Enabled, body.Version) : null;

    private static ProblemHttpResult Unread(WriteWebhookJson body) => RulesApi.MomentsOf(body.Events) is null ? Answers.Problem(422, "webhook-no-such-event", "events") : Answers.Problem(422, "webhook-unreadable-id", "community");
}

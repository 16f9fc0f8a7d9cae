using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Rules.Pages;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Rules.Webhooks;

/// <summary>The doors for people to webhooks.</summary>
public static class WebhookPages
{
    public static void MapWebhookPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Addresses.Webhooks).ExcludeFromDescription();
        pages.MapGet("", async (HttpContext http, Signed signed, WebhookViews views, CancellationToken cancel) =>
            RuleAccess.MayLook(signed.Acting) ? await views.ListAsync(http, signed, new WebhookForm(), cancel) : TypedResults.StatusCode(StatusCodes.Status403Forbidden));
        pages.MapGet("/{id:long}", ShowAsync);
        pages.MapPost("", MakeAsync);
        pages.MapPost("/{id:long}", ChangeAsync);
        pages.MapPost("/{id:long}/removal", async (long id, HttpContext http, Signed signed, KeepWebhooks webhooks, CancellationToken cancel) =>
            Done(http, await webhooks.RemoveAsync(signed.Acting, id, cancel), Addresses.Webhooks));
        pages.MapPost("/{id:long}/tests", async (long id, HttpContext http, Signed signed, KeepWebhooks webhooks, CancellationToken cancel) =>
            Done(http, await webhooks.TestAsync(signed.Acting, id, cancel), Addresses.Webhook(Text(id))));
        pages.MapPost("/{id:long}/deliveries/{delivery:long}", async (long id, long delivery, HttpContext http, Signed signed, KeepWebhooks webhooks, CancellationToken cancel) =>
            Done(http, await webhooks.RedeliverAsync(signed.Acting, id, delivery, cancel), Addresses.Webhook(Text(id))));
    }

    private static async Task<IResult> ShowAsync(long id, HttpContext http, Signed signed, KeepWebhooks webhooks, WebhookViews views, CancellationToken cancel, string? after = null) =>
        await webhooks.ReadAsync(signed.Acting, id, cancel) is { } webhook ? await views.ShowAsync(http, signed, webhook, WebhookViews.Of(webhook, signed.Acting), after, cancel) : TypedResults.NotFound();

    private static async Task<IResult> MakeAsync(HttpContext http, Signed signed, KeepWebhooks webhooks, WebhookViews views, Viewing viewing, CancellationToken cancel)
    {
        var typed = WebhookViews.Typed(await http.Request.ReadFormAsync(cancel), null);
        var answer = await webhooks.SaveAsync(signed.Acting, null, WebhookViews.Wish(typed), cancel);
        if (answer.Refusal == Refusals.Forbidden) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        return answer.Refusal is { } refusal
            ? await views.ListAsync(http, signed, typed with { Refusals = [RuleWords.Of(viewing.T, refusal)] }, cancel)
            : Done(http, true, Addresses.Webhook(Text(answer.Value!.Id)));
    }

    private static async Task<IResult> ChangeAsync(long id, HttpContext http, Signed signed, KeepWebhooks webhooks, WebhookViews views, Viewing viewing, CancellationToken cancel)
    {
        var typed = WebhookViews.Typed(await http.Request.ReadFormAsync(cancel), Text(id));
        var answer = await webhooks.SaveAsync(signed.Acting, id, WebhookViews.Wish(typed), cancel);
        if (answer.Refusal is not { } refusal) return Done(http, true, Addresses.Webhook(Text(id)));
        if (await webhooks.ReadAsync(signed.Acting, id, cancel) is not { } webhook || refusal == Refusals.NotFound) return TypedResults.NotFound();
        return await views.ShowAsync(http, signed, webhook, typed with { Refusals = [RuleWords.Of(viewing.T, refusal)] }, null, cancel, Forms.StatusOf(refusal));
    }

    private static IResult Done(HttpContext http, bool there, string next)
    {
        if (!there) return TypedResults.NotFound();
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(next);
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

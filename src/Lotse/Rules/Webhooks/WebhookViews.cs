using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Adapters.Web;
using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Rules.Pages;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules.Webhooks;

/// <summary>A telling, and the number of the ticket it is about where whoever looks may see that.</summary>
public sealed record NumberedTelling(WebhookDelivery Delivery, long? Number);

/// <summary>The pages of webhooks, as one person may see and change them.</summary>
public sealed class WebhookViews(KeepWebhooks webhooks, DeskDatabase database, DeskViews desks, DeskNames names)
{
    private const int LinesAtOnce = 30;

    public async Task<IResult> ListAsync(HttpContext http, Signed signed, WebhookForm form, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var rows = (await webhooks.ListAsync(signed.Acting, cancel)).ConvertAll(w => new WebhookLine(Text(w.Id), w.Name, RuleAccess.UrlFor(signed.Acting, w), w.Moments, w.CommunityId is { } community ? known.Community(community) : null, w.Enabled, w.OffBecause));
        var view = new WebhooksView(rows, form, RuleViews.Communities(signed, known));
        return Forms.Page<WebhooksPage>(form.Refusals.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    public async Task<IResult> ShowAsync(HttpContext http, Signed signed, Webhook webhook, WebhookForm form, string? after, CancellationToken cancel, int status = StatusCodes.Status200OK)
    {
        var log = await LogAsync(signed, webhook.Id, RulesApi.IdOf(after), LinesAtOnce, cancel);
        var mayChange = RuleAccess.MayChange(signed.Acting, webhook.CommunityId);
        var lines = log.Select(one => new TellingLine(
            Text(one.Delivery.Id), one.Delivery.Event, one.Number?.ToString(CultureInfo.InvariantCulture), one.Delivery.CreatedAt, one.Delivery.Step, one.Delivery.Tries, one.Delivery.Answer, one.Delivery.Milliseconds,
            one.Delivery.Trouble, one.Delivery.Step == WebhookStep.Waiting ? one.Delivery.NextAt : null, mayChange && one.Delivery.Body.Length > 0 && one.Delivery.Tries > 0));
        var view = new WebhookView(form, RuleViews.Communities(signed, await names.NowAsync(cancel)), webhooks.KeyOf(signed.Acting, webhook), !mayChange, webhook.OffBecause, [.. lines],
            log.Count == LinesAtOnce ? Text(log[^1].Delivery.Id) : null);
        return Forms.Page<WebhookPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    public async Task<IReadOnlyList<NumberedTelling>> LogAsync(Signed signed, long id, long? after, int atMost, CancellationToken cancel)
    {
        var log = await webhooks.LogAsync(signed.Acting, id, after, atMost, cancel);
        var tickets = log.Select(d => d.TicketId).OfType<long>().Distinct().ToList();
        var numbers = await database.Tickets.VisibleTo(signed.Acting).Where(t => tickets.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Number, cancel);
        return log.ConvertAll(d => new NumberedTelling(d, d.TicketId is { } ticket && numbers.TryGetValue(ticket, out var number) ? number : null));
    }

    public static WebhookForm Of(Webhook webhook, Acting by) => new()
    {
        Id = Text(webhook.Id), Version = KeepWebhooks.VersionOf(webhook), Name = webhook.Name, Url = RuleAccess.UrlFor(by, webhook), Community = webhook.CommunityId is { } community ? Text(community) : null,
        Events = [.. MomentOf.All.Where(moment => webhook.Moments.HasFlag(moment)).Select(TellWebhooks.NameOf)], WithText = webhook.WithText, Enabled = webhook.Enabled,
    };

    public static WebhookForm Typed(IFormCollection form, string? id) => new()
    {
        Id = id, Version = form.Field("version"), Name = form.Field("name"), Url = form.Field("url"), Community = form.Field("community"), Events = [.. form["events"].OfType<string>()],
        WithText = form.Field("withText") is not null, Enabled = form.Field("enabled") is not null,
    };

    public static WebhookWish Wish(WebhookForm typed) => new(typed.Name, typed.Url, RulesApi.IdOf(typed.Community), RulesApi.MomentsOf(typed.Events) ?? RuleMoments.None, typed.WithText, typed.Enabled, typed.Version);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Domain;
using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Pages;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules.Webhooks;

/// <summary>Writes what a webhook is told. No words of customers are in it, not even a subject, unless the webhook asks for them. The caller saves.</summary>
public sealed class TellWebhooks(DeskDatabase database, Ids ids, DeskNames names, TimeProvider clock)
{
    /// <summary>Of a message's text.</summary>
    private const int LongestText = 20_000;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string NameOf(RuleMoments moment) => JsonNamingPolicy.CamelCase.ConvertName(moment.ToString());

    public async Task<WebhookDelivery> AboutAsync(KnownWebhook webhook, RuleMoments moment, Ticket ticket, TicketFact fact, CancellationToken cancel)
    {
        var message = MessageOf(fact, ticket) is { } id ? new SaidMessage(Text(id), webhook.WithText ? await WordsAsync(id, cancel) : null) : null;
        return Delivery(webhook.Id, NameOf(moment), ticket, await TicketAsync(ticket, webhook.WithText, cancel), message, null);
    }

    /// <returns>Null where the webhook is gone, switched off, or another community's by now.</returns>
    public async Task<WebhookDelivery?> ByRuleAsync(long webhookId, Rule rule, Ticket ticket, CancellationToken cancel)
    {
        var webhook = await database.Webhooks.Where(w => w.Id == webhookId && w.Enabled && (w.CommunityId == null || w.CommunityId == ticket.CommunityId)).Select(w => new { w.WithText }).SingleOrDefaultAsync(cancel);
        return webhook is null ? null : Delivery(webhookId, "ruleRan", ticket, await TicketAsync(ticket, webhook.WithText, cancel), null, new NamedThing(Text(rule.Id), rule.Name));
    }

    public WebhookDelivery Test(long webhookId) => Delivery(webhookId, "test", null, null, null, null);

    private WebhookDelivery Delivery(long webhookId, string what, Ticket? ticket, SaidTicket? said, SaidMessage? message, NamedThing? rule)
    {
        var (id, now) = (ids.Next(), clock.GetUtcNow());
        return new WebhookDelivery
        {
            Id = id, WebhookId = webhookId, TicketId = ticket?.Id, Event = what, CreatedAt = now, NextAt = now,
            Body = JsonSerializer.Serialize(new SaidEvent(Text(id), what, now, said, message, rule), s_json),
        };
    }

    private async Task<SaidTicket> TicketAsync(Ticket ticket, bool withText, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var tags = await database.TicketTags.Where(l => l.TicketId == ticket.Id).Join(database.Tags, l => l.TagId, tag => tag.Id, (_, tag) => tag.Name).OrderBy(name => name).ToListAsync(cancel);
        return new SaidTicket(Text(ticket.Id), ticket.Number, new NamedThing(Text(ticket.CommunityId), known.Community(ticket.CommunityId)), withText ? ticket.Subject : null, ticket.State, ticket.Level,
            ticket.Priority, ticket.Language, ticket.AssigneeId is { } agent ? new NamedThing(Text(agent), known.Agent(agent) ?? "") : null,
            ticket.TeamId is { } team ? new NamedThing(Text(team), known.Teams.GetValueOrDefault(team, "")) : null, tags, ticket.CreatedAt, ticket.UpdatedAt);
    }

    private async Task<string?> WordsAsync(long messageId, CancellationToken cancel) =>
        await database.Messages.Where(m => m.Id == messageId).Select(m => m.Visible ?? m.Text).SingleOrDefaultAsync(cancel) is { } text ? text.Length > LongestText ? text[..LongestText] : text : null;

    private static long? MessageOf(Fact fact, Ticket ticket) => fact switch
    {
        TicketOpened when ticket.NewestMessageId > 0 => ticket.NewestMessageId,
        MessageReceived f => f.MessageId,
        ReplyWritten f => f.MessageId,
        NoteWritten f => f.MessageId,
        _ => null,
    };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private sealed record NamedThing(string Id, string Name);

    private sealed record SaidMessage(string Id, string? Text);

    private sealed record SaidTicket(
        string Id, long Number, NamedThing Community, string? Subject, TicketState State, Level Level, Priority Priority, string? Language, NamedThing? Assignee, NamedThing? Team,
        IReadOnlyList<string> Tags, DateTimeOffset OpenedAt, DateTimeOffset ChangedAt);

    private sealed record SaidEvent(string Delivery, string Event, DateTimeOffset At, SaidTicket? Ticket, SaidMessage? Message, NamedThing? Rule);
}

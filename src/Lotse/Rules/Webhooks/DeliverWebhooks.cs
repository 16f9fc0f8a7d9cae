using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Webhooks;
using Lotse.Domain.Rules;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules.Webhooks;

/// <summary>Tells webhooks what is due, several at once, and writes down what came of it. A telling may arrive twice where a desk dies in between: its number is the same.</summary>
public sealed class DeliverWebhooks(DeskDatabase database, Journal journal, WriteGate gate, HeldWork held, SendWebhook send, IDataProtectionProvider keys, TimeProvider clock)
{
    /// <returns>True where more may be due.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        var until = held.Until;
        var due = await RuleClaims.DeliveriesAsync(database, gate, clock.GetUtcNow(), held.Expired, until, cancel);
        if (due.Count == 0) return false;
        var all = due.ConvertAll(d => d.Id);
        using var claim = held.Hold(until, (db, old, next, token) => RuleClaims.RenewAsync(db, all, old, next, token));
        var ids = due.Select(d => d.WebhookId).Distinct().ToList();
        var webhooks = await database.Webhooks.AsTracking().Where(w => ids.Contains(w.Id)).ToDictionaryAsync(w => w.Id, cancel);
        database.WebhookDeliveries.RemoveRange(due.Where(d => !webhooks.ContainsKey(d.WebhookId))); // Its webhook is gone meanwhile.
        var told = await Task.WhenAll(due.Where(d => webhooks.ContainsKey(d.WebhookId)).Select(async d => (Delivery: d, Answer: await TellAsync(webhooks[d.WebhookId], d, cancel))));
        foreach (var (delivery, answer) in told) Note(webhooks[delivery.WebhookId], delivery, answer);
        await journal.SaveAsync(cancel);
        return true;
    }

    /// <summary>One that was switched off meanwhile is told nothing more, but for a test.</summary>
    private async Task<WebhookAnswer?> TellAsync(Webhook webhook, WebhookDelivery delivery, CancellationToken cancel)
    {
        if (!webhook.Enabled && delivery.Event != "test") return null;
        if (SendWebhook.AddressOf(webhook.Url) is not { } address || WebhookSecret.Open(keys, webhook.Secret) is not { } key) return new WebhookAnswer(null, 0, "not-set-up");
        return await send.RunAsync(address, key, delivery.Id.ToString(CultureInfo.InvariantCulture), delivery.Event, delivery.Body, cancel);
    }

    private void Note(Webhook webhook, WebhookDelivery delivery, WebhookAnswer? answer)
    {
        var now = clock.GetUtcNow();
        delivery.LeasedUntil = null;
        if (answer is null)
        {
            (delivery.Step, delivery.FinishedAt, delivery.Trouble) = (WebhookStep.GivenUp, now, "switched-off");
            return;
        }
        delivery.Tries++;
        (delivery.Answer, delivery.Milliseconds, delivery.Trouble) = (answer.Status, answer.Milliseconds, answer.Trouble);
        if (answer.Heard) (delivery.Step, delivery.FinishedAt, delivery.Body) = (WebhookStep.Done, now, "");
        else if (answer.Gone || WebhookTries.After(delivery.Tries) is not { } gap) (delivery.Step, delivery.FinishedAt) = (WebhookStep.GivenUp, now);
        else delivery.NextAt = now + gap;
        if (!answer.Gone || !webhook.Enabled) return;
        (webhook.Enabled, webhook.OffBecause) = (false, "gone");
        journal.Record(new WebhookChanged(webhook.Id, webhook.Name, "switched-off"), webhook.CommunityId, null);
    }
}

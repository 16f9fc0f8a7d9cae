using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Webhooks;
using Lotse.Domain;
using Lotse.Domain.Rules;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules.Webhooks;

/// <summary>Tells webhooks what is due, several at once, and writes down what came of it. A telling may arrive twice where a desk dies in between: its number is the same.</summary>
public sealed class DeliverWebhooks(
    DeskDatabase database, Journal journal, WriteGate gate, HeldWork held, SendWebhook send, SilentWebhooks silent, IDataProtectionProvider keys, TimeProvider clock)
{
    /// <param name="Tries">Those before this one.</param>
    private sealed record Told(WebhookDelivery Delivery, Webhook Webhook, int Tries, WebhookAnswer? Answer);

    /// <returns>True where more may be due.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var (webhook, rest) in silent.Resting(now)) await RuleClaims.PutOffAsync(database, gate, webhook, now, rest, now - WebhookTries.Longest, cancel);
        var until = held.Until;
        var ids = await RuleClaims.DeliveriesAsync(database, gate, now, held.Expired, until, cancel);
        if (ids.Count == 0) return false;
        using var claim = held.Hold(until, (db, old, next, token) => RuleClaims.RenewAsync(db, ids, old, next, token));
        var due = await RuleClaims.TakenAsync(database, gate, ids, cancel);
        var told = (await Task.WhenAll(due.Select(one => ToldAsync(one, cancel)))).OfType<Told>().ToList();
        foreach (var one in told) Note(one.Delivery, one.Answer);
        // What was heard is written down, also where we are asked to stop.
        await journal.TogetherAsync(() => SwitchOffAsync(told, CancellationToken.None), CancellationToken.None, async (db, token) =>
        {
            foreach (var one in told) await WriteAsync(db, one, until, token);
            return true;
        });
        foreach (var of in told.ToLookup(one => one.Webhook.Id)) silent.Note(of.Key, of.Count(one => one.Answer is { Trouble: not "too-slow" }), of.Count(one => one.Answer is { Trouble: "too-slow" }), clock.GetUtcNow());
        return true;
    }

    /// <returns>Null where we are asked to stop before anything came back.</returns>
    private async Task<Told?> ToldAsync(TakenDelivery one, CancellationToken cancel)
    {
        try
        {
            return new Told(one.Delivery, one.Webhook, one.Delivery.Tries, await TellAsync(one.Webhook, one.Delivery, cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>One that was switched off meanwhile is told nothing more, but for a test.</summary>
    private async Task<WebhookAnswer?> TellAsync(Webhook webhook, WebhookDelivery delivery, CancellationToken cancel)
    {
        if (!webhook.Enabled && delivery.Event != "test") return null;
        if (SendWebhook.AddressOf(webhook.Url) is not { } address || WebhookSecret.Open(keys, webhook.Secret) is not { } key) return new WebhookAnswer(null, 0, "not-set-up");
        return await send.RunAsync(address, key, delivery.Id.ToString(CultureInfo.InvariantCulture), delivery.Event, delivery.Body, cancel);
    }

    private void Note(WebhookDelivery delivery, WebhookAnswer? answer)
    {
        var now = clock.GetUtcNow();
        if (answer is null)
        {
            (delivery.Step, delivery.FinishedAt, delivery.Trouble) = (WebhookStep.GivenUp, now, "switched-off");
            return;
        }
        delivery.Tries++;
        (delivery.Answer, delivery.Milliseconds, delivery.Trouble) = (answer.Status, answer.Milliseconds, answer.Trouble);
        if (answer.Heard) (delivery.Step, delivery.FinishedAt) = (WebhookStep.Done, now);
        else if (answer.Gone || WebhookTries.After(delivery.Tries) is not { } gap) (delivery.Step, delivery.FinishedAt) = (WebhookStep.GivenUp, now);
        else delivery.NextAt = now + gap;
    }

    /// <summary>Each by itself: one that is gone meanwhile with its webhook, that somebody wants told anew or that another desk has by now keeps nobody from writing down the others. What was heard is done, whoever has it.</summary>
    /// <param name="until">As it was taken; it may have been made longer since.</param>
    private static async Task WriteAsync(DeskDatabase database, Told one, DateTimeOffset until, CancellationToken cancel)
    {
        var (d, tries, heard) = (one.Delivery, one.Tries, one.Delivery.Step == WebhookStep.Done);
        await database.WebhookDeliveries.Where(x => x.Id == d.Id && x.Step == WebhookStep.Waiting && (heard || (x.LeasedUntil >= until && x.Tries == tries))).ExecuteUpdateAsync(set =>
        {
            set.SetProperty(x => x.Step, d.Step).SetProperty(x => x.FinishedAt, d.FinishedAt).SetProperty(x => x.NextAt, d.NextAt).SetProperty(x => x.LeasedUntil, (DateTimeOffset?)null)
                .SetProperty(x => x.Tries, d.Tries).SetProperty(x => x.Answer, d.Answer).SetProperty(x => x.Milliseconds, d.Milliseconds).SetProperty(x => x.Trouble, d.Trouble);
            if (heard) set.SetProperty(x => x.Body, "");
        }, cancel);
    }

    /// <summary>Where the other side says that nobody is there any more.</summary>
    private async Task<Refusal?> SwitchOffAsync(List<Told> told, CancellationToken cancel)
    {
        var gone = told.Where(one => one.Answer is { Gone: true }).Select(one => one.Webhook.Id).Distinct().ToList();
        if (gone.Count == 0) return null;
        foreach (var webhook in await database.Webhooks.AsTracking().Where(w => gone.Contains(w.Id) && w.Enabled).ToListAsync(cancel))
        {
            (webhook.Enabled, webhook.OffBecause) = (false, "gone");
            journal.Record(new WebhookChanged(webhook.Id, webhook.Name, "switched-off"), webhook.CommunityId, null);
        }
        return null;
    }
}

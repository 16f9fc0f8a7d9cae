using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Secrets;
using Lotse.Adapters.Webhooks;
using Lotse.Domain;
using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules.Webhooks;

/// <summary>A webhook as somebody wants it.</summary>
/// <param name="CommunityId">Null for all communities.</param>
/// <param name="Version">That was seen, see <see cref="KeepWebhooks.VersionOf"/>; null for a new one, or to change whatever is there.</param>
public sealed record WebhookWish(string? Name, string? Url, long? CommunityId, RuleMoments Moments, bool WithText, bool Enabled, string? Version = null);

/// <summary>What deliveries of a webhook are signed with.</summary>
public sealed record WebhookSecret(string Key)
{
    /// <summary>What is written for it cannot be read for another purpose.</summary>
    private const string Purpose = "webhook";

    public static string Protect(IDataProtectionProvider keys, string key) => ProtectedJson.Write(keys, Purpose, new WebhookSecret(key));

    /// <returns>Null where the desk's keys do not open it.</returns>
    public static string? Open(IDataProtectionProvider keys, string kept) => ProtectedJson.Read<WebhookSecret>(keys, Purpose, kept)?.Key;
}

/// <summary>Makes webhooks, changes them, tries them and lets them go.</summary>
public sealed class KeepWebhooks(
    DeskDatabase database, Journal journal, WriteGate gate, Ids ids, IDataProtectionProvider keys, TellWebhooks tell, WebhookBell bell, SilentWebhooks silent, TimeProvider clock)
{
    public const string NameMissing = "webhook-name-missing", NameTooLong = "webhook-name-too-long", UrlUnfit = "webhook-url-unfit", NotForThisCommunity = "webhook-not-for-this-community", TooMany = "webhook-too-many";

    /// <summary>Of the whole desk.</summary>
    public const int AtMost = 100;

    public Task<List<Webhook>> ListAsync(Acting by, CancellationToken cancel) => database.Webhooks.VisibleTo(by).OrderBy(w => w.Name).ThenBy(w => w.Id).Take(AtMost).ToListAsync(cancel);

    public Task<Webhook?> ReadAsync(Acting by, long id, CancellationToken cancel) => database.Webhooks.VisibleTo(by).SingleOrDefaultAsync(w => w.Id == id, cancel);

    /// <summary>Newest first.</summary>
    public Task<List<WebhookDelivery>> LogAsync(Acting by, long id, long? after, int atMost, CancellationToken cancel)
    {
        var log = database.Webhooks.VisibleTo(by).Where(w => w.Id == id).Join(database.WebhookDeliveries, w => w.Id, d => d.WebhookId, (_, d) => d);
        if (after is { } last) log = log.Where(d => d.Id < last);
        return log.OrderByDescending(d => d.Id).Take(atMost).ToListAsync(cancel);
    }

    /// <summary>The key that its deliveries are signed with, for those who may change it.</summary>
    public string? KeyOf(Acting by, Webhook webhook) => RuleAccess.MayChange(by, webhook.CommunityId) ? WebhookSecret.Open(keys, webhook.Secret) : null;

    /// <summary>What is shown of a webhook and written anew with it.</summary>
    public static string VersionOf(Webhook webhook) => Fingerprint.Of(
        webhook.Name, webhook.Url, Fingerprint.Part(webhook.CommunityId), Fingerprint.Part((long)webhook.Moments), Fingerprint.Part(webhook.WithText), Fingerprint.Part(webhook.Enabled), webhook.OffBecause);

    /// <param name="id">Null for a new one.</param>
    public async Task<Answer<Webhook>> SaveAsync(Acting by, long? id, WebhookWish wish, CancellationToken cancel)
    {
        if (!RuleAccess.MayLook(by)) return Refusals.Forbidden;
        if (string.IsNullOrWhiteSpace(wish.Name)) return new Refusal(NameMissing, "name");
        if (wish.Name.Trim().Length > WriteRule.NameLength) return new Refusal(NameTooLong, "name");
        if (SendWebhook.AddressOf(wish.Url) is null) return new Refusal(UrlUnfit, "url");
        if (!RuleAccess.MayChange(by, wish.CommunityId)) return new Refusal(NotForThisCommunity, "community");
        var webhook = id is { } known ? await FindAsync(by, known, cancel) : null;
        if (id is not null && webhook is null) return Refusals.NotFound;
        if (webhook is not null && wish.Version is { } seen && seen != VersionOf(webhook)) return Refusals.Changed;
        if (webhook is null)
        {
            if (await database.Webhooks.CountAsync(cancel) >= AtMost) return new Refusal(TooMany);
            database.Webhooks.Add(webhook = new Webhook { Id = ids.Next(), Secret = WebhookSecret.Protect(keys, Ids.Secret()) });
        }
        var moved = id is not null && webhook.CommunityId != wish.CommunityId ? wish.CommunityId : null;
        if (moved is not null) await LetGoAsync(database.Rules.Where(r => r.WebhookId == id && r.CommunityId != moved), cancel);
        (webhook.Name, webhook.Url, webhook.CommunityId) = (wish.Name.Trim(), wish.Url!.Trim(), wish.CommunityId);
        (webhook.Moments, webhook.WithText, webhook.Enabled, webhook.OffBecause) = (wish.Moments, wish.WithText, wish.Enabled, null);
        await SayAsync(by, webhook, id is null ? "made" : "changed", cancel);
        if (moved is { } community) await RuleClaims.MovedAsync(database, gate, webhook.Id, community, cancel);
        silent.Forget(webhook.Id);
        return webhook;
    }

    /// <summary>Sends a test, whether it is switched on or not.</summary>
    /// <returns>False where it is not there or not this agent's.</returns>
    public async Task<bool> TestAsync(Acting by, long id, CancellationToken cancel)
    {
        if (await FindAsync(by, id, cancel) is null) return false;
        journal.Insert(tell.Test(id));
        await journal.SaveAsync(cancel);
        silent.Forget(id);
        bell.Ring();
        return true;
    }

    /// <summary>Tells again what was not heard and is not given up, at once.</summary>
    /// <returns>False where it is not there, not this agent's, or done with: then its words are gone.</returns>
    public async Task<bool> RedeliverAsync(Acting by, long id, long deliveryId, CancellationToken cancel)
    {
        if (await FindAsync(by, id, cancel) is null) return false;
        var delivery = await database.WebhookDeliveries.AsTracking().SingleOrDefaultAsync(d => d.Id == deliveryId && d.WebhookId == id, cancel);
        if (delivery is null || delivery.Body.Length == 0) return false;
        (delivery.Step, delivery.Tries, delivery.NextAt, delivery.LeasedUntil, delivery.FinishedAt) = (WebhookStep.Waiting, 0, clock.GetUtcNow(), null, null);
        await journal.SaveAsync(cancel);
        silent.Forget(id);
        bell.Ring();
        return true;
    }

    /// <returns>False where it is not there or not this agent's to change.</returns>
    public async Task<bool> RemoveAsync(Acting by, long id, CancellationToken cancel)
    {
        var refusal = await journal.TogetherAsync(async () =>
        {
            if (await FindAsync(by, id, cancel) is not { } webhook) return Refusals.NotFound;
            await LetGoAsync(database.Rules.Where(r => r.WebhookId == id), cancel);
            database.Webhooks.Remove(webhook);
            await SayAsync(by, webhook, "removed", cancel);
            return null;
        }, cancel, (db, token) => RuleClaims.RemovedAsync(db, id, token));
        return refusal is null;
    }

    /// <summary>These rules call no webhook any more.</summary>
    private static async Task LetGoAsync(IQueryable<RuleRow> rules, CancellationToken cancel)
    {
        foreach (var rule in await rules.AsTracking().ToListAsync(cancel)) rule.WebhookId = null;
    }

    private async Task SayAsync(Acting by, Webhook webhook, string what, CancellationToken cancel)
    {
        journal.Record(new WebhookChanged(webhook.Id, webhook.Name, what), webhook.CommunityId, by.AgentId);
        await journal.SaveAsync(cancel);
    }

    private async Task<Webhook?> FindAsync(Acting by, long id, CancellationToken cancel) =>
        await database.Webhooks.AsTracking().VisibleTo(by).SingleOrDefaultAsync(w => w.Id == id, cancel) is { } webhook && RuleAccess.MayChange(by, webhook.CommunityId) ? webhook : null;
}

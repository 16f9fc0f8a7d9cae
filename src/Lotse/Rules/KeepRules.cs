using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Domain;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Macros;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules;

/// <summary>A rule as somebody wants it, and for whom.</summary>
/// <param name="CommunityId">Null for all communities.</param>
/// <param name="Version">That was seen, see <see cref="KeepRules.VersionOf"/>; null for a new one, or to change whatever is there.</param>
public sealed record RuleWish(WriteRule Rule, long? CommunityId, bool Enabled, string Zone, string? Version = null);

/// <summary>Makes rules, changes them, puts them in order, lets them go on and lets them go. The journal is told, and by it every desk that keeps them in memory.</summary>
public sealed class KeepRules(DeskDatabase database, Journal journal, Ids ids, TimeProvider clock)
{
    public const string NotForThisCommunity = "rule-not-for-this-community", TooMany = "rule-too-many", NoSuchWebhook = "rule-no-such-webhook", NobodyThere = "rule-nobody-there";

    /// <summary>Of the whole desk.</summary>
    public const int AtMost = 500;

    public Task<List<RuleRow>> ListAsync(Acting by, CancellationToken cancel) => database.Rules.VisibleTo(by).OrderBy(r => r.Position).ThenBy(r => r.Id).Take(AtMost).ToListAsync(cancel);

    public Task<RuleRow?> ReadAsync(Acting by, long id, CancellationToken cancel) => database.Rules.VisibleTo(by).SingleOrDefaultAsync(r => r.Id == id, cancel);

    /// <summary>What is shown of a rule and written anew with it; where it stands among others is not.</summary>
    public static string VersionOf(RuleRow row) => Fingerprint.Of(
        row.Name, Fingerprint.Part(row.CommunityId), Fingerprint.Part(row.Enabled), Fingerprint.Part((long)row.Moments), Fingerprint.Part((long?)row.Since), Fingerprint.Part(row.Hours), row.Condition, row.Steps,
        Fingerprint.Part(row.WebhookId), Fingerprint.Part(row.StopAfter), Fingerprint.Part(row.PausedAt?.ToUnixTimeMilliseconds()));

    /// <param name="id">Null for a new one.</param>
    public async Task<Answer<RuleRow>> SaveAsync(Acting by, long? id, RuleWish wish, CancellationToken cancel)
    {
        if (!RuleAccess.MayLook(by)) return Refusals.Forbidden;
        if (wish.Rule.Check() is { } refusal) return refusal;
        if (!RuleAccess.MayChange(by, wish.CommunityId)) return new Refusal(NotForThisCommunity, "community");
        if (await UnfitAsync(by, wish, cancel) is { } unfit) return unfit;
        var row = id is { } known ? await FindAsync(by, known, cancel) : null;
        if (id is not null && row is null) return Refusals.NotFound;
        if (row is not null && wish.Version is { } seen && seen != VersionOf(row)) return Refusals.Changed;
        if (row is null)
        {
            var last = await database.Rules.OrderByDescending(r => r.Position).Select(r => r.Position).FirstOrDefaultAsync(cancel);
            if (await database.Rules.CountAsync(cancel) >= AtMost) return new Refusal(TooMany);
            database.Rules.Add(row = new RuleRow { Id = ids.Next(), Position = last + 1 });
        }
        Write(row, wish);
        return await SaidAsync(by, row, id is null ? "made" : "changed", cancel);
    }

    /// <summary>Lets one go on that the desk has paused.</summary>
    public async Task<Answer<RuleRow>> ResumeAsync(Acting by, long id, CancellationToken cancel)
    {
        if (await FindAsync(by, id, cancel) is not { } row) return Refusals.NotFound;
        (row.PausedAt, row.LookedUntil) = (null, clock.GetUtcNow());
        return await SaidAsync(by, row, "resumed", cancel);
    }

    /// <returns>False where it is not there or not this agent's to change.</returns>
    public async Task<bool> RemoveAsync(Acting by, long id, CancellationToken cancel)
    {
        if (await FindAsync(by, id, cancel) is not { } row) return false;
        database.RuleRuns.RemoveRange(await database.RuleRuns.Where(run => run.RuleId == id).ToListAsync(cancel));
        database.Rules.Remove(row);
        await SaidAsync(by, row, "removed", cancel);
        return true;
    }

    /// <summary>Before the one that stands above it, among those that this agent sees.</summary>
    /// <returns>False where it is not there or not this agent's to change.</returns>
    public async Task<bool> RaiseAsync(Acting by, long id, CancellationToken cancel)
    {
        var rules = await database.Rules.AsTracking().VisibleTo(by).OrderBy(r => r.Position).ThenBy(r => r.Id).ToListAsync(cancel);
        var at = rules.FindIndex(r => r.Id == id);
        if (at < 0 || !RuleAccess.MayChange(by, rules[at].CommunityId)) return false;
        if (at == 0) return true;
        (rules[at - 1].Position, rules[at].Position) = (rules[at].Position, rules[at - 1].Position);
        await SaidAsync(by, rules[at], "moved", cancel);
        return true;
    }

    private void Write(RuleRow row, RuleWish wish)
    {
        var rule = wish.Rule;
        // Hours are counted from now on: what is long over stays untouched, unless somebody does it by hand.
        if (row.Since != rule.Since || row.Hours != rule.Hours || row.Enabled != wish.Enabled || row.PausedAt is not null) row.LookedUntil = clock.GetUtcNow();
        (row.Name, row.CommunityId, row.Enabled, row.Zone) = (rule.Name!.Trim(), wish.CommunityId, wish.Enabled, wish.Zone);
        (row.Moments, row.Since, row.Hours) = (rule.Since is null ? rule.Moments : RuleMoments.None, rule.Since, rule.Since is null ? 0 : rule.Hours);
        (row.Condition, row.Steps, row.WebhookId, row.StopAfter) = (rule.Condition?.Trim() ?? "", MacroSteps.Write(rule.Steps), rule.WebhookId, rule.StopAfter);
        row.PausedAt = null;
    }

    /// <summary>Whom it gives tickets to has to be there, and may see them.</summary>
    private async Task<Refusal?> UnfitAsync(Acting by, RuleWish wish, CancellationToken cancel)
    {
        if (wish.Rule.WebhookId is { } webhook && !await database.Webhooks.AnyAsync(w => w.Id == webhook && (w.CommunityId == null || w.CommunityId == wish.CommunityId), cancel)) return new Refusal(NoSuchWebhook, "webhook");
        if (wish.Rule.Steps.Assignee is > 0 and { } agent && !await database.Users.AnyAsync(u => u.Id == agent && u.Active, cancel)) return new Refusal(NobodyThere, "assignee");
        if (wish.Rule.Steps.Team is > 0 and { } team && !await database.Teams.AnyAsync(t => t.Id == team && t.CommunityId == wish.CommunityId, cancel)) return new Refusal("no-such-team", "team");
        return await database.CategoriesAsync(by, wish.Rule.Steps, wish.CommunityId, own: false, cancel);
    }

    private async Task<RuleRow?> FindAsync(Acting by, long id, CancellationToken cancel) =>
        await database.Rules.AsTracking().VisibleTo(by).SingleOrDefaultAsync(r => r.Id == id, cancel) is { } row && RuleAccess.MayChange(by, row.CommunityId) ? row : null;

    private async Task<RuleRow> SaidAsync(Acting by, RuleRow row, string what, CancellationToken cancel)
    {
        journal.Record(new RuleChanged(row.Id, row.Name, what), row.CommunityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return row;
    }
}

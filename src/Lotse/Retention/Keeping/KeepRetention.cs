using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Domain;
using Lotse.Domain.Retention;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Retention.Keeping;

/// <param name="Tag">By name; null for all tickets that are done.</param>
public sealed record WantedRule(int Months, string? Tag, bool Spam, RetentionAct Act = RetentionAct.Delete);

/// <param name="Holds">Names of tags.</param>
/// <param name="Version">As it was seen; 0 where nothing had been said yet, null to change whatever is there.</param>
public sealed record WantedRetention(IReadOnlyList<WantedRule> Rules, IReadOnlyList<string> Holds, long? Version = null);

/// <summary>What a rule would put away now.</summary>
/// <param name="Tickets">At most <see cref="KeepRetention.CountedAtMost"/>: then there may be more.</param>
/// <param name="Oldest">When the one was last touched that has rested longest; null where there is none.</param>
public sealed record DuePreview(int Tickets, DateTimeOffset? Oldest, DateTimeOffset? Newest);

/// <summary>Keeps what a lead or admin says of what is put away, and says what that would mean now.</summary>
public sealed class KeepRetention(DeskDatabase database, Journal journal, TimeProvider clock)
{
    public const int CountedAtMost = 10_000;

    public const string NoSuchTag = "no-such-tag";

    public async Task<Answer<WantedRetention>> ReadAsync(Acting by, long communityId, CancellationToken cancel)
    {
        if (await WhyNotAsync(by, communityId, cancel) is { } refusal) return refusal;
        var (kept, version) = await PlanAsync(communityId, cancel);
        var plan = await DueTickets.MeantAsync(database, kept, cancel);
        var names = await database.Tags.Where(t => t.CommunityId == communityId && t.AliasOfId == null).ToDictionaryAsync(t => t.Id, t => t.Name, cancel);
        // A tag that has gone meanwhile is about no ticket.
        return new WantedRetention([.. plan.Rules.Select(rule => new WantedRule(rule.Months, rule.TagId is { } tag ? names.GetValueOrDefault(tag, "?") : null, rule.Spam, rule.Act))], [.. plan.Holds.Select(names.GetValueOrDefault).OfType<string>()], version);
    }

    public Task<Answer<WantedRetention>> RunAsync(Acting by, long communityId, WantedRetention wanted, CancellationToken cancel) => journal.RetryAsync<Answer<WantedRetention>>(async () =>
    {
        var (plan, refusal) = await UnderstandAsync(by, communityId, wanted, cancel);
        if (refusal is not null) return refusal;
        var row = await database.RetentionPlans.AsTracking().SingleOrDefaultAsync(p => p.CommunityId == communityId, cancel);
        // What was seen without a legal hold may have one now: what the hold keeps would be deleted for good.
        if (wanted.Version is { } seen && seen != (row?.Version ?? 0)) return Refusals.Changed;
        if (row is null) database.RetentionPlans.Add(row = new RetentionPlanRow { CommunityId = communityId });
        (row.Plan, row.Version) = (plan!.Write(), row.Version + 1);
        journal.Record(new RetentionChanged(communityId, plan!), communityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return wanted with { Version = row.Version };
    });

    /// <summary>What each of the rules would put away now, without keeping any of them.</summary>
    public async Task<Answer<IReadOnlyList<DuePreview>>> PreviewAsync(Acting by, long communityId, WantedRetention wanted, CancellationToken cancel)
    {
        var (plan, refusal) = await UnderstandAsync(by, communityId, wanted, cancel);
        if (refusal is not null) return refusal;
        var (previews, now) = (new List<DuePreview>(), clock.GetUtcNow());
        foreach (var rule in plan!.Rules)
        {
            var (count, oldest, newest) = (0, (DateTimeOffset?)null, (DateTimeOffset?)null);
            foreach (var lane in rule.Lanes)
            {
                var due = DueTickets.Of(database, database.Tickets.VisibleTo(by), communityId, rule, lane, plan.Holds, now);
                count += await due.OrderBy(t => t.UpdatedAt).Select(t => t.Id).Take(CountedAtMost - count).CountAsync(cancel);
                oldest = Earlier(oldest, await due.OrderBy(t => t.UpdatedAt).Select(t => (DateTimeOffset?)t.UpdatedAt).FirstOrDefaultAsync(cancel));
                newest = Later(newest, await due.OrderByDescending(t => t.UpdatedAt).Select(t => (DateTimeOffset?)t.UpdatedAt).FirstOrDefaultAsync(cancel));
            }
            previews.Add(new DuePreview(count, oldest, newest));
        }
        return previews;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other ?? one : one;

    private async Task<(RetentionPlan Plan, long Version)> PlanAsync(long communityId, CancellationToken cancel) =>
        await database.RetentionPlans.SingleOrDefaultAsync(p => p.CommunityId == communityId, cancel) is { } row ? (RetentionPlan.Read(row.Plan), row.Version) : (RetentionPlan.None, 0);

    private async Task<Refusal?> WhyNotAsync(Acting by, long communityId, CancellationToken cancel)
    {
        if (!by.Sees(communityId) || !await database.Communities.AnyAsync(c => c.Id == communityId, cancel)) return Refusals.NotFound;
        return by.Role < Role.Lead ? new Refusal(Refusals.LeadsOnly) : null;
    }

    private async Task<(RetentionPlan? Plan, Refusal? Refusal)> UnderstandAsync(Acting by, long communityId, WantedRetention wanted, CancellationToken cancel)
    {
        if (await WhyNotAsync(by, communityId, cancel) is { } refusal) return (null, refusal);
        var tags = await database.Tags.Where(t => t.CommunityId == communityId).Select(t => new { t.Id, t.Name, t.AliasOfId }).ToListAsync(cancel);
        var ids = tags.ToLookup(t => t.Name, t => t.AliasOfId ?? t.Id, StringComparer.OrdinalIgnoreCase);
        if (wanted.Rules.Select(rule => rule.Tag).Concat(wanted.Holds).OfType<string>().FirstOrDefault(name => !ids.Contains(name)) is { } unknown) return (null, new Refusal(NoSuchTag, unknown));
        var plan = new RetentionPlan([.. wanted.Rules.Select(rule => new RetentionRule(rule.Months, rule.Tag is { } tag ? ids[tag].First() : null, rule.Spam, rule.Act))], [.. wanted.Holds.Select(name => ids[name].First()).Distinct()]);
        return plan.WhyNot() is { } wrong ? (null, wrong) : (plan, null);
    }
}

using Lotse.Adapters.Database;
using Lotse.Domain.Retention;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Retention;

/// <summary>Which tickets a rule is about now.</summary>
internal static class DueTickets
{
    /// <summary>A draft that is no older is being written.</summary>
    private static readonly TimeSpan Written = TimeSpan.FromDays(1);

    /// <summary>A plan names tags as they were when it was kept. One that has become another word for a tag since means that tag, and what holds goes on holding by whatever word.</summary>
    public static async Task<RetentionPlan> MeantAsync(DeskDatabase database, RetentionPlan plan, CancellationToken cancel)
    {
        var named = plan.Rules.Select(rule => rule.TagId).OfType<long>().Concat(plan.Holds).Distinct().ToList();
        if (named.Count == 0) return plan;
        var meant = await database.Tags.Where(t => named.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.AliasOfId ?? t.Id, cancel);
        var holds = plan.Holds.Select(id => meant.GetValueOrDefault(id, id)).ToList();
        // While two tags are being made one, a ticket may still have the word.
        var words = await database.Tags.Where(t => t.AliasOfId != null && holds.Contains(t.AliasOfId.Value)).Select(t => t.Id).ToListAsync(cancel);
        return new RetentionPlan([.. plan.Rules.Select(rule => rule.TagId is { } tag ? rule with { TagId = meant.GetValueOrDefault(tag, tag) } : rule)], [.. holds.Union(words)]);
    }

    /// <param name="tickets">That may be seen.</param>
    /// <param name="lane">One of the rule's: the index knows the oldest of each, and not of several together.</param>
    /// <param name="holds">Of tags as they are meant now. What has become part of a ticket goes with it, and holds it; of parts further down see <see cref="HeldAsync"/>.</param>
    public static IQueryable<Ticket> Of(DeskDatabase database, IQueryable<Ticket> tickets, long communityId, RetentionRule rule, Lane lane, IReadOnlyList<long> holds, DateTimeOffset now)
    {
        var before = rule.Before(now);
        var due = tickets.Where(t => t.CommunityId == communityId && t.Lane == lane && t.UpdatedAt < before);
        if (rule.TagId is { } tag) due = due.Where(t => database.TicketTags.Any(link => link.TicketId == t.Id && link.TagId == tag));
        // Who is writing in it has not changed it yet.
        var written = now - Written;
        if (rule.Act != RetentionAct.Archive) due = due.Where(t => !database.Drafts.Any(d => d.TicketId == t.Id && d.UpdatedAt > written));
        if (holds.Count == 0 || rule.Act == RetentionAct.Archive) return due;
        // Asked apart, so that each is looked up by its ticket and none walks all that are held.
        return due.Where(t => !database.TicketTags.Any(link => link.TicketId == t.Id && holds.Contains(link.TagId)))
            .Where(t => !database.Tickets.Any(part => part.MergedIntoId == t.Id && database.TicketTags.Any(link => link.TicketId == part.Id && holds.Contains(link.TagId))))
            .Where(t => !database.Tickets.Any(part => part.MergedIntoId == t.Id && database.Tickets.Any(deep => deep.MergedIntoId == part.Id && database.TicketTags.Any(link => link.TicketId == deep.Id && holds.Contains(link.TagId)))));
    }

    /// <summary>Those of these tickets that have a tag that holds.</summary>
    public static Task<List<long>> HeldAsync(DeskDatabase database, IReadOnlyList<long> tickets, IReadOnlyList<long> holds, CancellationToken cancel) =>
        database.TicketTags.Where(link => tickets.Contains(link.TicketId) && holds.Contains(link.TagId)).Select(link => link.TicketId).Distinct().ToListAsync(cancel);
}

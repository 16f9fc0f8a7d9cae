using System.Globalization;
using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Working;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Levels.Overview;

/// <summary>Finds how things stand between the levels, each list by an index of its own. Four statements beside the page's.</summary>
public sealed class LevelOverview(DeskDatabase database, DeskNames names, TimeProvider clock)
{
    private const int ListAtMost = 50;

    /// <summary>So long an emergency stays on the list.</summary>
    private static readonly TimeSpan s_emergenciesKept = TimeSpan.FromDays(30);

    public async Task<OverviewView> ForAsync(Signed signed, DeskView desk, Viewing viewing, CancellationToken cancel)
    {
        var (by, known, now) = (signed.Acting, await names.NowAsync(cancel), clock.GetUtcNow());
        var settings = await database.LevelSettings.ToDictionaryAsync(s => s.CommunityId, s => JsonSerializer.Deserialize<CommunityLevels>(s.Levels, StandingOf.Json)!, cancel);
        CommunityLevels Of(long community) => settings.GetValueOrDefault(community, CommunityLevels.Usual);
        var tickets = database.Tickets.VisibleTo(by);
        var waiting = await database.HandOvers.Where(h => h.AcceptedAt == null && h.ReturnedAt == null).OrderBy(h => h.Id)
            .Join(tickets.Where(t => t.Lane == Lane.Active || t.Lane == Lane.Waiting), h => new { h.TicketId, Id = (long?)h.Id }, t => new { TicketId = t.Id, Id = t.HandOverId },
                (h, t) => new { t.Number, t.Subject, t.CommunityId, h.ToLevel, h.At, h.Reason, h.AgentId }).Take(ListAtMost).ToListAsync(cancel);
        var bouncing = await tickets.Where(t => t.LevelChanges > 2 && t.Lane == Lane.Active).OrderByDescending(t => t.Id).Take(ListAtMost)
            .Select(t => new { t.Number, t.Subject, t.CommunityId, t.Level, t.LevelSince, t.LevelChanges }).ToListAsync(cancel);
        var since = now - s_emergenciesKept;
        var emergencies = by.Role < Role.Lead ? null : await database.HandOvers.Where(h => h.Emergency != null && h.At >= since).OrderByDescending(h => h.Id)
            .Join(tickets, h => h.TicketId, t => t.Id, (h, t) => new { t.Number, t.Subject, t.CommunityId, h.ToLevel, h.At, h.Emergency, h.AgentId }).Take(ListAtMost).ToListAsync(cancel);
        string Community(long id) => known.Community(id);
        return new OverviewView(
            [.. desk.Communities.Select(c => CommunityOf(c, Of(long.Parse(c.Id, CultureInfo.InvariantCulture)), known, now))],
            [.. waiting.Select(w => new OverviewRow(Text(w.Number), w.Subject, Community(w.CommunityId), (int)w.ToLevel, w.At, Reason(Of(w.CommunityId), w.Reason, viewing.Language), known.Agent(w.AgentId)))],
            [.. bouncing.Select(b => new OverviewRow(Text(b.Number), b.Subject, Community(b.CommunityId), (int)b.Level, b.LevelSince, viewing.T["levels.changes", ("n", b.LevelChanges)], null))],
            emergencies is null ? null : [.. emergencies.Select(e => new OverviewRow(Text(e.Number), e.Subject, Community(e.CommunityId), (int)e.ToLevel, e.At, Snippets.Of(e.Emergency ?? "", 200), known.Agent(e.AgentId)))],
            by.Role >= Role.Lead);
    }

    private static OverviewCommunity CommunityOf(CommunityCount community, CommunityLevels levels, NamesNow known, DateTimeOffset now)
    {
        var (day, minute) = levels.LocalTime(now);
        var open = (community.Levels ?? []).ToDictionary(level => level.Level, level => level.Count);
        return new OverviewCommunity(community.Id, community.Name, [.. levels.Levels.Where(plan => plan.InUse || open.GetValueOrDefault((int)plan.Level) > 0).OrderByDescending(plan => plan.Level)
            .Select(plan => new OverviewLevel((int)plan.Level, open.GetValueOrDefault((int)plan.Level), plan.WritesToCustomers,
                [.. (plan.Operators ?? []).Select(one => known.Teams.GetValueOrDefault(one.TeamId, "")).Where(name => name.Length > 0).Distinct()],
                plan.Operators is not { Count: > 0 } || plan.TeamsAt(day, minute).Count > 0))]);
    }

    private static string Reason(CommunityLevels levels, string key, string language) => levels.Reasons.FirstOrDefault(reason => reason.Key == key)?.Name.In(language) ?? key;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The page about all levels.</summary>
public static class OverviewPages
{
    public static void MapLevelOverview(this IEndpointRouteBuilder pages) => pages.MapGet(Addresses.Levels, ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext http, Signed signed, LevelOverview overview, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var desk = await desks.ForAsync(http, cancel);
        return Forms.Page<OverviewPage>(StatusCodes.Status200OK, ("Desk", desk), ("View", await overview.ForAsync(signed, desk, viewing, cancel)));
    }
}

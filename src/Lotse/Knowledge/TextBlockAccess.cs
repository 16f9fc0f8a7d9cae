using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge;

/// <summary>Whose text blocks somebody may see, and which communities' they may write. What is not seen is not there.</summary>
public static class TextBlockAccess
{
    public static IQueryable<TextBlock> VisibleTo(this IQueryable<TextBlock> blocks, Acting by)
    {
        if (by.SeesAll) return blocks;
        var communities = by.Communities;
        return blocks.Where(b => b.CommunityId == null || communities.Contains(b.CommunityId.Value));
    }

    public static IQueryable<TextBlockFolder> VisibleTo(this IQueryable<TextBlockFolder> folders, Acting by)
    {
        if (by.SeesAll) return folders;
        var communities = by.Communities;
        return folders.Where(f => f.CommunityId == null || communities.Contains(f.CommunityId.Value));
    }

    /// <summary>Those that may be used in tickets of a community; as <see cref="BlockShelf.Fits"/> says.</summary>
    public static IQueryable<TextBlock> OfferedIn(this IQueryable<TextBlock> blocks, long communityId) =>
        blocks.Where(b => b.State == TextBlockState.Published && (b.CommunityId == null || b.CommunityId == communityId));

    /// <summary>Leads and admins write for what they see, admins for all communities; and whoever works at second level or above of a community that has set up who does.</summary>
    public static async Task<Writing> WritingAsync(this DeskDatabase database, Acting by, CancellationToken cancel)
    {
        if (by.Role >= Role.Lead) return OfLead(by);
        var communities = by.Communities;
        // In one question: an agent is in few teams.
        var set = await database.LevelSettings.Where(s => communities.Contains(s.CommunityId))
            .SelectMany(_ => database.AgentTeams.Where(l => l.AgentId == by.AgentId), (s, l) => new { s.CommunityId, s.Levels, l.TeamId }).ToListAsync(cancel);
        return new Writing(false, set.GroupBy(one => one.CommunityId).Where(of => WorksHigher(of.First().Levels, [.. of.Select(one => one.TeamId)])).Select(of => of.Key).ToHashSet());
    }

    /// <summary>The same, with what every community has said about its levels.</summary>
    public static async Task<(Writing Writing, Dictionary<long, string> Settings)> WritingWithLevelsAsync(this DeskDatabase database, Acting by, CancellationToken cancel)
    {
        var found = await database.LevelSettings.Select(s => new { s.CommunityId, Levels = (string?)s.Levels, Team = 0L })
            .Concat(database.AgentTeams.Where(l => l.AgentId == by.AgentId).Select(l => new { CommunityId = 0L, Levels = (string?)null, Team = l.TeamId })).ToListAsync(cancel);
        var settings = found.Where(one => one.Levels is not null).ToDictionary(one => one.CommunityId, one => one.Levels!);
        if (by.Role >= Role.Lead) return (OfLead(by), settings);
        List<long> teams = [.. found.Where(one => one.Levels is null).Select(one => one.Team)];
        return (new Writing(false, settings.Where(one => by.Sees(one.Key) && WorksHigher(one.Value, teams)).Select(one => one.Key).ToHashSet()), settings);
    }

    private static Writing OfLead(Acting by) => new(by.SeesAll, by.SeesAll ? null : by.Communities.ToHashSet());

    private static bool WorksHigher(string levels, IReadOnlyCollection<long> teams) => JsonSerializer.Deserialize<CommunityLevels>(levels, StandingOf.Json) is { } known
        && known.Levels.Any(plan => plan is { InUse: true, Level: >= Level.Second, Operators.Count: > 0 } && plan.IsOperatedBy(teams));
}

/// <summary>What somebody may write.</summary>
/// <param name="ForAll">Blocks of all communities, too.</param>
/// <param name="Communities">Null for every one.</param>
public sealed record Writing(bool ForAll, IReadOnlySet<long>? Communities)
{
    public bool Any => ForAll || Communities is null or { Count: > 0 };

    public bool May(long? communityId) => communityId is { } one ? Communities?.Contains(one) ?? true : ForAll;
}

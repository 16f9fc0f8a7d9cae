using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Levels.Keeping;

/// <summary>Keeps what a lead or admin says about a community's levels.</summary>
public sealed class KeepLevels(DeskDatabase database, Journal journal)
{
    /// <param name="version">That was seen, 0 where nobody had set them up; null to change whatever is there.</param>
    public Task<Answer<LevelSettings>> RunAsync(Acting by, long communityId, CommunityLevels levels, long? version, CancellationToken cancel) => journal.RetryAsync<Answer<LevelSettings>>(async () =>
    {
        if (!by.Sees(communityId) || !await database.Communities.AnyAsync(c => c.Id == communityId, cancel)) return Refusals.NotFound;
        if (by.Role < Role.Lead) return new Refusal(Refusals.LeadsOnly);
        if (new SetLevels(levels).WhyNot() is { } refusal) return refusal;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(levels.Zone, out _)) return new Refusal(SetLevels.HoursNotRight);
        var teams = levels.Levels.SelectMany(plan => plan.Operators ?? []).Select(one => one.TeamId).Distinct().ToList();
        if (await database.Teams.CountAsync(t => teams.Contains(t.Id) && t.CommunityId == communityId, cancel) != teams.Count) return new Refusal("no-such-team");
        var row = await database.LevelSettings.AsTracking().SingleOrDefaultAsync(s => s.CommunityId == communityId, cancel);
        if (version is { } seen && seen != (row?.Version ?? 0)) return Refusals.Changed;
        if (row is null) database.LevelSettings.Add(row = new LevelSettings { CommunityId = communityId });
        (row.Levels, row.Version) = (JsonSerializer.Serialize(levels, StandingOf.Json), row.Version + 1);
        journal.Record(new LevelsChanged(communityId), communityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return row;
    });
}

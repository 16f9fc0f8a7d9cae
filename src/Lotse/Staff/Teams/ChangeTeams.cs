using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Communities;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Teams;

/// <summary>Makes teams of a community, names them, and says who is in them. Only admins come here.</summary>
public sealed class ChangeTeams(DeskDatabase database, Journal journal, Ids ids)
{
    public const string NameEmpty = "team-name-empty", Exists = "team-exists", InUse = "team-in-use", NoSuchCommunity = "no-such-community";

    public Task<Answer<Team>> AddAsync(long by, long communityId, string? name, CancellationToken cancel) => journal.RetryAsync<Answer<Team>>(async () =>
    {
        var wanted = Snippets.Of(name ?? "", 80);
        if (wanted.Length == 0) return new Refusal(NameEmpty, "name");
        if (!await database.Communities.AnyAsync(c => c.Id == communityId, cancel)) return new Refusal(NoSuchCommunity, "community");
        if (await database.Teams.AnyAsync(t => t.CommunityId == communityId && t.Name == wanted, cancel)) return new Refusal(Exists, "name");
        var team = new Team { Id = ids.Next(), CommunityId = communityId, Name = wanted };
        database.Teams.Add(team);
        journal.Record(new TeamMade(team.Id, wanted), communityId, by);
        await journal.SaveAsync(cancel);
        return team;
    });

    /// <summary>Its name and who is in it, as somebody saw them.</summary>
    public static string VersionOf(Team team, IEnumerable<long> agents) => Fingerprint.Of([team.Name, .. agents.Order().Select(id => Fingerprint.Part(id))]);

    /// <param name="agents">All who are to be in it. Whoever does not work for the team's community is left out.</param>
    /// <param name="version">That was seen, see <see cref="VersionOf"/>; null to change whatever is there.</param>
    public Task<Answer<Team>> ChangeAsync(long by, long id, string? name, IReadOnlyList<long> agents, string? version, CancellationToken cancel) => journal.RetryAsync<Answer<Team>>(async () =>
    {
        if (await database.Teams.AsTracking().SingleOrDefaultAsync(t => t.Id == id, cancel) is not { } team) return Refusals.NotFound;
        var wanted = Snippets.Of(name ?? "", 80);
        if (wanted.Length == 0) return new Refusal(NameEmpty, "name");
        if (await database.Teams.AnyAsync(t => t.CommunityId == team.CommunityId && t.Name == wanted && t.Id != id, cancel)) return new Refusal(Exists, "name");
        var now = await database.AgentTeams.Where(link => link.TeamId == id).ToListAsync(cancel);
        if (version is { } seen && seen != VersionOf(team, now.Select(link => link.AgentId))) return Refusals.Changed;
        if (wanted != team.Name) journal.Record(new TeamRenamed(id, team.Name, wanted), team.CommunityId, by);
        team.Name = wanted;
        var may = await database.Users.Where(a => agents.Contains(a.Id)
            && (a.Role == Role.Admin || database.AgentCommunities.Any(link => link.AgentId == a.Id && link.CommunityId == team.CommunityId))).Select(a => a.Id).ToListAsync(cancel);
        if (!may.Order().SequenceEqual(now.Select(link => link.AgentId).Order()))
        {
            database.AgentTeams.RemoveRange(now.Where(link => !may.Contains(link.AgentId)));
            database.AgentTeams.AddRange(may.Except(now.Select(link => link.AgentId)).Select(agent => new AgentTeam { AgentId = agent, TeamId = id }));
            journal.Record(new TeamStaffed(id, [.. may.Order()]), team.CommunityId, by);
        }
        await journal.SaveAsync(cancel);
        return team;
    });

    /// <summary>One that tickets are in stays: nobody would know where they were.</summary>
    public Task<Answer<Team>> RemoveAsync(long by, long id, CancellationToken cancel) => journal.RetryAsync<Answer<Team>>(async () =>
    {
        if (await database.Teams.AsTracking().SingleOrDefaultAsync(t => t.Id == id, cancel) is not { } team) return Refusals.NotFound;
        if (await TeamTickets.AnyAsync(database, id, cancel)) return new Refusal(InUse);
        if ((await database.LevelsAsync(team.CommunityId, cancel)).Levels.Any(plan => plan.Operators?.Any(one => one.TeamId == id) == true)) return new Refusal(InUse);
        database.AgentTeams.RemoveRange(await database.AgentTeams.Where(link => link.TeamId == id).ToListAsync(cancel));
        foreach (var way in await database.HandOvers.AsTracking().Where(h => h.TeamBeforeId == id).ToListAsync(cancel)) way.TeamBeforeId = null;
        database.QueueCounts.RemoveRange(await database.QueueCounts.Where(c => c.TeamId == id && c.Count == 0).ToListAsync(cancel)); // One that is not is half of a sum (TidyCounts).
        database.Teams.Remove(team);
        journal.Record(new TeamRemoved(id, team.Name), team.CommunityId, by);
        await journal.SaveAsync(cancel);
        return team;
    });
}

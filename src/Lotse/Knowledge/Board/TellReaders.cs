using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Live;
using Lotse.Domain.Knowledge.Board;
using Lotse.Domain.Levels;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Board;

/// <summary>Tells those who answer customers first that something was published, in the same save. What is published anew is told anew.</summary>
public sealed class TellReaders(DeskDatabase database, Ids ids, AgentBell bell)
{
    private IReadOnlyList<long> _told = [];

    /// <param name="item">A text block or a procedure; the other is null.</param>
    /// <param name="community">Null for all.</param>
    public async Task PutAsync((long? TextBlock, long? Procedure) item, long? community, long by, DateTimeOffset now, CancellationToken cancel)
    {
        _told = TellOfKnowledge.Of(community, await LevelsAsync(cancel), await PeopleAsync(cancel), by);
        var there = await database.KnowledgeNews.AsTracking().Where(n => item.TextBlock != null ? n.TextBlockId == item.TextBlock : n.ProcedureId == item.Procedure).ToDictionaryAsync(n => n.AgentId, cancel);
        foreach (var agent in _told)
        {
            if (there.TryGetValue(agent, out var row)) (row.At, row.ByAgentId, row.ReadAt) = (now, by, null);
            else database.KnowledgeNews.Add(new KnowledgeNews { Id = ids.Next(), AgentId = agent, TextBlockId = item.TextBlock, ProcedureId = item.Procedure, ByAgentId = by, At = now });
        }
    }

    /// <summary>Once it is saved.</summary>
    public void Ring()
    {
        foreach (var agent in _told) bell.Ring(agent);
        _told = [];
    }

    private async Task<Dictionary<long, CommunityLevels>> LevelsAsync(CancellationToken cancel) =>
        (await database.Communities.LeftJoin(database.LevelSettings, c => c.Id, s => s.CommunityId, (c, s) => new { c.Id, Kept = s == null ? null : s.Levels }).ToListAsync(cancel)).ToDictionary(one => one.Id, one => StandingOf.Of(one.Kept));

    private async Task<List<Reader>> PeopleAsync(CancellationToken cancel)
    {
        var agents = await database.Users.Where(a => a.Active).Select(a => new { a.Id, a.Role }).ToListAsync(cancel);
        var communities = (await database.AgentCommunities.ToListAsync(cancel)).ToLookup(link => link.AgentId, link => link.CommunityId);
        var teams = (await database.AgentTeams.ToListAsync(cancel)).ToLookup(link => link.AgentId, link => link.TeamId);
        return agents.ConvertAll(a => new Reader(a.Id, a.Role, [.. communities[a.Id]], [.. teams[a.Id]]));
    }
}

using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database;

/// <summary>A number of tickets, or of something else that the desk tells beside its queues.</summary>
/// <param name="State">A ticket's state; or what else is counted.</param>
/// <param name="Mine">Of these, the asking agent's; 1 for a saved view of their own.</param>
/// <param name="Nobodys">Of these, without an assignee.</param>
/// <param name="Team">Of these, of a team that the asking agent is in.</param>
/// <param name="Name">Of a saved view, whose id is the count and whose place is the level.</param>
/// <param name="Query">Of a saved view.</param>
public sealed record QueueNumber(long CommunityId, int State, int Level, long Count, long Mine, long Nobodys, long Team, string? Name = null, string? Query = null);

/// <summary>Everything that surrounds a page in numbers, in one statement: the kept counts of queues, and the sizes of tables that are small while all is well.</summary>
public static class QueueNumbers
{
    /// <summary>In the place of a state.</summary>
    public const int ParkedMails = -1, OutgoingMails = -2, SickMailboxes = -3, OverdueTickets = -4, OwnTeams = -5, SavedView = -6, BulkRun = -7, UnreadNotices = -8, OpenConsultations = -9, UnsolvedProblems = -10, UnreadNews = -11;

    /// <summary>Nobody counts further: more is "many".</summary>
    private const int NoticesAtMost = 200;

    /// <summary>Overdue tickets that are looked at; saved views of one rail.</summary>
    public const int OverdueAtMost = 100, ViewsAtMost = 30;

    /// <summary>So long a finished run on many tickets is still told of.</summary>
    private static readonly TimeSpan RunTold = TimeSpan.FromMinutes(2);

    /// <param name="seesAll">The agent sees all communities.</param>
    /// <returns>Of all communities: the caller keeps what the agent may see.</returns>
    public static Task<List<QueueNumber>> ReadAsync(DeskDatabase database, long agentId, bool seesAll, DateTimeOffset now, CancellationToken cancel)
    {
        var (at, told, all) = (now.ToUnixTimeMilliseconds(), (now - RunTold).ToUnixTimeMilliseconds(), seesAll ? 1 : 0);
        // The plus keeps the lane out of the choice of an index: the few with a time are to be walked, not all that are active.
        return database.Database.SqlQuery<QueueNumber>(
            $"""
            SELECT community_id AS "CommunityId", state AS "State", level AS "Level", CAST(SUM(count) AS bigint) AS "Count",
                CAST(SUM(CASE assignee_id WHEN {agentId} THEN count ELSE 0 END) AS bigint) AS "Mine", CAST(SUM(CASE assignee_id WHEN 0 THEN count ELSE 0 END) AS bigint) AS "Nobodys",
                CAST(SUM(CASE WHEN team_id IN (SELECT team_id FROM agent_teams WHERE agent_id = {agentId}) THEN count ELSE 0 END) AS bigint) AS "Team",
                CAST(NULL AS text) AS "Name", CAST(NULL AS text) AS "Query"
            FROM queue_counts GROUP BY community_id, state, level
            UNION ALL SELECT community_id, -1, 0, COUNT(*), 0, 0, 0, NULL, NULL FROM deliveries WHERE step <> 1 AND step = 2 GROUP BY community_id
            UNION ALL SELECT 0, -2, 0, COUNT(*), 0, 0, 0, NULL, NULL FROM outbox WHERE step = 0
            UNION ALL SELECT community_id, -3, 0, COUNT(*), 0, 0, 0, NULL, NULL FROM mailboxes
                WHERE last_error_at IS NOT NULL AND (last_ok_at IS NULL OR last_error_at > last_ok_at) GROUP BY community_id
            UNION ALL SELECT 0, -4, 0, COUNT(*), 0, 0, 0, NULL, NULL FROM (SELECT 1 FROM tickets t WHERE t.due_at IS NOT NULL AND t.due_at < {at} AND +t.lane = 0
                AND ({all} = 1 OR +t.community_id IN (SELECT a.community_id FROM agent_communities a WHERE a.agent_id = {agentId})) ORDER BY t.due_at LIMIT {OverdueAtMost}) overdue
            UNION ALL SELECT 0, -5, 0, COUNT(*), 0, 0, 0, NULL, NULL FROM agent_teams WHERE agent_id = {agentId}
            UNION ALL SELECT 0, -6, position, id, CASE agent_id WHEN {agentId} THEN 1 ELSE 0 END, 0, 0, name, query FROM (
                SELECT v.id, v.agent_id, v.name, v.query, v.position FROM saved_views v WHERE v.agent_id = {agentId} OR v.community_id IN (
                    SELECT c.id FROM communities c WHERE {all} = 1 OR EXISTS (SELECT 1 FROM agent_communities a WHERE a.agent_id = {agentId} AND a.community_id = c.id))
                ORDER BY v.position, v.id LIMIT {ViewsAtMost}) views
            UNION ALL SELECT 0, -7, 0, id, 0, 0, 0, NULL, NULL FROM (SELECT r.id, r.finished_at FROM bulk_runs r WHERE r.agent_id = {agentId} ORDER BY r.id DESC LIMIT 1) run
                WHERE finished_at IS NULL OR finished_at > {told}
            UNION ALL SELECT community_id, -10, 0, COUNT(*), 0, 0, 0, NULL, NULL FROM problems WHERE state < 2 GROUP BY community_id
            UNION ALL SELECT 0, -11, 0, COUNT(*), 0, 0, 0, NULL, NULL FROM (SELECT 1 FROM knowledge_news WHERE agent_id = {agentId} AND read_at IS NULL LIMIT {NoticesAtMost}) news
            UNION ALL SELECT t.community_id, -8, 0, COUNT(*), 0, 0, 0, NULL, NULL
                FROM (SELECT ticket_id FROM notices WHERE agent_id = {agentId} AND read_at IS NULL LIMIT {NoticesAtMost}) n JOIN tickets t ON t.id = n.ticket_id GROUP BY t.community_id
            UNION ALL SELECT t.community_id, -9, 0, COUNT(*), 0, 0, 0, NULL, NULL
                FROM (SELECT ticket_id FROM consultations WHERE closed_at IS NULL AND asked_id = {agentId} AND answered_at IS NULL
                    UNION ALL SELECT ticket_id FROM consultations WHERE closed_at IS NULL AND asked_id IS NULL AND answered_at IS NULL AND agent_id <> {agentId} AND team_id IS NULL
                    UNION ALL SELECT ticket_id FROM consultations WHERE closed_at IS NULL AND asked_id IS NULL AND answered_at IS NULL AND agent_id <> {agentId}
                        AND team_id IN (SELECT team_id FROM agent_teams WHERE agent_id = {agentId}) LIMIT {NoticesAtMost}) c
                JOIN tickets t ON t.id = c.ticket_id AND +t.lane < 2 GROUP BY t.community_id
            """).ToListAsync(cancel);
    }
}

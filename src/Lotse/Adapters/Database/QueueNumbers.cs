using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database;

/// <summary>A number of tickets, or of something else that the desk tells beside its queues.</summary>
/// <param name="State">A ticket's state; or what else is counted.</param>
/// <param name="Whose">0 nobody's, 1 the asking agent's, 2 somebody else's.</param>
public sealed record QueueNumber(long CommunityId, int State, int Level, int Whose, long Count);

/// <summary>Everything that surrounds a page in numbers, in one statement: the kept counts of queues, and the sizes of tables that are small while all is well.</summary>
public static class QueueNumbers
{
    /// <summary>In the place of a state.</summary>
    public const int ParkedMails = -1, OutgoingMails = -2, SickMailboxes = -3, UnreadNotices = -4;

    /// <summary>Nobody counts further: more is "many".</summary>
    private const int NoticesAtMost = 200;

    /// <returns>Of all communities: the caller keeps what the agent may see.</returns>
    public static Task<List<QueueNumber>> ReadAsync(DeskDatabase database, long agentId, CancellationToken cancel) => database.Database.SqlQuery<QueueNumber>(
        $"""
        SELECT community_id AS "CommunityId", state AS "State", level AS "Level",
            CASE assignee_id WHEN 0 THEN 0 WHEN {agentId} THEN 1 ELSE 2 END AS "Whose", CAST(SUM(count) AS bigint) AS "Count"
        FROM queue_counts GROUP BY 1, 2, 3, 4
        UNION ALL SELECT community_id, -1, 0, 0, COUNT(*) FROM deliveries WHERE step <> 1 AND step = 2 GROUP BY community_id
        UNION ALL SELECT 0, -2, 0, 0, COUNT(*) FROM outbox WHERE step = 0
        UNION ALL SELECT community_id, -3, 0, 0, COUNT(*) FROM mailboxes
            WHERE last_error_at IS NOT NULL AND (last_ok_at IS NULL OR last_error_at > last_ok_at) GROUP BY community_id
        UNION ALL SELECT t.community_id, -4, 0, 0, COUNT(*)
            FROM (SELECT ticket_id FROM notices WHERE agent_id = {agentId} AND read_at IS NULL LIMIT {NoticesAtMost}) n JOIN tickets t ON t.id = n.ticket_id GROUP BY t.community_id
        """).ToListAsync(cancel);
}

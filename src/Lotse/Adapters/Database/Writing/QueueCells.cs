using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Lotse.Adapters.Database.Writing;

/// <summary>A place that tickets are counted in.</summary>
/// <param name="AssigneeId">0 for nobody, and for anybody where the state is not divided.</param>
/// <param name="TeamId">0 for none, and for any where the state is not divided.</param>
internal readonly record struct QueueCell(long CommunityId, int State, int Level, long AssigneeId, long TeamId)
{
    /// <summary>Whose and which team's a ticket is, is counted while it is to be worked on: so there are as many cells as there is work, and not as there have been agents, teams and years.</summary>
    public static bool IsDivided(TicketState state) => state.Lane() == Lane.Active;

    public static QueueCell Of(long community, TicketState state, int level, long? assignee, long? team) =>
        IsDivided(state) ? new(community, (int)state, level, assignee ?? 0, team ?? 0) : new(community, (int)state, level, 0, 0);

    public static QueueCell Of(QueueCount row) => Of(row.CommunityId, (TicketState)row.State, row.Level, row.AssigneeId, row.TeamId);
}

/// <summary>Keeps the counts of queues up with what is saved: each ticket leaves the cell it was in and enters the one it is in now.</summary>
internal static class QueueCells
{
    /// <param name="opened">New tickets that the change tracker does not know.</param>
    public static Dictionary<QueueCell, int> Changed(DeskDatabase database, IEnumerable<Ticket> opened)
    {
        var cells = new Dictionary<QueueCell, int>();
        foreach (var ticket in opened) Add(cells, Is(ticket), +1);
        foreach (var entry in database.ChangeTracker.Entries<Ticket>())
        {
            if (entry.State is EntityState.Modified or EntityState.Deleted) Add(cells, Was(entry), -1);
            if (entry.State is EntityState.Modified or EntityState.Added) Add(cells, Is(entry.Entity), +1);
        }
        return cells;
    }

    public static Task AddAsync(DeskDatabase database, Dictionary<QueueCell, int> cells, CancellationToken cancel) => PreparedRows.RunAsync(
        database,
        """
        INSERT INTO queue_counts (community_id, state, level, assignee_id, team_id, count) VALUES (@p0, @p1, @p2, @p3, @p4, @p5)
        ON CONFLICT (community_id, state, level, assignee_id, team_id) DO UPDATE SET count = queue_counts.count + excluded.count
        """,
        [.. cells.Where(cell => cell.Value != 0).Select(cell => (object?[])[cell.Key.CommunityId, cell.Key.State, cell.Key.Level, cell.Key.AssigneeId, cell.Key.TeamId, cell.Value])], cancel);

    /// <returns>Null for one that is put aside: no queue counts it.</returns>
    private static QueueCell? Is(Ticket ticket) => ticket.Lane.IsAside()
        ? null
        : QueueCell.Of(ticket.CommunityId, ticket.State, (int)ticket.Level, ticket.AssigneeId, ticket.TeamId);

    private static QueueCell? Was(EntityEntry<Ticket> entry) => entry.Property(t => t.Lane).OriginalValue.IsAside()
        ? null
        : QueueCell.Of(
            entry.Property(t => t.CommunityId).OriginalValue,
            entry.Property(t => t.State).OriginalValue,
            (int)entry.Property(t => t.Level).OriginalValue,
            entry.Property(t => t.AssigneeId).OriginalValue,
            entry.Property(t => t.TeamId).OriginalValue);

    private static void Add(Dictionary<QueueCell, int> cells, QueueCell? cell, int change)
    {
        if (cell is { } known) cells[known] = cells.GetValueOrDefault(known) + change;
    }
}

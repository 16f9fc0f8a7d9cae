using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database;

/// <summary>Whether a team is on any ticket, put aside or not: one seek of an index.</summary>
public static class TeamTickets
{
    public static Task<bool> AnyAsync(DeskDatabase database, long teamId, CancellationToken cancel) => database.Tickets.AnyAsync(t => t.TeamId == teamId, cancel);
}

using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Procedures;

/// <summary>Finds procedures for whoever may see them: a page of them, one, and how it once was.</summary>
public sealed class ReadProcedures(DeskDatabase database)
{
    /// <param name="state">Null for all but retired ones.</param>
    /// <param name="after">The last one of the page before.</param>
    public Task<List<Procedure>> ListAsync(Acting by, long? community, TextBlockState? state, long after, int limit, CancellationToken cancel) => database.Procedures.VisibleTo(by)
        .Where(p => p.Id > after && (community == null || p.CommunityId == community) && (state == null ? p.State != TextBlockState.Retired : p.State == state)).OrderBy(p => p.Id).Take(limit).ToListAsync(cancel);

    public Task<Procedure?> FindAsync(Acting by, long id, CancellationToken cancel) => database.Procedures.VisibleTo(by).SingleOrDefaultAsync(p => p.Id == id, cancel);

    /// <summary>Newest first; null where the procedure is not there or not for this agent.</summary>
    /// <param name="before">Only those below this version.</param>
    public async Task<List<ProcedureVersion>?> VersionsAsync(Acting by, long id, int? before, int limit, CancellationToken cancel)
    {
        if (!await database.Procedures.VisibleTo(by).AnyAsync(p => p.Id == id, cancel)) return null;
        return await database.ProcedureVersions.Where(v => v.ProcedureId == id && (before == null || v.Version < before)).OrderByDescending(v => v.Version).Take(limit).ToListAsync(cancel);
    }
}

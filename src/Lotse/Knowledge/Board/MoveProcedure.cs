using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Procedures;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Board;

/// <summary>Changes nothing of a procedure but how far it has come.</summary>
public sealed class MoveProcedure(DeskDatabase database, KeepProcedures keep)
{
    /// <param name="version">As whoever moves it has seen it; null where they do not say.</param>
    public async Task<Answer<Procedure>> RunAsync(Acting by, long id, TextBlockState to, int? version, CancellationToken cancel)
    {
        if (await database.Procedures.VisibleTo(by).SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } row) return Refusals.NotFound;
        var steps = JsonSerializer.Deserialize<ProcedureSteps>(row.Steps, StepsAsJson.Options)!;
        return await keep.RunAsync(by, id, new WrittenProcedure(row.CommunityId, new TwoLanguages(row.German, row.English), row.Form, to, steps, version ?? row.Version, row.OwnerId, row.ReviewAt), cancel);
    }
}

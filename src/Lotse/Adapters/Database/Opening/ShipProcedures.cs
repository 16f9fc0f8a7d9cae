using System.Text.Json;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Procedures;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Opening;

/// <summary>Puts the procedures that a desk begins with into it, once: whoever retires or changes one keeps it so.</summary>
public static class ShipProcedures
{
    private const string Shipped = "procedures-shipped", Kept = "procedure-versions-kept";

    public static async Task RunAsync(DeskDatabase database, TimeProvider clock, CancellationToken cancel)
    {
        await ShipAsync(database, clock, cancel);
        await KeepAsync(database, cancel);
    }

    private static async Task ShipAsync(DeskDatabase database, TimeProvider clock, CancellationToken cancel)
    {
        if (await database.Settings.AnyAsync(s => s.Name == Shipped, cancel)) return;
        database.Settings.Add(new Setting { Name = Shipped, Value = "1" });
        if (!await database.Procedures.AnyAsync(p => p.Id == Procedure.PlayThrough, cancel))
        {
            database.Procedures.Add(new Procedure
            {
                Id = Procedure.PlayThrough, German = PlayThrough.Title.German, English = PlayThrough.Title.English, Form = Domain.Levels.HandOverForm.TechnicalProblem.Key, State = TextBlockState.Published,
                Steps = JsonSerializer.Serialize(PlayThrough.Steps, StepsAsJson.Options), Version = 1, UpdatedAt = clock.GetUtcNow(),
            });
        }
        await database.SaveChangesAsync(cancel);
    }

    /// <summary>As they stand they are the first that is known of those which were written before versions were kept.</summary>
    private static async Task KeepAsync(DeskDatabase database, CancellationToken cancel)
    {
        if (await database.Settings.AnyAsync(s => s.Name == Kept, cancel)) return;
        database.Settings.Add(new Setting { Name = Kept, Value = "1" });
        foreach (var row in await database.Procedures.Where(p => !database.ProcedureVersions.Any(v => v.ProcedureId == p.Id)).ToListAsync(cancel))
        {
            var community = await database.Communities.Where(c => c.Id == row.CommunityId).Select(c => c.Name).SingleOrDefaultAsync(cancel);
            var owner = await database.Users.Where(a => a.Id == row.OwnerId).Select(a => a.Name).SingleOrDefaultAsync(cancel);
            database.ProcedureVersions.Add(new ProcedureVersion
            {
                ProcedureId = row.Id, Version = row.Version, AgentId = row.UpdatedById, At = row.UpdatedAt,
                Content = new ProcedureContent(row.German, row.English, community, row.Form, owner, row.ReviewAt, TextBlockWays.Code(row.State), JsonSerializer.Deserialize<ProcedureSteps>(row.Steps, StepsAsJson.Options)!).Write(),
            });
        }
        await database.SaveChangesAsync(cancel);
    }
}

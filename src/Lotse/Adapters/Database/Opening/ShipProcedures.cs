using System.Text.Json;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Procedures;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Opening;

/// <summary>Puts the procedures that a desk begins with into it, once: whoever retires or changes one keeps it so.</summary>
public static class ShipProcedures
{
    private const string Shipped = "procedures-shipped";

    public static async Task RunAsync(DeskDatabase database, TimeProvider clock, CancellationToken cancel)
    {
        if (await database.Settings.AnyAsync(s => s.Name == Shipped, cancel)) return;
        database.Settings.Add(new Setting { Name = Shipped, Value = "1" });
        if (!await database.Procedures.AnyAsync(p => p.Id == Procedure.PlayThrough, cancel))
        {
            database.Procedures.Add(new Procedure
            {
                Id = Procedure.PlayThrough, German = PlayThrough.Title.German, English = PlayThrough.Title.English, Form = Domain.Levels.HandOverForm.TechnicalProblem.Key, State = TextBlockState.Published,
                Steps = JsonSerializer.Serialize(PlayThrough.Steps, ProcedureJson.Options), Version = 1, UpdatedAt = clock.GetUtcNow(),
            });
        }
        await database.SaveChangesAsync(cancel);
    }
}

/// <summary>Steps as they are kept and told to programs.</summary>
public static class ProcedureJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };
}

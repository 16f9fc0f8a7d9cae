using System.Text.Json;

namespace Lotse.Domain.Knowledge.Procedures;

/// <summary>All of a procedure as one version of it was, by names.</summary>
/// <param name="Community">Null for all.</param>
/// <param name="State">A state's code.</param>
public sealed record ProcedureContent(string German, string English, string? Community, string Form, string? Owner, DateTimeOffset? ReviewAt, string State, ProcedureSteps Steps)
{
    public string Write() => JsonSerializer.Serialize(this, StepsAsJson.Options);

    public static ProcedureContent Read(string json) => JsonSerializer.Deserialize<ProcedureContent>(json, StepsAsJson.Options)!;
}

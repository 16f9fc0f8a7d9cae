using System.Globalization;
using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Domain.Levels;
using Lotse.Knowledge.Procedures;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Knowledge.Api;

/// <summary>The program's door to procedures.</summary>
public static class ProceduresApi
{
    private const int MostAtOnce = 100;

    public static void MapProceduresApi(this IEndpointRouteBuilder api)
    {
        var procedures = api.MapGroup("/procedures").WithTags("procedures");
        procedures.MapGet("", ListAsync).WithName("listProcedures").WithSummary("Procedures, oldest first; retired ones only where their state is asked for.");
        procedures.MapPost("", CreateAsync).WithName("createProcedure").WithSummary("Makes a procedure.");
        procedures.MapGet("/{id:long}", ReadAsync).WithName("readProcedure").WithSummary("One procedure with its steps.");
        procedures.MapPut("/{id:long}", ChangeAsync).WithName("changeProcedure").WithSummary("Writes a procedure anew; the version before is kept, and walks under way go on by the old steps.");
        procedures.MapPost("/{id:long}/retirement", RetireAsync).WithName("retireProcedure").WithSummary("Takes a procedure out of use.");
        procedures.MapGet("/{id:long}/versions", VersionsAsync).WithName("listProcedureVersions").WithSummary("Versions of a procedure, newest first.");
        procedures.MapGet("/{id:long}/versions/{version:int}", VersionAsync).WithName("readProcedureVersion").WithSummary("A procedure as it was in one version.");
        procedures.MapGet("/{id:long}/versions/{version:int}/comparison", CompareAsync).WithName("compareProcedureVersions").WithSummary("What a version changed against the one before it that is kept, or against the one that is named.");
    }

    private static async Task<Results<Ok<ProcedureListJson>, ProblemHttpResult>> ListAsync(string? community, string? state, string? after, int? limit, Signed signed, ReadProcedures read, CancellationToken cancel)
    {
        if (state is not null && TextBlockWays.Read(state) is null) return Answers.Problem(400, TextBlockWays.NoWay, "state");
        if (after is not null && Id(after) is null) return Answers.Problem(400, "id-not-right", "after");
        var count = Math.Clamp(limit ?? 50, 1, MostAtOnce);
        var rows = await read.ListAsync(signed.Acting, community is null ? null : Id(community) ?? 0, TextBlockWays.Read(state), Id(after) ?? 0, count + 1, cancel);
        return TypedResults.Ok(new ProcedureListJson([.. rows.Take(count).Select(ProcedureJson.Item)], rows.Count > count ? ProcedureJson.Text(rows[count - 1].Id) : null));
    }

    private static async Task<Results<Ok<ProcedureJson>, NotFound>> ReadAsync(long id, Signed signed, ReadProcedures read, CancellationToken cancel) =>
        await read.FindAsync(signed.Acting, id, cancel) is { } row ? TypedResults.Ok(ProcedureJson.Of(row)) : TypedResults.NotFound();

    private static async Task<Results<Created<ProcedureJson>, NotFound, ProblemHttpResult>> CreateAsync(WriteProcedureJson body, Signed signed, KeepProcedures keep, CancellationToken cancel)
    {
        var written = Written(body);
        if (written.Refusal is { } unread) return TicketsApi.Refused(unread);
        var answer = await keep.RunAsync(signed.Acting, null, written.Value!, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Created($"/api/v1/procedures/{answer.Value!.Id}", ProcedureJson.Of(answer.Value));
    }

    private static async Task<Results<Ok<ProcedureJson>, NotFound, ProblemHttpResult>> ChangeAsync(long id, WriteProcedureJson body, Signed signed, KeepProcedures keep, CancellationToken cancel)
    {
        var written = Written(body);
        return written.Refusal is { } unread ? TicketsApi.Refused(unread) : Answered(await keep.RunAsync(signed.Acting, id, written.Value!, cancel));
    }

    private static async Task<Results<Ok<ProcedureJson>, NotFound, ProblemHttpResult>> RetireAsync(long id, Signed signed, ReadProcedures read, KeepProcedures keep, CancellationToken cancel)
    {
        if (await read.FindAsync(signed.Acting, id, cancel) is not { } row) return TypedResults.NotFound();
        var steps = JsonSerializer.Deserialize<ProcedureSteps>(row.Steps, StepsAsJson.Options)!;
        return Answered(await keep.RunAsync(signed.Acting, id, new WrittenProcedure(row.CommunityId, new TwoLanguages(row.German, row.English), row.Form, TextBlockState.Retired, steps, row.Version, row.OwnerId, row.ReviewAt), cancel));
    }

    private static async Task<Results<Ok<ProcedureVersionListJson>, NotFound>> VersionsAsync(long id, int? before, int? limit, Signed signed, ReadProcedures read, DeskDatabase database, CancellationToken cancel)
    {
        var count = Math.Clamp(limit ?? 50, 1, MostAtOnce);
        if (await read.VersionsAsync(signed.Acting, id, before, count + 1, cancel) is not { } rows) return TypedResults.NotFound();
        var people = await People.LoadAsync(database, cancel);
        return TypedResults.Ok(new ProcedureVersionListJson([.. rows.Take(count).Select(row => (row, Was: ProcedureContent.Read(row.Content)))
            .Select(one => new ProcedureVersionItemJson(one.row.Version, one.row.At, ToJson.Person(people.Agent(one.row.AgentId)), new WordsJson(one.Was.German, one.Was.English), one.Was.State))], rows.Count > count ? rows[count - 1].Version : null));
    }

    private static async Task<Results<Ok<ProcedureVersionJson>, NotFound>> VersionAsync(long id, int version, Signed signed, ReadProcedures read, DeskDatabase database, CancellationToken cancel)
    {
        if (await UpToAsync(id, version, signed, read, cancel) is not { } row || row.Version != version) return TypedResults.NotFound();
        var (people, was) = (await People.LoadAsync(database, cancel), ProcedureContent.Read(row.Content));
        return TypedResults.Ok(new ProcedureVersionJson(row.Version, row.At, ToJson.Person(people.Agent(row.AgentId)), new WordsJson(was.German, was.English), was.Community, was.Form.Length == 0 ? null : was.Form, was.State, was.Owner, was.ReviewAt,
            [.. was.Steps.Steps.Select(StepJson.Of)]));
    }

    private static async Task<Results<Ok<ComparedVersionsJson>, NotFound>> CompareAsync(long id, int version, int? from, Signed signed, ReadProcedures read, CancellationToken cancel)
    {
        if (await UpToAsync(id, version, signed, read, cancel) is not { } newer || newer.Version != version) return TypedResults.NotFound();
        // Those of before versions were kept begin with a later one than the first.
        var older = await UpToAsync(id, from ?? version - 1, signed, read, cancel) ?? (from is null ? newer : null);
        if (older is null || (from is { } named && older.Version != named)) return TypedResults.NotFound();
        return TypedResults.Ok(new ComparedVersionsJson(older.Version, newer.Version,
            [.. ProcedureDifferences.Between(ProcedureContent.Read(older.Content), ProcedureContent.Read(newer.Content), StepJson.KindOf).Select(one => ComparedFieldJson.Of(one.Field, one.Parts))]));
    }

    /// <summary>The newest version that is not above this one.</summary>
    private static async Task<ProcedureVersion?> UpToAsync(long id, int version, Signed signed, ReadProcedures read, CancellationToken cancel) =>
        version is < 0 or int.MaxValue ? null : (await read.VersionsAsync(signed.Acting, id, version + 1, 1, cancel))?.FirstOrDefault();

    private static Results<Ok<ProcedureJson>, NotFound, ProblemHttpResult> Answered(Answer<Procedure> answer) => answer.Refusal == Refusals.NotFound ? TypedResults.NotFound()
        : answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok(ProcedureJson.Of(answer.Value!));

    private static Answer<WrittenProcedure> Written(WriteProcedureJson body)
    {
        if (body.State is not null && TextBlockWays.Read(body.State) is null) return new Refusal(TextBlockWays.NoWay, "state");
        foreach (var (name, id) in (ReadOnlySpan<(string, string?)>)[("community", body.Community), ("owner", body.Owner)])
        {
            if (id is not null && Id(id) is null) return new Refusal("id-not-right", name);
        }
        var steps = (body.Steps ?? []).Take(ProcedureSteps.AtMost + 1).Select(step => step?.Read()).ToList();
        if (steps.IndexOf(null) is >= 0 and var wrong) return new Refusal("procedure-step-not-right", wrong.ToString(CultureInfo.InvariantCulture));
        return new WrittenProcedure(Id(body.Community), body.Title?.Read() ?? new TwoLanguages("", ""), body.Form?.Trim() ?? "", TextBlockWays.Read(body.State) ?? TextBlockState.Published, new ProcedureSteps([.. steps.OfType<Step>()]), body.Version, Id(body.Owner), body.ReviewAt);
    }

    private static long? Id(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}

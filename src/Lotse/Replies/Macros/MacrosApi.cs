using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Replies.Macros;

/// <param name="Community">Id of the community whose agents use it; null for the caller's own.</param>
public sealed record MacroJson(string Id, string Name, string? Community, TicketSteps Steps);

public sealed record MacroListJson(IReadOnlyList<MacroJson> Items);

/// <param name="LastSeen">Id of the newest message the caller has seen; 409 where a newer one came and the macro writes to the customer.</param>
public sealed record RunMacroJson(string Macro, string? LastSeen);

/// <summary>The program's door to macros.</summary>
public static class MacrosApi
{
    public static void MapMacrosApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/macros", ListAsync).WithName("listMacros").WithTags("tickets").WithSummary("The macros that the caller may use.");
        api.MapPost("/tickets/{number:long}/macro-runs", RunAsync).WithName("runMacro").WithTags("tickets")
            .WithSummary("Carries out a macro on a ticket: all of its steps, or none where one is refused; the problem's field says which.");
    }

    private static async Task<Ok<MacroListJson>> ListAsync(Signed signed, KeepMacros macros, CancellationToken cancel) =>
        TypedResults.Ok(new MacroListJson([.. (await macros.ListAsync(signed.Acting, cancel)).Select(m => MacroSteps.Read(m.Steps) is { } steps
            ? new MacroJson(ToJson.Id(m.Id), m.Name, m.CommunityId is { } community ? ToJson.Id(community) : null, steps)
            : null).OfType<MacroJson>()]));

    private static async Task<Results<Ok<TicketJson>, NotFound, ProblemHttpResult>> RunAsync(
        long number, RunMacroJson body, Signed signed, RunMacro run, TicketAnswers answers, CancellationToken cancel)
    {
        if (!long.TryParse(body.Macro, NumberStyles.None, CultureInfo.InvariantCulture, out var macro)) return TypedResults.NotFound();
        long seen = 0;
        if (body.LastSeen is not null && !long.TryParse(body.LastSeen, NumberStyles.None, CultureInfo.InvariantCulture, out seen)) return Answers.Problem(400, "last-seen-unreadable", "lastSeen");
        var outcome = await run.RunAsync(signed.Acting, number, macro, body.LastSeen is null ? null : seen, cancel);
        if (outcome.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (outcome.Refusal is { } refusal) return TicketsApi.Refused(refusal with { About = outcome.Step });
        return TypedResults.Ok((await answers.ReadAsync(signed.Acting, number, cancel))!);
    }
}

using System.Globalization;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Adapters.Web;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Rules.Trying;
using Lotse.Rules.Webhooks;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Rules;

/// <param name="Community">Id; null for all communities.</param>
/// <param name="When">ticketOpened, customerWrote, replySent, stateChanged, assigned, levelChanged, tagsChanged, noteWritten; empty for a rule that waits for time.</param>
/// <param name="Since">lastChange or opened, for a rule that waits for time; null for one that waits for events.</param>
/// <param name="Condition">As it would be typed into the search box; empty for every ticket.</param>
/// <param name="Webhook">Id of the one that it calls.</param>
/// <param name="PausedAt">The desk has stopped it because it ran too often.</param>
/// <param name="Version">Which one this is; given back with a change, it is refused with 412 where the rule has changed since.</param>
public sealed record RuleJson(
    string Id, string Name, string? Community, bool Enabled, IReadOnlyList<string> When, RuleSince? Since, int Hours, string Condition, TicketSteps Steps, string? Webhook, bool StopAfter, DateTimeOffset? PausedAt, string Version);

public sealed record RuleListJson(IReadOnlyList<RuleJson> Items);

/// <summary>As <see cref="RuleJson"/>; a rule is always written as a whole.</summary>
/// <param name="Version">As it was read; left out, whatever is there is written over.</param>
public sealed record WriteRuleJson(
    string? Name, string? Community = null, bool Enabled = true, IReadOnlyList<string>? When = null, RuleSince? Since = null, int Hours = 0, string? Condition = null, TicketSteps? Steps = null,
    string? Webhook = null, bool StopAfter = false, string? Version = null);

/// <param name="Why">What of the condition held, or the code of what stood in the way.</param>
public sealed record RuleRunJson(string Id, long Ticket, DateTimeOffset At, RuleOutcome Outcome, string Why);

public sealed record RuleLogJson(IReadOnlyList<RuleRunJson> Items, string? Next);

/// <param name="Because">What of the condition holds; where it does not fit, the first part that does not.</param>
/// <param name="Changes">Whether it would change anything: a ticket may be as the rule wants it already.</param>
public sealed record TriedTicketJson(long Ticket, string Subject, bool Fits, string Because, bool Changes);

/// <param name="Looked">How many tickets were looked at: the newest.</param>
public sealed record TriedRuleJson(int Looked, int Fit, IReadOnlyList<TriedTicketJson> Items);

/// <summary>The program's door to rules. Leads and admins only.</summary>
public static class RulesApi
{
    private const int AtMost = 100;

    public static void MapRulesApi(this IEndpointRouteBuilder api)
    {
        var rules = api.MapGroup("/rules").WithTags("rules");
        rules.MapGet("", ListAsync).WithName("listRules").WithSummary("Rules in the order in which they run. Leads and admins only.");
        rules.MapPost("", MakeAsync).WithName("makeRule").WithSummary("Makes a rule, behind all others.");
        rules.MapGet("/{id:long}", ReadAsync).WithName("readRule").WithSummary("A rule.");
        rules.MapPut("/{id:long}", ChangeAsync).WithName("changeRule").WithSummary("Writes a rule anew; version guards it. One that was paused goes on.");
        rules.MapDelete("/{id:long}", RemoveAsync).WithName("removeRule").WithSummary("Lets a rule go, and its log.");
        rules.MapPost("/{id:long}/position", RaiseAsync).WithName("raiseRule").WithSummary("Puts a rule before the one above it.");
        rules.MapPost("/{id:long}/resumptions", ResumeAsync).WithName("resumeRule").WithSummary("Lets a rule go on that the desk has paused.");
        rules.MapGet("/{id:long}/runs", LogAsync).WithName("listRuleRuns").WithSummary("What it did and why, newest first, page by page.");
        rules.MapGet("/{id:long}/trial", TryAsync).WithName("tryRule").WithSummary("Which of the newest tickets it fits, and why; nothing is changed.");
        api.MapWebhooksApi();
    }

    internal static long? IdOf(string? id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <returns>Null where one of the names means nothing.</returns>
    internal static RuleMoments? MomentsOf(IReadOnlyList<string>? names)
    {
        var moments = RuleMoments.None;
        foreach (var name in names ?? [])
        {
            if (MomentOf.All.FirstOrDefault(moment => moment.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)) is not (not RuleMoments.None and var moment)) return null;
            moments |= moment;
        }
        return moments;
    }

    internal static IReadOnlyList<string> NamesOf(RuleMoments moments) => [.. MomentOf.All.Where(moment => moments.HasFlag(moment)).Select(TellWebhooks.NameOf)];

    private static RuleJson Json(RuleRow row) => new(
        ToJson.Id(row.Id), row.Name, row.CommunityId is { } community ? ToJson.Id(community) : null, row.Enabled, NamesOf(row.Moments), row.Since, row.Hours, row.Condition,
        MacroSteps.Read(row.Steps) ?? new TicketSteps(), row.WebhookId is { } webhook ? ToJson.Id(webhook) : null, row.StopAfter, row.PausedAt, KeepRules.VersionOf(row));

    private static async Task<Ok<RuleListJson>> ListAsync(Signed signed, KeepRules keep, CancellationToken cancel) =>
        TypedResults.Ok(new RuleListJson([.. (await keep.ListAsync(signed.Acting, cancel)).Select(Json)]));

    private static async Task<Results<Ok<RuleJson>, NotFound>> ReadAsync(long id, Signed signed, KeepRules keep, CancellationToken cancel) =>
        await keep.ReadAsync(signed.Acting, id, cancel) is { } row ? TypedResults.Ok(Json(row)) : TypedResults.NotFound();

    private static async Task<Results<Created<RuleJson>, ProblemHttpResult>> MakeAsync(WriteRuleJson body, Signed signed, KeepRules keep, CancellationToken cancel)
    {
        if (WishOf(body, signed) is not { } wish) return Unread(body);
        var answer = await keep.SaveAsync(signed.Acting, null, wish, cancel);
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Created($"/api/v1/rules/{ToJson.Id(answer.Value!.Id)}", Json(answer.Value));
    }

    private static async Task<Results<Ok<RuleJson>, NotFound, ProblemHttpResult>> ChangeAsync(long id, WriteRuleJson body, Signed signed, KeepRules keep, CancellationToken cancel)
    {
        if (WishOf(body, signed) is not { } wish) return Unread(body);
        var answer = await keep.SaveAsync(signed.Acting, id, wish, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok(Json(answer.Value!));
    }

    private static async Task<Results<NoContent, NotFound>> RemoveAsync(long id, Signed signed, KeepRules keep, CancellationToken cancel) =>
        await keep.RemoveAsync(signed.Acting, id, cancel) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> RaiseAsync(long id, Signed signed, KeepRules keep, CancellationToken cancel) =>
        await keep.RaiseAsync(signed.Acting, id, cancel) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> ResumeAsync(long id, Signed signed, KeepRules keep, CancellationToken cancel) =>
        (await keep.ResumeAsync(signed.Acting, id, cancel)).Refusal is null ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<Ok<RuleLogJson>, NotFound>> LogAsync(long id, Signed signed, KeepRules keep, RuleLog log, CancellationToken cancel, string? after = null, int limit = 50)
    {
        if (await keep.ReadAsync(signed.Acting, id, cancel) is null) return TypedResults.NotFound();
        var size = Math.Clamp(limit, 1, AtMost);
        var runs = await log.RunAsync(signed.Acting, id, IdOf(after), size, cancel);
        return TypedResults.Ok(new RuleLogJson([.. runs.Select(run => new RuleRunJson(ToJson.Id(run.Id), run.Number, run.At, run.Outcome, run.Why))], runs.Count == size ? ToJson.Id(runs[^1].Id) : null));
    }

    private static async Task<Results<Ok<TriedRuleJson>, NotFound>> TryAsync(long id, Signed signed, KeepRules keep, TryRule trial, CancellationToken cancel, int limit = 100)
    {
        if (await keep.ReadAsync(signed.Acting, id, cancel) is not { } row || KnownRules.Of(row) is not { } rule) return TypedResults.NotFound();
        var tried = await trial.RunAsync(signed.Acting, rule, limit, cancel);
        return TypedResults.Ok(new TriedRuleJson(tried.Count, tried.Count(one => one.Match.Fits), [.. tried.Select(one => new TriedTicketJson(one.Ticket.Number, one.Ticket.Subject, one.Match.Fits, one.Match.Because, one.Changes))]));
    }

    private static RuleWish? WishOf(WriteRuleJson body, Signed signed)
    {
        if (MomentsOf(body.When) is not { } moments || (body.Community is not null && IdOf(body.Community) is null) || (body.Webhook is not null && IdOf(body.Webhook) is null)) return null;
        return new RuleWish(new WriteRule(body.Name, moments, body.Since, body.Hours, body.Condition, body.Steps ?? new TicketSteps(), IdOf(body.Webhook), body.StopAfter), IdOf(body.Community), body.Enabled, signed.Preferences.TimeZone, body.Version);
    }

    private static ProblemHttpResult Unread(WriteRuleJson body) => MomentsOf(body.When) is null ? Answers.Problem(422, "rule-no-such-event", "when") : Answers.Problem(422, "rule-unreadable-id");
}

using Lotse.Adapters.Web;
using Lotse.Domain.Retention;
using Lotse.Retention.Keeping;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Retention;

/// <param name="Months">Since the last change of any kind, 1 to 240.</param>
/// <param name="Tag">Only tickets with this tag; left out for all that are done.</param>
/// <param name="Spam">Tickets that are marked as spam, instead of those that are done; these can only be deleted.</param>
/// <param name="Act">delete (with all that hangs on them), anonymise (words and people go, what was done and when stays) or archive (out of queues and searches, and back when somebody turns to them).</param>
public sealed record RetentionRuleJson(int Months, string? Tag = null, bool Spam = false, RetentionAct Act = RetentionAct.Delete);

/// <param name="Rules">Which tickets are put away, when and how.</param>
/// <param name="Holds">Tags of tickets that are neither deleted nor anonymised whatever the rules say.</param>
/// <param name="Version">Which one this is; given back with a change, it is refused with 412 where somebody else has changed it since. Left out, whatever is there is replaced.</param>
public sealed record RetentionJson(IReadOnlyList<RetentionRuleJson>? Rules, IReadOnlyList<string>? Holds, long? Version = null)
{
    internal WantedRetention Read() => new([.. (Rules ?? []).OfType<RetentionRuleJson>().Select(rule => new WantedRule(rule.Months, string.IsNullOrWhiteSpace(rule.Tag) ? null : rule.Tag.Trim(), rule.Spam, rule.Act))], [.. (Holds ?? []).OfType<string>()], Version);

    internal static RetentionJson Of(WantedRetention kept) => new([.. kept.Rules.Select(rule => new RetentionRuleJson(rule.Months, rule.Tag, rule.Spam, rule.Act))], kept.Holds, kept.Version);
}

/// <param name="Tickets">How many a rule would put away now; counted up to 10000.</param>
/// <param name="Oldest">When the one was last touched that has rested longest.</param>
public sealed record DueTicketsJson(int Tickets, DateTimeOffset? Oldest, DateTimeOffset? Newest);

/// <param name="Rules">In the order of the rules.</param>
public sealed record RetentionPreviewJson(IReadOnlyList<DueTicketsJson> Rules);

/// <summary>The door for programs to what is put away by rule.</summary>
public static class RetentionApi
{
    public static void MapRetentionApi(this IEndpointRouteBuilder api)
    {
        var retention = api.MapGroup("/communities/{id:long}/retention").WithTags("retention");
        retention.MapGet("", ShowAsync).WithName("retention").WithSummary("Which tickets of a community are deleted, anonymised or archived, and when; for leads and admins.");
        retention.MapPut("", KeepAsync).WithName("setRetention").WithSummary("Says which tickets of a community are deleted, anonymised or archived, and when; for leads and admins. Look at the preview first; version guards it.");
        retention.MapPost("/preview", PreviewAsync).WithName("previewRetention").WithSummary("What rules would put away now; keeps and changes nothing.");
    }

    private static async Task<Results<Ok<RetentionJson>, NotFound, ProblemHttpResult>> ShowAsync(long id, Signed signed, KeepRetention keep, CancellationToken cancel) =>
        Say(await keep.ReadAsync(signed.Acting, id, cancel));

    private static async Task<Results<Ok<RetentionJson>, NotFound, ProblemHttpResult>> KeepAsync(long id, RetentionJson body, Signed signed, KeepRetention keep, CancellationToken cancel) =>
        Say(await keep.RunAsync(signed.Acting, id, body.Read(), cancel));

    private static async Task<Results<Ok<RetentionPreviewJson>, NotFound, ProblemHttpResult>> PreviewAsync(long id, RetentionJson body, Signed signed, KeepRetention keep, CancellationToken cancel)
    {
        var answer = await keep.PreviewAsync(signed.Acting, id, body.Read(), cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok(new RetentionPreviewJson([.. answer.Value!.Select(one => new DueTicketsJson(one.Tickets, one.Oldest, one.Newest))]));
    }

    private static Results<Ok<RetentionJson>, NotFound, ProblemHttpResult> Say(Answer<WantedRetention> answer)
    {
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok(RetentionJson.Of(answer.Value!));
    }
}

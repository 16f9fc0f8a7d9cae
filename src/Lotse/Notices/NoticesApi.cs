using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Notices;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Lotse.Tickets.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Notices;

/// <param name="Why">Why the caller is told: responsible, watching, named, author or queue.</param>
/// <param name="By">Who did it; null for a customer or the desk.</param>
public sealed record NoticeJson(string Id, long Ticket, string Subject, NoticeKind Kind, NoticeWhy Why, PersonJson? By, DateTimeOffset At, DateTimeOffset? ReadAt);

/// <param name="Next">For after, where there are more.</param>
public sealed record NoticeListJson(IReadOnlyList<NoticeJson> Items, string? Next);

/// <param name="Ticket">Its number; left out for all notices.</param>
public sealed record ReadNoticesJson(long? Ticket);

/// <summary>The program's door to the notices of whoever it acts for.</summary>
public static class NoticesApi
{
    public static void MapNoticesApi(this IEndpointRouteBuilder api)
    {
        var notices = api.MapGroup("/notices").WithTags("notices");
        notices.MapGet("", ListAsync).WithName("listNotices").WithSummary("The caller's notices, newest first, page by page.");
        notices.MapPost("/readings", ReadAsync).WithName("readNotices").WithSummary("Marks the notices of a ticket, or all, as read.");
        api.MapGet("/notice-settings", (Signed signed, ChangeNoticeHabits change, CancellationToken cancel) => change.OfAsync(signed.AgentId, cancel))
            .WithTags("notices").WithName("readNoticeSettings").WithSummary("What the caller wants to be told, and how.");
        api.MapPut("/notice-settings", ChangeAsync).WithTags("notices").WithName("changeNoticeSettings").WithSummary("Says what the caller wants to be told; what is left out is as it is for everybody at first.");
    }

    private static async Task<Ok<NoticeListJson>> ListAsync(Signed signed, ListNotices list, DeskNames names, CancellationToken cancel, bool unread = false, string? after = null, int limit = 50)
    {
        var known = (await names.NowAsync(cancel)).Agents;
        var last = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        var size = Math.Clamp(limit, 1, ListNotices.AtMost);
        var found = await list.RunAsync(signed.Acting, unread, last, size, cancel);
        return TypedResults.Ok(new NoticeListJson([.. found.Select(n => new NoticeJson(ToJson.Id(n.Id), n.Number, n.Subject, n.Kind, n.Why,
            n.By is { } by && known.TryGetValue(by, out var agent) ? new PersonJson(ToJson.Id(agent.Id), agent.Name, agent.Email) : null, n.At, n.ReadAt))],
            found.Count == size ? ToJson.Id(found[^1].Id) : null));
    }

    private static async Task<Results<NoContent, NotFound>> ReadAsync(ReadNoticesJson body, Signed signed, ReadNotices read, CancellationToken cancel)
    {
        if (body.Ticket is { } number) return await read.OfTicketAsync(signed.Acting, number, cancel) ? TypedResults.NoContent() : TypedResults.NotFound();
        await read.AllAsync(signed.Acting, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<NoticeHabits>, ProblemHttpResult>> ChangeAsync(NoticeHabits body, Signed signed, ChangeNoticeHabits change, CancellationToken cancel) =>
        await change.RunAsync(signed.AgentId, body, cancel) is { } refusal ? Answers.Problem(422, refusal.Code, refusal.About) : TypedResults.Ok(await change.OfAsync(signed.AgentId, cancel));
}

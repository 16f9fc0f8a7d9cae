using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Replies.Holding;
using Lotse.Replies.Noting;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Lotse.Tickets.Drafts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Replies;

/// <param name="LastSeen">Id of the newest message the writer has seen; 409 where a newer one came.</param>
/// <param name="State">The ticket's state afterwards; waitingForCustomer where it is left out.</param>
/// <param name="Quote">Whether the answered mail is quoted below.</param>
/// <param name="SnoozedUntil">How long the ticket sleeps, with the state snoozed.</param>
/// <param name="SendAt">When it is to leave; it is stopped where the customer writes before. Now where it is left out.</param>
/// <param name="TextBlocks">Ids of text blocks that stand in it, to be counted.</param>
public sealed record SendReplyJson(
    string? Text, string? Html, IReadOnlyList<string>? To, IReadOnlyList<string>? Cc, IReadOnlyList<ReplyFileJson>? Attachments, string? LastSeen, TicketState? State, bool? Quote,
    DateTimeOffset? SnoozedUntil = null, DateTimeOffset? SendAt = null, IReadOnlyList<string>? TextBlocks = null);

/// <param name="Content">Base64.</param>
/// <param name="ContentId">By what the HTML shows a picture (cid:…); left out for a file that only hangs on the answer.</param>
public sealed record ReplyFileJson(string Name, string? ContentType, byte[] Content, string? ContentId = null);

/// <summary>The program's door to answering.</summary>
public static class RepliesApi
{
    public static void MapRepliesApi(this IEndpointRouteBuilder api)
    {
        api.MapPost("/tickets/{number:long}/replies", SendAsync).WithName("sendReply").WithTags("tickets").WithSummary("Answers the customer.");
        api.MapPost("/messages/{id:long}/recall", BackAsync).WithName("takeBackReply").WithTags("tickets").WithSummary("Takes back an answer that has not left; it becomes a draft of the caller's.");
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> BackAsync(long id, Signed signed, TakeBack back, CancellationToken cancel)
    {
        var answer = await back.RunAsync(signed.Acting, id, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.NoContent();
    }

    private static async Task<Results<Created<MessageJson>, NotFound, ProblemHttpResult>> SendAsync(
        long number, SendReplyJson body, Signed signed, SendReply send, DeskDatabase database, CancellationToken cancel)
    {
        long seen = 0;
        if (body.LastSeen is not null && !long.TryParse(body.LastSeen, out seen)) return Answers.Problem(400, "last-seen-unreadable", "lastSeen");
        var draft = new ReplyDraft(body.Text, body.Html, body.To, body.Cc,
            body.Attachments?.Select(file => new ReplyFile(file.Name, file.ContentType ?? "application/octet-stream", file.Content, file.ContentId)).ToList(),
            body.LastSeen is null ? null : seen, body.State, body.Quote ?? false)
        {
            SnoozedUntil = body.SnoozedUntil,
            SendAt = body.SendAt,
            TextBlocks = [.. (body.TextBlocks ?? []).Select(UsedBlocks.Id).OfType<long>()],
        };
        var answer = await send.RunAsync(signed.Acting, number, draft, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { Code: DraftFiles.TooLarge } tooLarge) return Answers.Problem(422, tooLarge.Code, "attachments", $"All attachments together may be {tooLarge.About} MB. Nothing was sent.");
        if (answer.Refusal is { } refusal) return TicketsApi.Refused(refusal);
        return TypedResults.Created($"/api/v1/tickets/{number}", ToJson.Message(answer.Value!, await People.LoadAsync(database, cancel), answer.Value!.Html));
    }
}

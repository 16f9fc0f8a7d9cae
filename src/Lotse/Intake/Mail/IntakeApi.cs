using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Lotse.Adapters.Web;
using Lotse.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail;

/// <param name="Outcome">opened, continued, reopened, recorded, duplicate or parked; read for a mail that was read again.</param>
/// <param name="Ticket">Number; null for parked mail.</param>
public sealed record TakenInJson(string Outcome, long? Ticket, string? Message, string? Reason);

public sealed record ParkedItemJson(string Id, DateTimeOffset At, string Mailbox, string Reason, long Size);

public sealed record ParkedListJson(IReadOnlyList<ParkedItemJson> Items, string? Next);

/// <summary>The program's door for mail, and to what could not be read or placed.</summary>
public static class IntakeApi
{
    public static void MapIntakeApi(this IEndpointRouteBuilder api)
    {
        api.MapPost("/mailboxes/{address}/messages", TakeInAsync).WithName("takeInMail").WithTags("intake").WithMetadata(new AlsoScope("intake"))
            .Accepts<byte[]>("message/rfc822").WithSummary("Takes a raw mail in; 201 once it is durable and placed.");
        api.MapPost("/messages/{id:long}/readings", ReadAgainAsync).WithName("readMessageAgain").WithTags("intake")
            .WithSummary("Reads a sealed mail once more, with the keys that are set up by now.");
        api.MapGet("/parked", ListAsync).WithName("listParked").WithTags("intake").WithSummary("Mail that could not be read or placed.");
        api.MapPost("/parked/{id:long}/tickets", OpenAsync).WithName("openParked").WithTags("intake").WithSummary("Makes a ticket of a parked mail.");
    }

    private static async Task<Results<Created<TakenInJson>, ProblemHttpResult>> TakeInAsync(
        string address, Signed signed, HttpContext http, TakeInMail takeIn, MailboxDirectory mailboxes, Spool spool, MailDoorOptions limits, StoreHealth health,
        TimeProvider clock, CancellationToken cancel)
    {
        if (await mailboxes.FindAsync(address, cancel) is not { } mailbox || !signed.Acting.Sees(mailbox.CommunityId)) return Answers.Problem(404, "no-such-mailbox");
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null; // Counted below, so that the refusal has a code.
        using var mail = new ReceivedMail(spool.Folder);
        var buffer = new byte[32 * 1024];
        int count;
        while ((count = await http.Request.Body.ReadAsync(buffer, cancel)) > 0)
        {
            if (mail.Length + count > limits.MaxMailBytes) return Answers.Problem(413, "mail-too-large");
            mail.Write(buffer.AsSpan(0, count));
        }
        mail.Complete();
        try
        {
            var placed = await takeIn.TakeInAsync(mail, new MailEnvelope("http", null, [address], clock.GetUtcNow()), cancel);
            var where = placed.Number is { } number ? $"/api/v1/tickets/{number}" : "/api/v1/parked";
            return TypedResults.Created(where, new TakenInJson(placed.Outcome, placed.Number, placed.MessageId?.ToString(CultureInfo.InvariantCulture), placed.Reason));
        }
        catch (Exception e) when (StoreHealth.CodeOf(e) is { } trouble)
        {
            health.Failed(e);
            return Answers.Problem(503, trouble);
        }
    }

    private static async Task<Ok<ParkedListJson>> ListAsync(Signed signed, DeskDatabase database, long? after, int? limit, CancellationToken cancel)
    {
        var count = Math.Clamp(limit ?? 50, 1, 200);
        var rows = await database.Deliveries.Where(d => d.Step != DeliveryStep.Placed && d.Step == DeliveryStep.Parked && (after == null || d.Id < after)).VisibleTo(database, signed.Acting)
            .OrderByDescending(d => d.Id).Take(count + 1)
            .Join(database.Mailboxes, d => d.MailboxId, m => m.Id, (d, m) => new { d.Id, d.ReceivedAt, m.Address, d.Reason, d.Size })
            .ToListAsync(cancel);
        rows = [.. rows.OrderByDescending(row => row.Id)];
        var next = rows.Count > count ? rows[count - 1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new ParkedListJson(
            [.. rows.Take(count).Select(d => new ParkedItemJson(d.Id.ToString(CultureInfo.InvariantCulture), d.ReceivedAt, d.Address, d.Reason ?? "", d.Size))], next));
    }

    private static async Task<Results<Created<TakenInJson>, NotFound, ProblemHttpResult>> ReadAgainAsync(long id, Signed signed, ReadMailAgain read, CancellationToken cancel)
    {
        var answer = await read.RunAsync(signed.Acting, id, cancel);
        if (answer.Refusal is { } refusal) return refusal == Refusals.NotFound ? TypedResults.NotFound() : Answers.Problem(422, refusal.Code);
        return TypedResults.Created($"/api/v1/tickets/{answer.Value}", new TakenInJson("read", answer.Value, id.ToString(CultureInfo.InvariantCulture), null));
    }

    private static async Task<Results<Created<TakenInJson>, NotFound>> OpenAsync(long id, Signed signed, OpenParkedMail open, CancellationToken cancel) =>
        await open.RunAsync(signed.Acting, id, cancel) is { } number
            ? TypedResults.Created($"/api/v1/tickets/{number}", new TakenInJson("opened", number, null, null))
            : TypedResults.NotFound();
}

using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.MailServer.Cleaning;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Lotse.Tickets.Working;
using Lotse.Tickets.Finding;

namespace Lotse.Tickets.Api;

/// <summary>The program's door to tickets.</summary>
public static class TicketsApi
{
    public static void MapTicketsApi(this IEndpointRouteBuilder api)
    {
        var tickets = api.MapGroup("/tickets").WithTags("tickets");
        tickets.MapGet("", ListAsync).WithName("listTickets").WithSummary("Tickets, newest first or as ordered, page by page.");
        tickets.MapPost("", OpenAsync).WithName("openTicket").WithSummary("Opens a ticket for a contact.");
        tickets.MapGet("/{number:long}", ReadAsync).WithName("readTicket").WithSummary("A ticket with its messages.");
        tickets.MapPatch("/{number:long}", ChangeAsync).WithName("changeTicket").WithSummary("Changes state, assignee, team, priority, tags or snooze; If-Match with the version guards it.");
        tickets.MapPost("/{number:long}/notes", NoteAsync).WithName("writeNote").WithSummary("Adds an internal note.");
        tickets.MapGet("/{number:long}/history", HistoryAsync).WithName("readHistory").WithSummary("The ticket's journal, without words and ids of communities that the caller does not work for.");
    }

    private static async Task<Results<Ok<TicketListJson>, ProblemHttpResult>> ListAsync(
        [AsParameters] TicketQuery query, Signed signed, ListTickets list, DeskDatabase database, CancellationToken cancel)
    {
        var (filter, refusal) = query.Read(signed.AgentId);
        if (filter is null) return Refused(refusal!);
        var people = await People.LoadAsync(database, cancel);
        if (query.Community is { } community && filter.Community is null)
        {
            var id = people.Communities.FirstOrDefault(c => string.Equals(c.Value, community, StringComparison.OrdinalIgnoreCase)).Key;
            filter = filter with { Community = id };
        }
        if (query.Assignee is { } assignee && filter.Assignee is null && filter.Queue != "unassigned")
        {
            filter = filter with { Assignee = people.Agents.Values.FirstOrDefault(a => string.Equals(a.Email, assignee, StringComparison.OrdinalIgnoreCase))?.Id ?? 0 };
        }
        var page = await list.RunAsync(signed.Acting, filter, cancel);
        var tags = await TagsAsync(database, [.. page.Rows.Select(row => row.Id)], cancel);
        return TypedResults.Ok(new TicketListJson([.. page.Rows.Select(row => ToJson.Item(row, people, [.. tags[row.Id]]))], page.Next));
    }

    private static async Task<Results<Ok<TicketJson>, NotFound>> ReadAsync(long number, Signed signed, TicketAnswers answers, CancellationToken cancel) =>
        await answers.ReadAsync(signed.Acting, number, cancel) is { } ticket ? TypedResults.Ok(ticket) : TypedResults.NotFound();

    private static async Task<Results<Created<TicketJson>, ProblemHttpResult>> OpenAsync(
        OpenTicketJson body, Signed signed, OpenTicket open, TicketAnswers answers, CancellationToken cancel)
    {
        if (Message.WhyTooLong(body.Text, body.Html) is { } tooLong) return Refused(tooLong);
        var text = body.Text ?? (body.Html is { } html ? PlainText.OfHtml(html) : null);
        var answer = await open.RunAsync(signed.Acting, new NewTicket(body.Community, body.Subject, text, body.Contact, body.ContactName), "api", cancel);
        if (answer.Refusal is { } refusal) return Refused(refusal);
        return TypedResults.Created($"/api/v1/tickets/{answer.Value!.Number}", await answers.ReadAsync(signed.Acting, answer.Value.Number, cancel));
    }

    private static async Task<Results<Ok<TicketJson>, NotFound, ProblemHttpResult>> ChangeAsync(
        long number, ChangeTicketJson body, [FromHeader(Name = "If-Match")] string? ifMatch, Signed signed, WorkTicket work, DeskDatabase database,
        TicketAnswers answers, CancellationToken cancel)
    {
        var change = await body.ReadAsync(database, cancel);
        if (change.Refusal is { } wrong) return Refused(wrong);
        if (!TryReadVersion(ifMatch, out var version)) return Answers.Problem(400, "if-match-unreadable");
        var answer = await work.RunAsync(signed.Acting, number, change.Value!, body.Tags, version, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        return answer.Refusal is { } refusal ? Refused(refusal) : TypedResults.Ok((await answers.ReadAsync(signed.Acting, number, cancel))!);
    }

    private static async Task<Results<Created<MessageJson>, NotFound, ProblemHttpResult>> NoteAsync(
        long number, WriteNoteJson body, Signed signed, WriteNote write, DeskDatabase database, CancellationToken cancel)
    {
        if (Message.WhyTooLong(body.Text, body.Html) is { } tooLong) return Refused(tooLong); // Before any of it is cleaned.
        var text = body.Text ?? (body.Html is { } html ? PlainText.OfHtml(html) : "");
        var clean = body.Html is { Length: > 0 } written ? HtmlCleaner.Clean(written, CleaningOptions.Default).Html : null;
        var answer = await write.RunAsync(signed.Acting, number, text, clean, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return Refused(refusal);
        return TypedResults.Created($"/api/v1/tickets/{number}", ToJson.Message(answer.Value!, await People.LoadAsync(database, cancel), clean));
    }

    private static async Task<Results<Ok<HistoryJson>, NotFound>> HistoryAsync(long number, Signed signed, DeskDatabase database, CancellationToken cancel)
    {
        var id = await database.Tickets.VisibleTo(signed.Acting).Where(t => t.Number == number).Select(t => (long?)t.Id).SingleOrDefaultAsync(cancel);
        if (id is null) return TypedResults.NotFound();
        var people = await People.LoadAsync(database, cancel);
        var rows = await database.Journal.Where(row => row.TicketId == id).OrderBy(row => row.Id).Take(5000).ToListAsync(cancel);
        return TypedResults.Ok(new HistoryJson([.. rows.Select(row => new HistoryItemJson(
            ToJson.Id(row.Id), row.At, row.Kind, ToJson.Person(people.Agent(row.AgentId)), ToldFacts.Of(row.Kind, row.Data, row.CommunityId, signed.Acting)))]));
    }

    /// <summary>A refusal as problem details: conflicts with what others did are 409 or 412, the rest 422.</summary>
    internal static ProblemHttpResult Refused(Refusal refusal) => Answers.Problem(
        refusal == Refusals.Changed ? 412 : refusal.Code == Domain.Replies.WriteReply.NewerMessage ? 409 : 422, refusal.Code, refusal.About);

    private static async Task<ILookup<long, string>> TagsAsync(DeskDatabase database, List<long> tickets, CancellationToken cancel) =>
        (await database.TicketTags.Where(l => tickets.Contains(l.TicketId)).Join(database.Tags, l => l.TagId, t => t.Id, (l, t) => new { l.TicketId, t.Name })
            .OrderBy(t => t.Name).ToListAsync(cancel)).ToLookup(t => t.TicketId, t => t.Name);

    /// <summary>A version as an ETag, to be sent back with If-Match.</summary>
    internal static string TagOf(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <param name="ifMatch">A version in quotes. What a server between has made weak (W/) because it packed the answer is read all the same.</param>
    /// <param name="version">Null where whatever is there may be changed.</param>
    internal static bool TryReadVersion(string? ifMatch, out long? version)
    {
        version = null;
        if (string.IsNullOrWhiteSpace(ifMatch) || ifMatch.Trim() == "*") return true;
        var tag = ifMatch.Trim();
        if (!long.TryParse((tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        version = number;
        return true;
    }
}

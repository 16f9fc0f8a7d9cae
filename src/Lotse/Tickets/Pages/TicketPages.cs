using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Beside;
using Lotse.Tickets.Bulk;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Images;
using Lotse.Tickets.Linking;
using Lotse.Tickets.Live;
using Lotse.Tickets.Merging;
using Lotse.Tickets.Involving;
using Lotse.Tickets.Moving;
using Lotse.Tickets.Printing;
using Lotse.Tickets.Queues;
using Lotse.Tickets.Redacting;
using Lotse.Tickets.Responsible;
using Lotse.Tickets.Snoozing;
using Lotse.Tickets.Spam;
using Lotse.Tickets.Splitting;
using Lotse.Tickets.Tagging;
using Lotse.Tickets.Writing;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;
using Lotse.Tickets.Working;

namespace Lotse.Tickets.Pages;

/// <summary>A feature's word on a ticket that somebody looks at; told with every look, so it must not wait.</summary>
public sealed record TicketLook(Action<Acting, long> Tell);

/// <summary>Draws a ticket's page, or the part of it that its frame asks for; also when a form comes back.</summary>
public sealed class TicketPages(DeskViews desks, QueueViews queues, TicketViews tickets, IEnumerable<TicketLook> looks)
{
    /// <param name="change">What a form that came back adds to the view.</param>
    public async Task<IResult> ShowAsync(
        HttpContext http, Signed signed, long number, string? queue, CancellationToken cancel, int status = StatusCodes.Status200OK, Func<TicketView, TicketView>? change = null,
        long? draft = null)
    {
        if (await tickets.ForAsync(signed, number, queue, cancel, draft) is not { } view) return TypedResults.NotFound();
        if (view.Number != TicketViews.Text(number) && HttpMethods.IsGet(http.Request.Method)) return Forms.ToTicket(http, long.Parse(view.Number, CultureInfo.InvariantCulture), queue, Said.LedToWhole);
        view = change?.Invoke(view) ?? view;
        var seen = view.UnreadNotices > 0 && !Forms.IsAhead(http);
        if (seen) foreach (var look in looks) look.Tell(signed.Acting, number);
        if (Forms.FrameOf(http) == "work") return Forms.Page<TicketWork>(status, ("View", view with { InFrame = true }));
        var desk = await desks.ForAsync(http, cancel);
        if (seen) desk = desk with { UnreadNotices = Math.Max(0, desk.UnreadNotices - view.UnreadNotices) };
        var list = await queues.ForAsync(signed, new QueueAsked { Queue = queue }, desk, view.Number, cancel);
        return Forms.Page<TicketPage>(status, ("Desk", desk), ("Queue", list), ("View", view));
    }

    /// <summary>A page grows old with each delivery that the desk itself writes down. Who changed something else meanwhile is not in the way either.</summary>
    /// <returns>The ticket's version, where what matters is still as it was seen.</returns>
    public async Task<long?> VersionWhereAsync(Signed signed, long number, Func<TicketView, bool> still, CancellationToken cancel) =>
        await tickets.ForAsync(signed, number, null, cancel) is { } view && still(view) ? view.Version : null;
}

/// <summary>A form that changes one thing of a ticket.</summary>
/// <param name="Now">The thing as it stands, in the form's words.</param>
internal sealed record QuickForm(Func<IFormCollection, ChangeTicket?> Read, Func<TicketView, string> Now, Said Said);

/// <summary>The doors for people to queues and tickets.</summary>
public static class TicketPagesDoor
{
    public static void MapTicketPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapBeside();
        pages.MapClassifying();
        pages.MapGet("/", HomeAsync);
        pages.MapGet(Addresses.Tickets, ListAsync);
        pages.MapGet("/tickets/{number:long}", ShowAsync);
        MapQuickForms(pages);
        pages.MapPost("/tickets/{number:long}/notes", NoteAsync);
        pages.MapPost("/tickets/{number:long}/matches/{message:long}/confirmation", (long number, HttpContext http, Signed signed, SettleMatch settle, CancellationToken cancel) =>
            SettleAsync(number, http, signed, settle, true, cancel));
        pages.MapPost("/tickets/{number:long}/matches/{message:long}/rejection", (long number, HttpContext http, Signed signed, SettleMatch settle, CancellationToken cancel) =>
            SettleAsync(number, http, signed, settle, false, cancel));
        pages.MapMerging();
        pages.MapSplitting();
        pages.MapRedaction();
        pages.MapPrinting();
        pages.MapTags();
        pages.MapLinking();
        pages.MapMoving();
        pages.MapSpam();
        pages.MapMessages();
        pages.MapImages();
        pages.MapWatchPages();
        pages.MapDraftFiles();
        pages.MapDrafts();
        pages.MapPresence();
        pages.MapNewTicket();
        pages.MapBulk();
        pages.MapLive();
        pages.MapLiveParts();
    }

    /// <summary>Each changes one thing.</summary>
    private static void MapQuickForms(IEndpointRouteBuilder pages)
    {
        pages.MapPost("/tickets/{number:long}/state", (long number, HttpContext http, Signed signed, WorkTicket work, TicketPages page, Viewing viewing, CancellationToken cancel) =>
            WorkAsync(number, http, signed, work, page, viewing, new(StateOf, view => view.StateSeen, Said.StateChanged), cancel));
        pages.MapPost("/tickets/{number:long}/assignee", (long number, HttpContext http, Signed signed, WorkTicket work, TicketPages page, Viewing viewing, CancellationToken cancel) =>
            WorkAsync(number, http, signed, work, page, viewing, new(AssigneeOf, view => view.Assignee?.Id ?? "", Said.AssigneeChanged), cancel));
        pages.MapPost("/tickets/{number:long}/priority", (long number, HttpContext http, Signed signed, WorkTicket work, TicketPages page, Viewing viewing, CancellationToken cancel) =>
            WorkAsync(number, http, signed, work, page, viewing, new(PriorityOf, view => Words.Code(view.Priority), Said.Saved), cancel));
        pages.MapPost("/tickets/{number:long}/tags", (long number, HttpContext http, Signed signed, WorkTicket work, TicketPages page, Viewing viewing, CancellationToken cancel) =>
            WorkAsync(number, http, signed, work, page, viewing, new(_ => new ChangeTicket(), view => string.Join(", ", view.Tags), Said.Saved), cancel));
        pages.MapPost("/tickets/{number:long}/snooze", (long number, HttpContext http, Signed signed, WorkTicket work, TicketPages page, Viewing viewing, CancellationToken cancel) =>
            WorkAsync(number, http, signed, work, page, viewing, new(form => SnoozeOf(form, viewing), view => view.StateSeen, Said.Snoozed), cancel));
        pages.MapPost("/tickets/{number:long}/team", (long number, HttpContext http, Signed signed, WorkTicket work, TicketPages page, Viewing viewing, CancellationToken cancel) =>
            WorkAsync(number, http, signed, work, page, viewing, new(TeamOf, view => view.Team?.Id ?? "", Said.Saved), cancel));
        pages.MapPost("/tickets/{number:long}/subject", (long number, HttpContext http, Signed signed, WorkTicket work, TicketPages page, Viewing viewing, CancellationToken cancel) =>
            WorkAsync(number, http, signed, work, page, viewing, new(form => new ChangeTicket(Subject: Domain.Tickets.Snippets.Of(form["subject"].ToString(), Domain.Tickets.Ticket.SubjectLength)), view => view.Subject, Said.Saved), cancel));
    }

    private static async Task<IResult> HomeAsync(HttpContext http, DeskViews desks, CancellationToken cancel)
    {
        var desk = await desks.ForAsync(http, cancel);
        var first = desk.Queues.FirstOrDefault(q => q is { Queue: Queue.Mine or Queue.Unassigned, Count: > 0 })?.Queue ?? Queue.Open;
        return Answers.SeeOther(Addresses.Queue(QueueAt.Of(first).Key));
    }

    private static async Task<IResult> ListAsync([AsParameters] QueueAsked asked, HttpContext http, Signed signed, DeskViews desks, QueueViews queues, CancellationToken cancel)
    {
        if (Forms.FrameOf(http)?.StartsWith("rows-", StringComparison.Ordinal) == true)
        {
            return Forms.Page<QueueRows>(StatusCodes.Status200OK, ("View", await queues.ForAsync(signed, asked, null, null, cancel)));
        }
        var desk = await desks.ForAsync(http, cancel);
        return Forms.Page<QueuePage>(StatusCodes.Status200OK, ("Desk", desk), ("View", await queues.ForAsync(signed, asked, desk, null, cancel)));
    }

    private static Task<IResult> ShowAsync(long number, string? queue, long? draft, HttpContext http, Signed signed, TicketPages page, CancellationToken cancel) =>
        page.ShowAsync(http, signed, number, queue, cancel, draft: draft);

    private static async Task<IResult> WorkAsync(
        long number, HttpContext http, Signed signed, WorkTicket work, TicketPages page, Viewing viewing, QuickForm quick, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var queue = form.Field("queue");
        if (quick.Read(form) is not { } change) return TypedResults.BadRequest();
        var tags = form.ContainsKey("tags") ? form["tags"].ToString().Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : null;
        var seen = long.TryParse(form.Field("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : (long?)null;
        var answer = await work.RunAsync(signed.Acting, number, change, tags, seen, cancel);
        if (answer.Refusal == Refusals.Changed && form.TryGetValue("was", out var was) && await page.VersionWhereAsync(signed, number, view => quick.Now(view) == was, cancel) is { } now)
        {
            answer = await work.RunAsync(signed.Acting, number, change, tags, now, cancel);
        }
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is null) return Forms.ToTicket(http, number, queue, quick.Said);
        var status = answer.Refusal == Refusals.Changed ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
        return await page.ShowAsync(http, signed, number, queue, cancel, status, view => view with { Refusals = [Forms.Say(viewing.T, answer.Refusal)], SnoozeTyped = form.Field("at"), SubjectTyped = form.Field("subject") });
    }

    private static ChangeTicket? StateOf(IFormCollection form) =>
        Enum.TryParse<Domain.Tickets.TicketState>(form.Field("state"), ignoreCase: true, out var state) && Enum.IsDefined(state) ? new ChangeTicket(state) : null;

    private static ChangeTicket? PriorityOf(IFormCollection form) =>
        Enum.TryParse<Priority>(form.Field("priority"), ignoreCase: true, out var priority) && Enum.IsDefined(priority) ? new ChangeTicket(Priority: priority) : null;

    /// <summary>What is no time is refused like none at all.</summary>
    private static ChangeTicket? SnoozeOf(IFormCollection form, Viewing viewing) => form.Field("until") switch
    {
        null => null,
        "customer" => new ChangeTicket(Domain.Tickets.TicketState.WaitingForCustomer),
        var until => Domain.Tickets.LaterTimes.Of(until, form.Field("at"), viewing.Now, viewing.Zone) is { } time ? new ChangeTicket(SnoozedUntil: time) : new ChangeTicket(SnoozedUntil: viewing.Now),
    };

    /// <summary>An empty field gives the ticket back to the queue.</summary>
    private static ChangeTicket? AssigneeOf(IFormCollection form) => form.Field("assignee") switch
    {
        null => form.ContainsKey("assignee") ? new ChangeTicket(Assignee: new Optional<long?>(null, true)) : null,
        var said => long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var agent) ? new ChangeTicket(Assignee: new Optional<long?>(agent, true)) : null,
    };

    /// <summary>An empty field takes it out of its team.</summary>
    private static ChangeTicket? TeamOf(IFormCollection form) => form.Field("team") switch
    {
        null => form.ContainsKey("team") ? new ChangeTicket(Team: new Optional<long?>(null, true)) : null,
        var said => long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var team) ? new ChangeTicket(Team: new Optional<long?>(team, true)) : null,
    };

    private static async Task<IResult> NoteAsync(long number, HttpContext http, Signed signed, WriteNote write, TicketPages page, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (queue, text) = (form.Field("queue"), form.Field("text")?.ReplaceLineEndings("\n").Trim() ?? "");
        var answer = await write.RunAsync(signed.Acting, number, text, null, cancel, await form.FilesAsync(cancel));
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is null) return Forms.ToTicket(http, number, queue, Said.NoteKept);
        return await page.ShowAsync(http, signed, number, queue, cancel, StatusCodes.Status422UnprocessableEntity, view => view with
        {
            Composer = view.Composer! with { OnNote = true, Note = text, FilesGone = form.FileNames(), Refusals = [Forms.Say(viewing.T, answer.Refusal)] },
        });
    }

    private static async Task<IResult> SettleAsync(long number, HttpContext http, Signed signed, SettleMatch settle, bool belongs, CancellationToken cancel)
    {
        var answer = await settle.RunAsync(signed.Acting, number, belongs, cancel);
        return answer.Refusal is null ? Forms.ToTicket(http, answer.Value, null, belongs ? Said.MatchConfirmed : Said.MatchRejected) : TypedResults.NotFound();
    }
}

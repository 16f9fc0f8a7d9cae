using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Tickets.Bulk;

/// <summary>The door for people to what is done to many tickets.</summary>
public static class BulkPages
{
    public static void MapBulk(this IEndpointRouteBuilder pages)
    {
        pages.MapPost(Addresses.Bulk, StartAsync);
        pages.MapGet(Addresses.BulkPeople, PeopleAsync);
        pages.MapGet("/tickets/bulk/{id:long}", ShowAsync);
        pages.MapPost("/tickets/bulk/{id:long}/undo", UndoAsync);
    }

    private static async Task<IResult> StartAsync(HttpContext http, Signed signed, StartBulk start, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var back = form.Field("queue") is { } queue ? Addresses.Queue(queue) : LocalAddress.CameFrom(http, Addresses.Queue("open"));
        var numbers = form["ticket"].Select(NumberOf).OfType<long>().ToHashSet();
        var answer = await start.RunAsync(signed.Acting, numbers, StepsOf(form), cancel);
        if (answer.Refusal is null) return Answers.SeeOther(LocalAddress.CameFrom(http, back));
        return Forms.Page<BulkPage>(StatusCodes.Status422UnprocessableEntity, ("Desk", await desks.ForAsync(http, cancel)), ("Back", back),
            ("Refusal", Forms.Say(viewing.T, answer.Refusal).Text), ("Chosen", numbers.Take(200).Select(Text).ToList()));
    }

    private static async Task<IResult> ShowAsync(long id, HttpContext http, Signed signed, BulkViews views, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var inFrame = Forms.FrameOf(http) == "bulk-run";
        if (await views.ForAsync(signed, id, viewing.T, !inFrame, cancel) is not { } view) return TypedResults.NotFound();
        return inFrame ? Forms.Page<BulkBar>(StatusCodes.Status200OK, ("View", view))
            : Forms.Page<BulkPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view));
    }

    private static async Task<IResult> UndoAsync(long id, Signed signed, StartBulk start, CancellationToken cancel) =>
        await start.TakeBackAsync(signed.Acting, id, cancel) ? Answers.SeeOther(Addresses.BulkRun(Text(id))) : TypedResults.NotFound();

    private static async Task<IResult> PeopleAsync(Signed signed, DeskNames names, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        return Forms.Page<BulkPeople>(StatusCodes.Status200OK,
            ("Agents", known.Agents.Values.Where(a => a.Active && (signed.Acting.SeesAll || signed.Acting.Communities.Any(a.Sees))).OrderBy(a => a.Name, StringComparer.CurrentCulture)
                .Select(a => new Named(Text(a.Id), a.Name)).ToList()),
            ("Teams", known.TeamsFor(signed.Acting).Select(team => new Named(Text(team.Key), team.Value)).ToList()));
    }

    private static TicketSteps StepsOf(IFormCollection form) => new()
    {
        State = Enum.TryParse<Domain.Tickets.TicketState>(form.Field("state"), ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null,
        Priority = Enum.TryParse<Priority>(form.Field("priority"), ignoreCase: true, out var priority) && Enum.IsDefined(priority) ? priority : null,
        Assignee = form.Field("assignee") switch { null => null, "me" => TicketSteps.Myself, "none" => TicketSteps.Nobody, var agent => NumberOf(agent) },
        Team = NumberOf(form.Field("team")),
        AddTags = Tags(form.Field("addTags")),
        RemoveTags = Tags(form.Field("removeTags")),
        Spam = form.Field("spam") is not null,
    };

    private static List<string> Tags(string? typed) => [.. (typed ?? "").Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(20)];

    private static long? NumberOf(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

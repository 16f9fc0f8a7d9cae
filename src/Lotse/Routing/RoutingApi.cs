using Lotse.Adapters.Calendars;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Routing.Absences;
using Lotse.Routing.Absences.Calendar;
using Lotse.Routing.Dealing;
using Lotse.Routing.Exchange;
using Lotse.Routing.Simulating;
using Lotse.Routing.Table;
using Lotse.Tickets;
using Lotse.Tickets.Api;
using Lotse.Tickets.Responsible;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing;

/// <param name="Holders">In order; the first who is there gets it.</param>
/// <param name="Deputies">Agents, in order.</param>
public sealed record ResponsibilityJson(
    string Id, string Community, string? Organisation, string? Product, string? Topic, string? Mailbox, string? Language, int? Level, IReadOnlyList<HolderJson> Holders, IReadOnlyList<string> Deputies,
    string? AgreementWith, string? SupportGroup, DateTimeOffset? From, DateTimeOffset? Until, string Note, long Version);

/// <summary>One of the two.</summary>
public sealed record HolderJson(string? Agent = null, string? Team = null);

public sealed record ResponsibilityListJson(IReadOnlyList<ResponsibilityJson> Items);

/// <summary>What is left out holds for any.</summary>
public sealed record SaveResponsibilityJson(
    string? Community, IReadOnlyList<HolderJson>? Holders, string? Organisation = null, string? Product = null, string? Topic = null, string? Mailbox = null, string? Language = null, int? Level = null,
    IReadOnlyList<string>? Deputies = null, string? AgreementWith = null, string? SupportGroup = null, DateTimeOffset? From = null, DateTimeOffset? Until = null, string? Note = null, long? Version = null);

/// <param name="Because">responsible, nextInList, deputy, deputyOfDeputy, team, nobodyThere or noRow.</param>
public sealed record WhoJson(string? Responsibility, string? Agent, string? Team, string? ActsFor, RoutedBecause Because, IReadOnlyList<PassedOverJson> PassedOver);

public sealed record PassedOverJson(string Agent, DateTimeOffset? Until, bool MayNot);

/// <param name="Kind">product, topic or supportGroup.</param>
/// <param name="Version">Which one this is; given back with a change, it is refused with 412 where somebody else has changed it since.</param>
public sealed record CategoryJson(string Id, string Community, CategoryKind Kind, string Name, string Words, string? Mailbox, bool Retired, string Version);

public sealed record CategoryListJson(IReadOnlyList<CategoryJson> Items);

public sealed record GroupRuleJson(bool Needed);

/// <param name="Version">As it was read; left out, whatever is there is written over.</param>
public sealed record SaveCategoryJson(string? Community, CategoryKind Kind, string? Name, string? Words = null, string? Mailbox = null, bool Retired = false, string? Version = null);

/// <param name="Until">Null while nobody knows.</param>
public sealed record AbsenceJson(string Id, string Agent, AbsenceKind Kind, DateTimeOffset From, DateTimeOffset? Until, WithTickets Tickets);

public sealed record AbsenceListJson(IReadOnlyList<AbsenceJson> Items);

/// <param name="From">Left out for now.</param>
public sealed record SaveAbsenceJson(string? Agent, AbsenceKind Kind, DateTimeOffset? From = null, DateTimeOffset? Until = null, WithTickets Tickets = WithTickets.HandOver, string? Note = null);

public sealed record DeputiesJson(IReadOnlyList<string> Deputies);

/// <param name="Taken">How many are entered now.</param>
public sealed record CalendarOutcomeJson(int Taken, IReadOnlyList<CalendarLineJson> Lines);

/// <param name="Key">For take.</param>
/// <param name="There">It is entered already.</param>
/// <param name="Crosses">Another absence is entered for that time.</param>
/// <param name="Suggested">It says of itself that it is an absence, and nothing is in the way.</param>
public sealed record CalendarLineJson(string Key, string Title, AbsenceKind Kind, DateTimeOffset From, DateTimeOffset Until, bool There, bool Crosses, bool Suggested);

/// <summary>The door for programs to who is responsible, who is away and who stands in.</summary>
public static class RoutingApi
{
    public static void MapRoutingApi(this IEndpointRouteBuilder api)
    {
        api.MapSheetApi();
        var table = api.MapGroup("/responsibilities").WithTags("routing");
        table.MapGet("", ListAsync).WithName("listResponsibilities").WithSummary("Who is responsible for what, in the communities that one works for.");
        table.MapPost("", (SaveResponsibilityJson body, Signed signed, KeepResponsibilities keep, CancellationToken cancel) => SaveAsync(null, body, signed, keep, cancel)).WithName("addResponsibility").WithSummary("Makes somebody responsible. Leads and admins only.");
        table.MapPut("/{id:long}", (long id, SaveResponsibilityJson body, Signed signed, KeepResponsibilities keep, CancellationToken cancel) => SaveAsync(id, body, signed, keep, cancel)).WithName("changeResponsibility").WithSummary("Says a row anew. Leads and admins only.");
        table.MapPost("/{id:long}/revocation", RevokeAsync).WithName("revokeResponsibility").WithSummary("Ends a row now. Leads and admins only.");
        table.MapGet("/who", WhoAsync).WithName("whoIsResponsible").WithSummary("Who would get such a ticket, and why.");
        api.MapDealingApi();
        api.MapSimulationApi();
        api.MapGet("/categories", CategoriesAsync).WithTags("routing").WithName("listCategories").WithSummary("Products, topics and support groups.");
        api.MapGet("/communities/{id:long}/support-group-rule", async Task<Results<Ok<GroupRuleJson>, NotFound>> (long id, Signed signed, DeskDatabase database, CancellationToken cancel) => signed.Acting.Sees(id)
            && await database.Communities.Where(c => c.Id == id).Select(c => (bool?)c.NeedsSupportGroup).SingleOrDefaultAsync(cancel) is { } needed ? TypedResults.Ok(new GroupRuleJson(needed)) : TypedResults.NotFound())
            .WithTags("routing").WithName("supportGroupRule").WithSummary("Whether a community's tickets need a support group before they are done.");
        api.MapPut("/communities/{id:long}/support-group-rule", async (long id, GroupRuleJson body, Signed signed, KeepGroupRule keep, CancellationToken cancel) =>
            Answered(await keep.RunAsync(signed.Acting, id, body.Needed, cancel), needed => new GroupRuleJson(needed)))
            .WithTags("routing").WithName("setSupportGroupRule").WithSummary("Says whether a community's tickets need a support group before they are done. Leads and admins only.");
        api.MapPost("/categories", (SaveCategoryJson body, Signed signed, KeepCategories keep, CancellationToken cancel) => CategoryAsync(null, body, signed, keep, cancel)).WithTags("routing").WithName("addCategory").WithSummary("Adds a product, a topic or a support group. Leads and admins only.");
        api.MapPut("/categories/{id:long}", (long id, SaveCategoryJson body, Signed signed, KeepCategories keep, CancellationToken cancel) => CategoryAsync(id, body, signed, keep, cancel)).WithTags("routing").WithName("changeCategory").WithSummary("Says a product, a topic or a support group anew; version guards it. Leads and admins only.");
        api.MapLearnedApi();
        api.MapGet("/absences", AbsencesAsync).WithTags("routing").WithName("listAbsences").WithSummary("Who is away now and later.");
        api.MapPost("/absences", AwayAsync).WithTags("routing").WithName("addAbsence").WithSummary("Says that somebody is away; everybody for themselves, leads for their colleagues.");
        api.MapPost("/absences/import", CalendarAsync).WithTags("routing").WithName("importAbsences").Accepts<byte[]>("text/calendar")
            .WithSummary("Takes absences of an agent in from an iCalendar file: what says of itself that it is one, or what take names; with dryRun=true it says what there is. All or nothing.");
        api.MapPost("/absences/{id:long}/end", EndAsync).WithTags("routing").WithName("endAbsence").WithSummary("Says that somebody is back, or not going after all.");
        api.MapPut("/agents/{id:long}/deputies", DeputiesAsync).WithTags("routing").WithName("setDeputies").WithSummary("Says who stands in for somebody in everything, in order.");
    }

    private static async Task<Ok<ResponsibilityListJson>> ListAsync(Signed signed, DeskDatabase database, CancellationToken cancel, string? community = null)
    {
        var of = TableViews.Id(community);
        var rows = await database.Responsibilities.VisibleTo(signed.Acting).Where(r => of == null || r.CommunityId == of).OrderBy(r => r.Id).ToListAsync(cancel);
        return TypedResults.Ok(new ResponsibilityListJson([.. rows.Select(Json)]));
    }

    private static async Task<Results<Ok<ResponsibilityJson>, NotFound, ProblemHttpResult>> SaveAsync(long? id, SaveResponsibilityJson body, Signed signed, KeepResponsibilities keep, CancellationToken cancel)
    {
        if (TableViews.Id(body.Community) is not { } community) return TypedResults.NotFound();
        return Answered(await keep.SaveAsync(signed.Acting, id, new ResponsibilityWish(RuleOf(body, community), body.Note, body.Version), cancel), Json);
    }

    internal static Responsibility RuleOf(SaveResponsibilityJson body, long community)
    {
        var holders = (body.Holders ?? []).Select(one => new Holder(one.Team is null ? Sure(one.Agent) : null, one.Team is null ? null : Sure(one.Team)));
        return new Responsibility(0, new Scope(community, Sure(body.Organisation), Sure(body.Product), Sure(body.Topic), Sure(body.Mailbox), body.Language, (Level?)body.Level),
            [.. holders], [.. (body.Deputies ?? []).Select(one => Sure(one) ?? 0)], Sure(body.AgreementWith), body.From?.ToUniversalTime(), body.Until?.ToUniversalTime(), Sure(body.SupportGroup));
    }

    private static async Task<Results<Ok<ResponsibilityJson>, NotFound, ProblemHttpResult>> RevokeAsync(long id, Signed signed, KeepResponsibilities keep, CancellationToken cancel) =>
        Answered(await keep.RevokeAsync(signed.Acting, id, cancel), Json);

    private static async Task<Results<Ok<WhoJson>, NotFound>> WhoAsync([AsParameters] WhoQuery asked, Signed signed, DeskDatabase database, RoutingNow routing, TimeProvider clock, CancellationToken cancel)
    {
        if (TableViews.Id(asked.Community) is not { } community || !signed.Acting.Sees(community)) return TypedResults.NotFound();
        var route = (await routing.TableAsync(database, cancel)).Route(TableViews.Case(community, new AskTyped(asked.Organisation, asked.Product, asked.Topic, asked.Mailbox, asked.Language, asked.Level)), asked.At?.ToUniversalTime() ?? clock.GetUtcNow());
        return TypedResults.Ok(new WhoJson(Text(route.Row?.Id), Text(route.AgentId), Text(route.TeamId), Text(route.ActsForId), route.Because, [.. route.PassedOver.Select(one => new PassedOverJson(ToJson.Id(one.AgentId), one.Until, one.MayNot))]));
    }

    private static async Task<Ok<CategoryListJson>> CategoriesAsync(Signed signed, DeskDatabase database, CancellationToken cancel, string? community = null)
    {
        var of = TableViews.Id(community);
        var rows = await database.Categories.VisibleTo(signed.Acting).Where(c => of == null || c.CommunityId == of).OrderBy(c => c.Kind).ThenBy(c => c.Name).ToListAsync(cancel);
        return TypedResults.Ok(new CategoryListJson([.. rows.Select(Json)]));
    }

    private static async Task<Results<Ok<CategoryJson>, NotFound, ProblemHttpResult>> CategoryAsync(long? id, SaveCategoryJson body, Signed signed, KeepCategories keep, CancellationToken cancel) =>
        TableViews.Id(body.Community) is not { } community ? TypedResults.NotFound()
            : Answered(await keep.RunAsync(signed.Acting, community, id, new CategoryWish(body.Kind, body.Name, body.Words, Sure(body.Mailbox), body.Retired, body.Version), cancel), Json);

    private static async Task<Ok<AbsenceListJson>> AbsencesAsync(Signed signed, DeskDatabase database, TimeProvider clock, CancellationToken cancel)
    {
        var (now, colleagues) = (clock.GetUtcNow(), await database.ColleaguesOf(signed.Acting).Select(a => a.Id).ToListAsync(cancel));
        var rows = await database.Absences.Where(a => colleagues.Contains(a.AgentId) && (a.Until == null || a.Until > now)).OrderBy(a => a.From).Take(1000).ToListAsync(cancel);
        return TypedResults.Ok(new AbsenceListJson([.. rows.Select(row => Json(row, signed.Acting.MaySayOf(row.AgentId)))]));
    }

    private static async Task<Results<Ok<AbsenceJson>, NotFound, ProblemHttpResult>> AwayAsync(SaveAbsenceJson body, Signed signed, KeepAbsences keep, RelieveAgents relieve, TimeProvider clock, CancellationToken cancel)
    {
        var answer = await keep.SaveAsync(signed.Acting, TableViews.Id(body.Agent) ?? 0, null, new AbsenceWish(body.Kind, body.From?.ToUniversalTime(), body.Until?.ToUniversalTime(), body.Tickets, body.Note), cancel);
        if (answer.Value is { } row && row.From <= clock.GetUtcNow()) await relieve.RunAsync(cancel);
        return Answered(answer, saved => Json(saved, true));
    }

    private static async Task<Results<Ok<AbsenceJson>, NotFound, ProblemHttpResult>> EndAsync(long id, Signed signed, KeepAbsences keep, CancellationToken cancel) =>
        Answered(await keep.EndAsync(signed.Acting, id, cancel), saved => Json(saved, true));

    private static async Task<Results<Ok<CalendarOutcomeJson>, NotFound, ProblemHttpResult>> CalendarAsync([AsParameters] CalendarQuery query, HttpContext http, Signed signed, TakeInCalendar take, RelieveAgents relieve, TimeProvider clock, CancellationToken cancel)
    {
        if (await Bodies.ReadAsync(http, CalendarAbsences.LongestFile, cancel) is not { } bytes) return Answers.Problem(413, CalendarAbsences.TooLarge);
        var wish = new CalendarWish(query.Take is { Length: > 0 } keys ? keys : null, query.Tickets ?? WithTickets.HandOver, query.DryRun == true);
        var answer = await take.RunAsync(signed.Acting, TableViews.Id(query.Agent) ?? 0, TextOfFile.Decode(bytes).Text, wish, cancel);
        if (answer.Value is { } done && done.Taken.Any(row => row.From <= clock.GetUtcNow())) await relieve.RunAsync(cancel);
        return Answered(answer, outcome => new CalendarOutcomeJson(outcome.Taken.Count, [.. outcome.Lines.Select(line => new CalendarLineJson(line.Key, line.Title, line.Kind, line.From, line.Until, line.There, line.Crosses, line.Suggested))]));
    }

    /// <summary>The free hours of the week stay as they are.</summary>
    private static async Task<Results<Ok<DeputiesJson>, NotFound, ProblemHttpResult>> DeputiesAsync(long id, DeputiesJson body, Signed signed, KeepAbsences keep, DeskDatabase database, CancellationToken cancel)
    {
        var weekly = signed.Acting.MaySayOf(id) ? await database.StandIns.Where(s => s.AgentId == id).Select(s => s.Weekly).SingleOrDefaultAsync(cancel) : null;
        var answer = await keep.StandInsAsync(signed.Acting, id, [.. body.Deputies.Select(one => Sure(one) ?? 0)], RoutingTexts.Weekly(weekly ?? ""), cancel);
        return Answered(answer, saved => new DeputiesJson([.. RoutingTexts.Ids(saved.Deputies).Select(ToJson.Id)]));
    }

    internal static Results<Ok<TJson>, NotFound, ProblemHttpResult> Answered<T, TJson>(Answer<T> answer, Func<T, TJson> json) =>
        answer.Refusal == Refusals.NotFound ? TypedResults.NotFound() : answer.Refusal is { } refusal ? TicketsApi.Refused(refusal) : TypedResults.Ok(json(answer.Value!));

    private static ResponsibilityJson Json(ResponsibilityRow row) => new(
        ToJson.Id(row.Id), ToJson.Id(row.CommunityId), Text(row.OrganisationId), Text(row.ProductId), Text(row.TopicId), Text(row.MailboxId), row.Language, (int?)row.Level,
        [.. RoutingTexts.Holders(row.Holders).Select(one => new HolderJson(Text(one.AgentId), Text(one.TeamId)))], [.. RoutingTexts.Ids(row.Deputies).Select(ToJson.Id)],
        Text(row.AgreementWithId), Text(row.SupportGroupId), row.From, row.Until, row.Note, row.Version);

    private static CategoryJson Json(Category one) => new(ToJson.Id(one.Id), ToJson.Id(one.CommunityId), one.Kind, one.Name, one.Words, Text(one.MailboxId), one.Retired, KeepCategories.VersionOf(one));

    /// <summary>Why somebody is away is said to themselves and to leads.</summary>
    private static AbsenceJson Json(AbsenceRow row, bool why) => new(ToJson.Id(row.Id), ToJson.Id(row.AgentId), why ? row.Kind : AbsenceKind.Other, row.From, row.Until, row.Tickets);

    /// <summary>What is no id is one that is not there.</summary>
    private static long? Sure(string? said) => string.IsNullOrEmpty(said) ? null : TableViews.Id(said) ?? 0;

    internal static string? Text(long? id) => id is { } known ? ToJson.Id(known) : null;
}

/// <summary>What is taken in of a calendar, and for whom.</summary>
public sealed record CalendarQuery
{
    public string? Agent { get; init; }

    /// <summary>What becomes of open tickets: handOver or keep; left out for handOver.</summary>
    public WithTickets? Tickets { get; init; }

    /// <summary>Keys of lines; left out for those that are suggested.</summary>
    [FromQuery] public string[]? Take { get; init; }

    public bool? DryRun { get; init; }
}

/// <summary>What a case is about. By properties, and no positions: the web framework's generator cannot write those.</summary>
public sealed record WhoQuery
{
    public string? Community { get; init; }
    public string? Organisation { get; init; }
    public string? Product { get; init; }
    public string? Topic { get; init; }
    public string? Mailbox { get; init; }
    public string? Language { get; init; }

    /// <summary>0 to 3; left out for the first.</summary>
    public string? Level { get; init; }

    /// <summary>Left out for now.</summary>
    public DateTimeOffset? At { get; init; }
}

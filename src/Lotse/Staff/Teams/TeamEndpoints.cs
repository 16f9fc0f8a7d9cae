using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Communities;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Teams;

public sealed record TeamsView(IReadOnlyList<TeamRow> Teams, IReadOnlyList<Named> Communities, string? Name, string? Community, IReadOnlyList<Refusal> Refusals);

/// <param name="Agents">Those who may be in it, with whether they are.</param>
public sealed record TeamRow(string Id, string Name, string Community, IReadOnlyList<TeamMember> Agents);

public sealed record TeamMember(string Id, string Name, bool In);

/// <summary>The page on which admins say which teams there are and who is in them.</summary>
internal static class TeamEndpoints
{
    public static void MapTeams(this IEndpointRouteBuilder routes)
    {
        var teams = routes.MapGroup(Addresses.Teams).RequireAuthorization(Signed.Admins).ExcludeFromDescription();
        teams.MapGet("", (HttpContext http, DeskDatabase database, DeskViews desks, CancellationToken cancel) => ShowAsync(http, database, desks, view => view, StatusCodes.Status200OK, cancel));
        teams.MapPost("", AddAsync);
        teams.MapPost("/{id:long}", ChangeAsync);
        teams.MapPost("/{id:long}/removal", (long id, HttpContext http, Signed signed, ChangeTeams change, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
            AnswerAsync(http, change.RemoveAsync(signed.AgentId, id, cancel), null, database, desks, viewing, cancel));
    }

    private static async Task<IResult> AddAsync(HttpContext http, Signed signed, ChangeTeams change, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        return await AnswerAsync(http, change.AddAsync(signed.AgentId, Id(form.Field("community")), form.Field("name"), cancel), form, database, desks, viewing, cancel);
    }

    private static async Task<IResult> ChangeAsync(long id, HttpContext http, Signed signed, ChangeTeams change, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        return await AnswerAsync(http, change.ChangeAsync(signed.AgentId, id, form.Field("name"), [.. form["agent"].Select(Id)], cancel), null, database, desks, viewing, cancel);
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext http, Task<Answer<Team>> doing, IFormCollection? typed, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var answer = await doing;
        if (answer.Refusal == Tickets.Refusals.NotFound) return StaffPages.Error(StatusCodes.Status404NotFound);
        if (answer.Refusal is { } refusal)
        {
            return await ShowAsync(http, database, desks, view => view with
            {
                Name = typed?.Field("name"), Community = typed?.Field("community"), Refusals = [new Refusal(null, RefusalText.Of(viewing.T, refusal.Code))],
            }, StatusCodes.Status422UnprocessableEntity, cancel);
        }
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.Teams);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, DeskDatabase database, DeskViews desks, Func<TeamsView, TeamsView> change, int status, CancellationToken cancel)
    {
        var desk = await desks.ForAsync(http, cancel);
        var teams = await database.Teams.OrderBy(t => t.Name).ToListAsync(cancel);
        var inside = (await database.AgentTeams.ToListAsync(cancel)).Select(link => (link.TeamId, link.AgentId)).ToHashSet();
        var works = (await database.AgentCommunities.ToListAsync(cancel)).Select(link => (link.CommunityId, link.AgentId)).ToHashSet();
        var agents = await database.Users.Where(a => a.Active).OrderBy(a => a.Name).Select(a => new { a.Id, a.Name, a.Role }).ToListAsync(cancel);
        var view = new TeamsView(
            [.. teams.Select(team => new TeamRow(Text(team.Id), team.Name, desk.Communities.FirstOrDefault(c => c.Id == Text(team.CommunityId))?.Name ?? "",
                [.. agents.Where(a => a.Role == Role.Admin || works.Contains((team.CommunityId, a.Id))).Select(a => new TeamMember(Text(a.Id), a.Name, inside.Contains((team.Id, a.Id))))]))],
            [.. desk.Communities.Select(c => new Named(c.Id, c.Name))], null, null, []);
        return Forms.Page<TeamsPage>(status, ("Desk", desk), ("View", change(view)));
    }

    private static long Id(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

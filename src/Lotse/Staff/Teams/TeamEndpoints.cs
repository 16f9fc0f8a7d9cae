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

/// <param name="Name">As kept, or as typed where the form came back; <paramref name="Title"/>: as kept.</param>
/// <param name="Agents">Those who may be in it, with whether they are.</param>
/// <param name="Version">That was seen, also where the form came back.</param>
public sealed record TeamRow(string Id, string Title, string Name, string Community, IReadOnlyList<TeamMember> Agents, string Version, IReadOnlyList<Refusal> Refusals);

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
            AnswerAsync(http, change.RemoveAsync(signed.AgentId, id, cancel), (view, refusals) => view with { Refusals = refusals }, database, desks, viewing, cancel));
    }

    private static async Task<IResult> AddAsync(HttpContext http, Signed signed, ChangeTeams change, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        return await AnswerAsync(http, change.AddAsync(signed.AgentId, Id(form.Field("community")), form.Field("name"), cancel),
            (view, refusals) => view with { Name = form.Field("name"), Community = form.Field("community"), Refusals = refusals }, database, desks, viewing, cancel);
    }

    private static async Task<IResult> ChangeAsync(long id, HttpContext http, Signed signed, ChangeTeams change, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (agents, version) = (form["agent"].Select(Id).ToList(), form.Field("version"));
        return await AnswerAsync(http, change.ChangeAsync(signed.AgentId, id, form.Field("name"), agents, version, cancel), (view, refusals) => view with
        {
            Teams = [.. view.Teams.Select(team => team.Id != Text(id) ? team : team with
            {
                Name = form.Field("name") ?? "", Agents = [.. team.Agents.Select(agent => agent with { In = agents.Contains(Id(agent.Id)) })], Version = version ?? team.Version, Refusals = refusals,
            })],
        }, database, desks, viewing, cancel);
    }

    /// <param name="typed">Puts what was typed, and what stands in its way, into the page that comes back.</param>
    private static async Task<IResult> AnswerAsync(
        HttpContext http, Task<Answer<Team>> doing, Func<TeamsView, IReadOnlyList<Refusal>, TeamsView> typed, DeskDatabase database, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var answer = await doing;
        if (answer.Refusal == Tickets.Refusals.NotFound) return StaffPages.Error(StatusCodes.Status404NotFound);
        if (answer.Refusal is { } refusal)
        {
            var said = new Refusal(null, refusal == Tickets.Refusals.Changed ? viewing.T["refused.changedSince"] : RefusalText.Of(viewing.T, refusal.Code));
            return await ShowAsync(http, database, desks, view => typed(view, [said]), Forms.StatusOf(refusal), cancel);
        }
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(Addresses.Teams);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, DeskDatabase database, DeskViews desks, Func<TeamsView, TeamsView> change, int status, CancellationToken cancel)
    {
        var desk = await desks.ForAsync(http, cancel);
        var teams = await database.Teams.OrderBy(t => t.Name).ToListAsync(cancel);
        var inside = (await database.AgentTeams.ToListAsync(cancel)).ToLookup(link => link.TeamId, link => link.AgentId);
        var works = (await database.AgentCommunities.ToListAsync(cancel)).Select(link => (link.CommunityId, link.AgentId)).ToHashSet();
        var agents = await database.Users.Where(a => a.Active).OrderBy(a => a.Name).Select(a => new { a.Id, a.Name, a.Role }).ToListAsync(cancel);
        var view = new TeamsView(
            [.. teams.Select(team => new TeamRow(Text(team.Id), team.Name, team.Name, desk.Communities.FirstOrDefault(c => c.Id == Text(team.CommunityId))?.Name ?? "",
                [.. agents.Where(a => a.Role == Role.Admin || works.Contains((team.CommunityId, a.Id))).Select(a => new TeamMember(Text(a.Id), a.Name, inside[team.Id].Contains(a.Id)))],
                ChangeTeams.VersionOf(team, inside[team.Id]), []))],
            [.. desk.Communities.Select(c => new Named(c.Id, c.Name))], null, null, []);
        return Forms.Page<TeamsPage>(status, ("Desk", desk), ("View", change(view)));
    }

    private static long Id(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

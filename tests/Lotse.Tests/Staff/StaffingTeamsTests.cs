using System.Net;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Staff;

public sealed class StaffingTeamsTests
{
    [Fact]
    public async Task Admins_make_teams_staff_them_and_tickets_are_given_to_them()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        using var agent = await desk.SignedInAsync();
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        var community = await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync());
        var people = await desk.ReadAsync(d => d.Users.ToDictionaryAsync(u => u.Name, u => u.Id));

        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync("/staff/teams")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync("/staff/teams", ("name", "Technik"), ("community", $"{community}"))).StatusCode);
        var again = await agent.PostAsync("/staff/teams", ("name", "Technik"), ("community", $"{community}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        var team = await desk.ReadAsync(d => d.Teams.Select(t => t.Id).SingleAsync());

        // Bo works for another community: not in this team, whatever the form says.
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/staff/teams/{team}", ("name", "Technik Nord"), ("agent", $"{people["Ada"]}"), ("agent", $"{people["Bo"]}"))).StatusCode);
        Assert.Equal([people["Ada"]], await desk.ReadAsync(d => d.AgentTeams.Select(l => l.AgentId).ToListAsync()));

        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tickets/{number}/team", ("team", $"{team}"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tickets/{number}/subject", ("subject", "Neuer Betreff"))).StatusCode);
        var page = WebUtility.HtmlDecode(await (await agent.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync());
        Assert.Contains("Ada hat das Ticket dem Team Technik Nord gegeben.", page);
        Assert.Contains("Ada hat den Betreff geändert, vorher: „Frage“.", page);
        Assert.Contains("Neuer Betreff", page);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"/staff/teams/{team}/removal")).StatusCode);
        await agent.PostAsync($"/tickets/{number}/team", ("team", ""));
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/staff/teams/{team}/removal")).StatusCode);
        Assert.Equal(0, await desk.ReadAsync(d => d.AgentTeams.CountAsync()));
    }

    [Fact]
    public async Task Whom_another_admin_has_put_into_a_team_meanwhile_stays_in_it()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var admin = await desk.SignedInAsync();
        using var cleo = await desk.ColleagueAsync("cleo@desk.example", "Cleo");
        var community = await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync());
        await admin.PostAsync("/staff/teams", ("name", "Technik"), ("community", $"{community}"));
        var (path, people) = ($"/staff/teams/{await desk.ReadAsync(d => d.Teams.Select(t => t.Id).SingleAsync())}", await desk.ReadAsync(d => d.Users.ToDictionaryAsync(u => u.Name, u => u.Id)));
        var first = await admin.VersionAsync("/staff/teams");
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.PostAsync(path, ("version", first), ("name", "Technik"), ("agent", $"{people["Cleo"]}"))).StatusCode);

        await (await admin.PostAsync(path, ("version", first), ("name", "Technik Nord"), ("agent", $"{people["Ada"]}")))
            .ComesBackAsync("value=\"Technik Nord\"", $"value=\"{people["Ada"]}\" checked", $"name=\"version\" value=\"{first}\"");
        Assert.Equal([people["Cleo"]], await desk.ReadAsync(d => d.AgentTeams.Select(l => l.AgentId).ToListAsync()));
        Assert.Equal("Technik", await desk.ReadAsync(d => d.Teams.Select(t => t.Name).SingleAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.PostAsync(path, ("version", await admin.VersionAsync("/staff/teams")), ("name", "Technik"), ("agent", $"{people["Ada"]}"), ("agent", $"{people["Cleo"]}"))).StatusCode);
    }
}

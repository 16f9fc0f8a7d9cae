using System.Globalization;
using System.Net;
using Lotse.Domain.Tickets;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Routing;

public sealed class SettingDistributionTests
{
    [Fact]
    public async Task A_lead_says_how_a_queue_is_dealt_out_and_what_is_wrong_stays_to_be_mended()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        using var jon = await desk.ColleagueAsync("jon@desk.example", "Jon");
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        var community = await desk.ReadAsync(async d =>
        {
            var id = await d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync();
            d.Teams.Add(new() { Id = 901, CommunityId = id, Name = "Anleger" });
            d.AgentTeams.Add(new() { AgentId = await d.Users.Where(u => u.Name == "Jon").Select(u => u.Id).SingleAsync(), TeamId = 901 });
            await d.SaveChangesAsync();
            return id.ToString(CultureInfo.InvariantCulture);
        });
        var page = $"/responsibilities/teams?community={community}";
        Assert.Contains("Anleger", await TextAsync(await lead.GetAsync(page)));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(page)).StatusCode);
        Assert.DoesNotContain("name=\"kind\"", await TextAsync(await jon.GetAsync(page)));

        using var wrong = await lead.PostAsync("/responsibilities/teams/901", ("kind", "leastLoaded"), ("capacity", "viele"), ("idle", "90"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var said = await TextAsync(wrong);
        Assert.Contains("Eine Zahl von 1 bis 1000, oder leer.", said);
        Assert.Contains("value=\"viele\"", said);
        Assert.Contains("value=\"90\"", said);

        foreach (var who in (Visitor[])[jon, stranger]) Assert.NotEqual(HttpStatusCode.SeeOther, (await who.PostAsync("/responsibilities/teams/901", ("kind", "roundRobin"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync("/responsibilities/teams/901", ("kind", "leastLoaded"), ("capacity", "5"), ("idle", "90"))).StatusCode);
        var changes = await TextAsync(await lead.GetAsync("/responsibilities/changes?about=distribution"));
        Assert.Contains("Verteilung im Team Anleger", changes);
        Assert.Contains("An die Person mit den wenigsten, Höchstens offene Tickets je Person: 5", changes);
        Assert.Equal("LeastLoaded 5 90", await desk.ReadAsync(d => d.Teams.Where(t => t.Id == 901).Select(t => $"{t.Distribution} {t.Capacity} {t.IdleMinutes}").SingleAsync()));
    }

    [Fact]
    public async Task What_somebody_has_elsewhere_is_counted_for_those_who_see_it()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        using var jon = await desk.ColleagueAsync("jon@desk.example", "Jon");
        var hafen = await desk.ReadAsync(async d =>
        {
            var (id, person) = (await d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync(), await d.Users.Where(u => u.Name == "Jon").Select(u => u.Id).SingleAsync());
            d.Teams.Add(new() { Id = 901, CommunityId = id, Name = "Anleger" });
            d.AgentTeams.Add(new() { AgentId = person, TeamId = 901 });
            d.QueueCounts.Add(new() { CommunityId = id, State = (int)TicketState.Open, Level = 1, AssigneeId = person, Count = 2 });
            d.QueueCounts.Add(new() { CommunityId = PagesDesk.Elsewhere, State = (int)TicketState.Open, Level = 1, AssigneeId = person, Count = 5 });
            await d.SaveChangesAsync();
            return id.ToString(CultureInfo.InvariantCulture);
        });
        using var mia = await desk.ColleagueAsync("mia@desk.example", "Mia"); // Somebody new: who is in which team is read again.

        var page = $"/responsibilities/teams?community={hafen}";
        Assert.Contains("Jon: 7 offen", await TextAsync(await lead.GetAsync(page)));
        Assert.Contains("Jon: 2 offen", await TextAsync(await mia.GetAsync(page)));
        Assert.Contains("Jon hat 2 offene Tickets.", await TextAsync(await jon.GetAsync("/absences/new?kind=sick")));
        Assert.Contains("Jon hat 7 offene Tickets.", await TextAsync(await lead.GetAsync($"/absences/new?kind=sick&agent={await desk.ReadAsync(d => d.Users.Where(u => u.Name == "Jon").Select(u => u.Id).SingleAsync())}")));
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}

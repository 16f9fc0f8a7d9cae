using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Lotse.Domain.Tickets;
using Lotse.Tests.Staff;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Pages;

/// <summary>The small forms at a ticket's head: only who has changed the same thing is in the way.</summary>
public partial class ChangingOneThingTests
{
    [Fact]
    public async Task Takes_a_ticket_although_something_else_has_changed_meanwhile()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        using var agent = await desk.SignedInAsync();
        var page = await PageAsync(agent, number);
        var me = await desk.ReadAsync(d => d.Users.Where(u => u.Name == "Ada").Select(u => u.Id).SingleAsync());

        await agent.PostAsync($"/tickets/{number}/notes", ("text", "Von jemand anderem"));
        var taken = await agent.PostAsync($"/tickets/{number}/assignee", Seen(page, "assignee", ("assignee", me.ToString(CultureInfo.InvariantCulture))));

        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        Assert.Equal(me, await desk.ReadAsync(d => d.Tickets.Where(t => t.Number == number).Select(t => t.AssigneeId).SingleAsync()));
    }

    [Fact]
    public async Task Resolves_nothing_over_a_message_that_came_meanwhile()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Die erste", "Message-ID: <eins@kunde.example>\r\n");
        using var agent = await desk.SignedInAsync();
        var page = await PageAsync(agent, number);

        await desk.ReceiveAsync("kim@kunde.example", "Re: Frage", "Noch etwas", "In-Reply-To: <eins@kunde.example>\r\n");
        var refused = await agent.PostAsync($"/tickets/{number}/state", Seen(page, "state", ("state", "resolved")));

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal(TicketState.New, await desk.ReadAsync(d => d.Tickets.Where(t => t.Number == number).Select(t => t.State).SingleAsync()));
    }

    [Fact]
    public async Task Refuses_who_would_overwrite_the_same_thing()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        using var agent = await desk.SignedInAsync();
        var page = await PageAsync(agent, number);

        var first = await agent.PostAsync($"/tickets/{number}/priority", Seen(page, "priority", ("priority", "high")));
        var second = await agent.PostAsync($"/tickets/{number}/priority", Seen(page, "priority", ("priority", "low")));

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
    }

    /// <summary>What the page's form sends along of what it has seen.</summary>
    private static (string, string)[] Seen(string page, string form, (string, string) wanted)
    {
        var at = page.IndexOf($"/{form}\"", StringComparison.Ordinal);
        var (version, was) = (Version().Match(page, at), Was().Match(page, at));
        return [wanted, ("version", version.Groups["value"].Value), ("was", was.Groups["value"].Value)];
    }

    private static async Task<string> PageAsync(Visitor agent, long number) => await (await agent.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync();

    [GeneratedRegex("name=\"version\" value=\"(?<value>[0-9]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();

    [GeneratedRegex("name=\"was\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Was();
}

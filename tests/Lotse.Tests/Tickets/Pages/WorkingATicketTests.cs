using System.Net;
using System.Text.RegularExpressions;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Pages;

public partial class WorkingATicketTests
{
    [Fact]
    public async Task Keeps_the_text_of_an_answer_that_somebody_was_faster_than()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Die erste", "Message-ID: <eins@kunde.example>\r\n");
        using var agent = await desk.SignedInAsync();
        var seen = LastSeen().Match(await PageAsync(agent, number)).Groups["id"].Value;
        await desk.ReceiveAsync("kim@kunde.example", "Re: Frage", "Die zweite", "In-Reply-To: <eins@kunde.example>\r\n");

        var refused = await agent.PostAsync($"/tickets/{number}/replies", ("text", "Meine lange Antwort"), ("lastSeen", seen), ("then", "wait"));
        var page = await refused.Content.ReadAsStringAsync();
        var now = LastSeen().Match(page).Groups["id"].Value;

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Meine lange Antwort", page);
        Assert.NotEqual(seen, now);
        Assert.Equal(0, await desk.ReadAsync(d => d.Outbox.CountAsync()));
        var sent = await agent.PostAsync($"/tickets/{number}/replies", ("text", "Meine lange Antwort"), ("lastSeen", now), ("then", "wait"));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Equal(TicketState.WaitingForCustomer, await StateAsync(desk, number));
    }

    [Fact]
    public async Task Gives_a_refused_answer_back_as_it_was_typed()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        using var agent = await desk.SignedInAsync();

        var refused = await agent.PostAsync($"/tickets/{number}/replies", ("text", "Meine Antwort"), ("to", "kein-at-zeichen"));
        var page = await refused.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Meine Antwort", page);
        Assert.Contains("kein-at-zeichen", page);
    }

    [Fact]
    public async Task Changes_a_ticket_only_as_the_agent_has_seen_it()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        using var agent = await desk.SignedInAsync();
        var version = Version().Match(await PageAsync(agent, number)).Groups["number"].Value;

        var first = await agent.PostAsync($"/tickets/{number}/priority", ("priority", "high"), ("version", version));
        var second = await agent.PostAsync($"/tickets/{number}/state", ("state", "closed"), ("version", version));

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
        Assert.Equal(TicketState.New, await StateAsync(desk, number));
    }

    [Fact]
    public async Task Joins_a_ticket_that_belongs_to_another()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte", "Message-ID: <eins@kunde.example>\r\n");
        var shell = await desk.ReceiveAsync("jo@anders.example", "Re: Frage", "Auch bei mir", "In-Reply-To: <eins@kunde.example>\r\nMessage-ID: <zwei@anders.example>\r\n");
        using var agent = await desk.SignedInAsync();

        var joined = await agent.PostAsync($"/tickets/{shell}/matches/1/confirmation");
        var page = await PageAsync(agent, number);
        var next = await desk.ReceiveAsync("jo@anders.example", "Re: Frage", "Noch etwas", "In-Reply-To: <zwei@anders.example>\r\n");

        Assert.Equal($"/tickets/{number}", joined.Headers.Location!.OriginalString);
        Assert.Contains("Auch bei mir", page);
        Assert.Equal(Lane.Merged, await desk.ReadAsync(d => d.Tickets.Where(t => t.Number == shell).Select(t => t.Lane).SingleAsync()));
        Assert.Equal(number, next);
        Assert.Equal(0, await desk.ReadAsync(d => d.Messages.CountAsync(m => d.Tickets.Any(t => t.Id == m.TicketId && t.Number == shell))));
    }

    [Fact]
    public async Task Leaves_a_ticket_of_its_own_alone()
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte", "Message-ID: <eins@kunde.example>\r\n");
        var own = await desk.ReceiveAsync("jo@anders.example", "Re: Frage", "Etwas anderes", "In-Reply-To: <eins@kunde.example>\r\n");
        using var agent = await desk.SignedInAsync();

        var settled = await agent.PostAsync($"/tickets/{own}/matches/1/rejection");

        Assert.Equal(HttpStatusCode.SeeOther, settled.StatusCode);
        Assert.Equal(TicketState.New, await StateAsync(desk, own));
        Assert.DoesNotContain("/matches/", await PageAsync(agent, own));
    }

    [Fact]
    public async Task Refuses_a_form_that_is_not_ours()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        using var agent = await desk.SignedInAsync();

        var answer = await agent.SubmitAsync($"/tickets/{number}/notes", null, ("text", "untergeschoben"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(1, await desk.ReadAsync(d => d.Messages.CountAsync()));
    }

    private static async Task<string> PageAsync(Staff.Visitor agent, long number) => await (await agent.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync();

    private static Task<TicketState> StateAsync(PagesDesk desk, long number) => desk.ReadAsync(d => d.Tickets.Where(t => t.Number == number).Select(t => t.State).SingleAsync());

    [GeneratedRegex("name=\"lastSeen\" value=\"(?<id>[0-9]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastSeen();

    [GeneratedRegex("name=\"version\" value=\"(?<number>[0-9]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}

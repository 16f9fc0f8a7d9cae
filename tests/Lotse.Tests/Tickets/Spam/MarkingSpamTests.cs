using System.Net;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Lotse.Tests.Tickets.Pages;
using Lotse.Tickets.Api;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Spam;

public sealed class MarkingSpamTests
{
    [Fact]
    public async Task Puts_a_ticket_aside_and_back_where_its_state_says()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        (await desk.Api.PatchAsync(number, new { state = "waitingForCustomer" })).EnsureSuccessStatusCode();

        var marked = await ApiClient.ReadAsync<TicketJson>(await desk.Api.PostAsync($"/tickets/{number}/spam", new { }));
        Assert.True(marked.Spam);
        Assert.Empty((await desk.Api.ListAsync("?queue=waiting")).Items);
        Assert.Empty((await desk.Api.ListAsync()).Items);
        Assert.Equal([number], (await desk.Api.ListAsync("?queue=spam")).Items.Select(t => t.Number));
        Assert.Empty(await desk.VerifyAsync());

        var back = await ApiClient.ReadAsync<TicketJson>(await desk.Api.PostAsync($"/tickets/{number}/spam/undo", new { }));
        Assert.Equal((false, TicketState.WaitingForCustomer), (back.Spam, back.State));
        Assert.Equal([number], (await desk.Api.ListAsync("?queue=waiting")).Items.Select(t => t.Number));
        Assert.Empty((await desk.Api.ListAsync("?queue=spam")).Items);
        Assert.Equal(["ticketMarkedSpam", "ticketUnmarkedSpam"], (await desk.Api.HistoryAsync(number)).TakeLast(2).Select(fact => fact.Kind));
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task What_continues_spam_wakes_nobody_until_it_is_none()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        (await desk.Api.PatchAsync(number, new { state = "closed" })).EnsureSuccessStatusCode();
        (await desk.Api.PostAsync($"/tickets/{number}/spam", new { })).EnsureSuccessStatusCode();

        var more = await desk.PostMailAsync(new CustomerMail($"[#{number}] Noch ein Angebot"));
        var silent = await desk.Api.TicketAsync(number);
        Assert.Equal(("continued", number), (more.Outcome, more.Ticket!.Value));
        Assert.Equal((true, TicketState.Closed, 2), (silent.Spam, silent.State, silent.Messages.Count));
        Assert.Equal(0, await desk.LookAsync(d => d.Outbox.CountAsync()));

        var back = await ApiClient.ReadAsync<TicketJson>(await desk.Api.PostAsync($"/tickets/{number}/spam/undo", new { }));
        Assert.Equal(TicketState.Open, back.State); // Somebody wrote meanwhile.
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task Doing_it_twice_is_doing_it_once()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;

        for (var i = 0; i < 2; i++) (await desk.Api.PostAsync($"/tickets/{number}/spam", new { })).EnsureSuccessStatusCode();

        Assert.Equal(3, (await desk.Api.HistoryAsync(number)).Count);
    }

    [Fact]
    public async Task The_page_says_it_and_offers_the_way_back()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Angebot", "Worte");
        using var agent = await desk.SignedInAsync();
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/tickets/{number}/spam")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tickets/{number}/spam")).StatusCode);
        var page = WebUtility.HtmlDecode(await (await agent.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync());
        Assert.Contains("Ada hat das Ticket als Spam markiert.", page);
        Assert.Contains($"/tickets/{number}/spam/undo", page);
        await agent.PostAsync($"/tickets/{number}/spam/undo");
        Assert.DoesNotContain("spam/undo", await (await agent.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync());
    }
}

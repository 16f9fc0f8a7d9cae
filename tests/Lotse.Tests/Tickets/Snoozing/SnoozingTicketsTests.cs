using System.Net;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Lotse.Tests.Tickets.Pages;
using Lotse.Tickets.Snoozing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Snoozing;

public sealed class SnoozingTicketsTests
{
    [Fact]
    public async Task Wakes_when_its_time_has_come_and_not_before()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        (await desk.Api.PatchAsync(number, new { snoozedUntil = desk.Clock.GetUtcNow().AddHours(2) })).EnsureSuccessStatusCode();

        desk.Pass(TimeSpan.FromHours(1));
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(TicketState.Snoozed, (await desk.Api.TicketAsync(number)).State);

        await Wait.UntilAsync(async () =>
        {
            desk.Pass(TimeSpan.FromMinutes(61));
            return (await desk.Api.TicketAsync(number)).State == TicketState.Open;
        }, "the ticket is awake");
        var woken = await desk.Api.TicketAsync(number);
        Assert.Null(woken.SnoozedUntil);
        var fact = (await desk.Api.HistoryAsync(number))[^1];
        Assert.Equal(("stateChanged", null, "snooze-over"), (fact.Kind, fact.By, fact.Data.GetProperty("because").GetString()));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task A_customer_who_writes_wakes_it_at_once()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        (await desk.Api.PatchAsync(number, new { snoozedUntil = desk.Clock.GetUtcNow().AddDays(2) })).EnsureSuccessStatusCode();

        await desk.PostMailAsync(new CustomerMail($"[#{number}] Hat sich erledigt"));

        var ticket = await desk.Api.TicketAsync(number);
        Assert.Equal((TicketState.Open, null), (ticket.State, ticket.SnoozedUntil));
    }

    [Fact]
    public async Task What_is_put_aside_sleeps_on()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        var (spam, wakes) = ((await desk.PostMailAsync(new CustomerMail())).Ticket!.Value, (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value);
        foreach (var number in (long[])[spam, wakes]) (await desk.Api.PatchAsync(number, new { snoozedUntil = desk.Clock.GetUtcNow().AddHours(1) })).EnsureSuccessStatusCode();
        (await desk.Api.PostAsync($"/tickets/{spam}/spam", new { })).EnsureSuccessStatusCode();

        await Wait.UntilAsync(async () =>
        {
            desk.Pass(TimeSpan.FromHours(2));
            return (await desk.Api.TicketAsync(wakes)).State == TicketState.Open;
        }, "the other ticket is awake");

        Assert.Equal(TicketState.Snoozed, (await desk.Api.TicketAsync(spam)).State);
    }

    [Theory]
    [InlineData("2026-11-25T10:20:00Z", "later", "2026-11-25T14:00:00Z")] // 11:20 in Berlin: 15:00 there.
    [InlineData("2026-11-25T23:30:00Z", "tomorrow", "2026-11-27T07:00:00Z")] // Half past midnight there: the day has changed already.
    [InlineData("2026-11-25T10:20:00Z", "monday", "2026-11-30T07:00:00Z")]
    [InlineData("2026-11-30T10:20:00Z", "monday", "2026-12-07T07:00:00Z")] // On a Monday it is the next one.
    [InlineData("2026-10-24T10:00:00Z", "tomorrow", "2026-10-25T07:00:00Z")] // Over the end of summer time.
    [InlineData("2026-11-25T10:20:00Z", "week", "2026-12-02T07:00:00Z")]
    public void Says_when_by_the_clock_on_the_agents_wall(string now, string preset, string expected) => Assert.Equal(
        DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
        LaterTimes.Of(preset, null, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));

    [Fact]
    public async Task The_form_takes_a_preset_an_own_time_and_the_customer_and_keeps_what_was_typed()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        using var agent = await desk.SignedInAsync();
        Task<Domain.Tickets.TicketState> StateAsync() => desk.ReadAsync(d => d.Tickets.Where(t => t.Number == number).Select(t => t.State).SingleAsync());

        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tickets/{number}/snooze", ("until", "tomorrow"))).StatusCode);
        Assert.Equal(TicketState.Snoozed, await StateAsync());
        Assert.Contains("auf Wiedervorlage gelegt", await (await agent.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tickets/{number}/snooze", ("until", "own"), ("at", "2100-03-01T09:30"))).StatusCode);
        Assert.Equal(new DateTimeOffset(2100, 3, 1, 8, 30, 0, TimeSpan.Zero), await desk.ReadAsync(d => d.Tickets.Where(t => t.Number == number).Select(t => t.SnoozedUntil).SingleAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tickets/{number}/snooze", ("until", "customer"))).StatusCode);
        Assert.Equal(TicketState.WaitingForCustomer, await StateAsync());
        var refused = await agent.PostAsync($"/tickets/{number}/snooze", ("until", "own"), ("at", "2001-01-01T10:00"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("2001-01-01T10:00", await refused.Content.ReadAsStringAsync());
    }
}

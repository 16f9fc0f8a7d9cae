using System.Net;
using Lotse.Tests.Desk;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Linking;

public sealed class LinkingTicketsTests
{
    [Fact]
    public async Task Both_pages_show_it_and_each_can_take_it_back()
    {
        await using var desk = await PagesDesk.StartAsync();
        var (a, b) = (await desk.ReceiveAsync("kim@kunde.example", "Frage A", "Worte"), await desk.ReceiveAsync("jo@kunde.example", "Frage B", "Worte"));
        using var agent = await desk.SignedInAsync();
        async Task<string> PageAsync(long number) => WebUtility.HtmlDecode(await (await agent.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tickets/{a}/links", ("to", $"#{b}"))).StatusCode);
        Assert.Contains($"/tickets/{a}/links/{b}/removal", await PageAsync(a));
        Assert.Contains($"/tickets/{b}/links/{a}/removal", await PageAsync(b));
        Assert.Contains($"Ada hat das Ticket mit #{a} verknüpft.", await PageAsync(b));

        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tickets/{b}/links/{a}/removal")).StatusCode);
        Assert.DoesNotContain("/removal", await PageAsync(a));
        Assert.Equal(0, await desk.ReadAsync(d => d.TicketLinks.CountAsync()));

        var refused = await agent.PostAsync($"/tickets/{a}/links", ("to", "99999"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("99999", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Links_stay_within_the_walls_and_are_there_once()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", "post@werft.example");
        var clara = await desk.AddAgentAsync("Clara", RunningDesk.Community);
        var (a, b) = ((await desk.PostMailAsync(new CustomerMail())).Ticket!.Value, (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value);
        var other = (await desk.PostMailAsync(new CustomerMail { To = "post@werft.example" }, "post@werft.example")).Ticket!.Value;

        Assert.Equal(HttpStatusCode.OK, await clara.StatusAsync(HttpMethod.Post, $"/tickets/{a}/links", new { to = b }));
        Assert.Equal(HttpStatusCode.OK, await clara.StatusAsync(HttpMethod.Post, $"/tickets/{b}/links", new { to = a }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await clara.StatusAsync(HttpMethod.Post, $"/tickets/{a}/links", new { to = other }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Post, $"/tickets/{a}/links", new { to = other }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Post, $"/tickets/{a}/links", new { to = a }));
        Assert.Equal(HttpStatusCode.NotFound, await clara.StatusAsync(HttpMethod.Post, $"/tickets/{other}/links", new { to = a }));
        Assert.Equal(2, await desk.LookAsync(d => d.TicketLinks.CountAsync()));
        Assert.Equal(HttpStatusCode.OK, await clara.StatusAsync(HttpMethod.Delete, $"/tickets/{b}/links/{a}"));
        Assert.Equal(0, await desk.LookAsync(d => d.TicketLinks.CountAsync()));
        Assert.Empty(await desk.VerifyAsync());
    }
}

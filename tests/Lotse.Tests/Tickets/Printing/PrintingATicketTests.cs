using System.Net;
using Lotse.Tests.Tickets.Pages;
using Xunit;

namespace Lotse.Tests.Tickets.Printing;

public sealed class PrintingATicketTests
{
    [Fact]
    public async Task Is_one_plain_page_without_script_and_shows_notes_only_when_asked()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte der Kundin");
        using var agent = await desk.SignedInAsync();
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        await agent.PostAsync($"/tickets/{number}/notes", ("text", "Nur unter uns"));

        var plain = await (await agent.GetAsync($"/tickets/{number}/print")).Content.ReadAsStringAsync();
        var whole = await (await agent.GetAsync($"/tickets/{number}/print?notes=true")).Content.ReadAsStringAsync();

        Assert.Contains("Worte der Kundin", plain);
        Assert.DoesNotContain("Nur unter uns", plain);
        Assert.DoesNotContain("<script", plain);
        Assert.Contains("Nur unter uns", whole);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/tickets/{number}/print")).StatusCode);
    }
}

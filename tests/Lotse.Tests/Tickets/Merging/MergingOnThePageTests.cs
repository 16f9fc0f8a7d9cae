using System.Net;
using Lotse.Tests.Tickets.Pages;
using Xunit;

namespace Lotse.Tests.Tickets.Merging;

public sealed class MergingOnThePageTests
{
    [Fact]
    public async Task Shows_whose_messages_will_be_seen_together_before_it_does_it()
    {
        await using var desk = await PagesDesk.StartAsync();
        var (a, b) = (await desk.ReceiveAsync("kim@kunde.example", "Frage A", "Worte A"), await desk.ReceiveAsync("jo@anders.example", "Frage B", "Worte B"));
        using var agent = await desk.SignedInAsync();

        var asked = await WordsAsync(await agent.GetAsync($"/tickets/{a}/merge?into={b}"));
        var blind = await agent.PostAsync($"/tickets/{a}/merges", ("into", $"{b}"));
        var blindly = await WordsAsync(blind);
        var done = await agent.PostAsync($"/tickets/{a}/merges", ("into", $"{b}"), ("seen", $"{b}"));

        Assert.Contains("Verschiedene Menschen", asked);
        Assert.Contains("kim@kunde.example", asked);
        Assert.Contains("jo@anders.example", asked);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, blind.StatusCode);
        Assert.Contains("Bitte ansehen und bestätigen", blindly);
        Assert.Equal($"/tickets/{b}", done.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_old_address_leads_to_the_whole_and_says_so_and_undoing_leads_back()
    {
        await using var desk = await PagesDesk.StartAsync();
        var (a, b) = (await desk.ReceiveAsync("kim@kunde.example", "Frage A", "Worte A"), await desk.ReceiveAsync("kim@kunde.example", "Frage B", "Worte B"));
        using var agent = await desk.SignedInAsync();
        await agent.PostAsync($"/tickets/{a}/merges", ("into", $"{b}"));
        await agent.GetAsync($"/tickets/{b}");

        var old = await agent.GetAsync($"/tickets/{a}?queue=open");
        var page = await WordsAsync(await agent.GetAsync(old.Headers.Location!.OriginalString));
        var undone = await agent.PostAsync($"/tickets/{a}/merges/undo");
        var apart = await WordsAsync(await agent.GetAsync($"/tickets/{a}"));

        Assert.Equal((HttpStatusCode.SeeOther, $"/tickets/{b}?queue=open"), (old.StatusCode, old.Headers.Location!.OriginalString));
        Assert.Contains("Das gesuchte Ticket ist Teil von diesem hier", page);
        Assert.Contains("Worte A", page);
        Assert.Contains($"Ada hat #{a} mit diesem Ticket zusammengeführt.", page);
        Assert.Contains($"/tickets/{a}/merges/undo", page);
        Assert.Equal($"/tickets/{a}", undone.Headers.Location!.OriginalString);
        Assert.Contains("Worte A", apart);
        Assert.Contains($"Ada hat die Zusammenführung mit #{b} rückgängig gemacht.", apart);
    }

    [Fact]
    public async Task A_stranger_finds_no_door()
    {
        await using var desk = await PagesDesk.StartAsync();
        var (a, b) = (await desk.ReceiveAsync("kim@kunde.example", "Frage A", "Worte A"), await desk.ReceiveAsync("kim@kunde.example", "Frage B", "Worte B"));
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/tickets/{a}/merge?into={b}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/tickets/{a}/merges", ("into", $"{b}"), ("seen", $"{b}"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/tickets/{a}/merges/undo")).StatusCode);
    }

    private static async Task<string> WordsAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}

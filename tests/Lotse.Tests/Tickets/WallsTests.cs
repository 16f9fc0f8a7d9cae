using System.Net;
using Lotse.Tests.Desk;

using Xunit;

namespace Lotse.Tests.Tickets;

/// <summary>Communities are walls: whoever works for one gets nothing of another, whichever id they name.</summary>
public sealed class WallsTests
{
    private const string Werft = "hilfe@werft.example";

    [Fact]
    public async Task An_agent_of_one_community_finds_nothing_of_the_other_by_any_id()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", Werft);
        var clara = await desk.AddAgentAsync("Clara", "Hafen");
        var ours = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var theirs = (await desk.PostMailAsync(new CustomerMail { To = Werft, File = ("geheim.txt", "geheim"u8.ToArray()) }, Werft)).Ticket!.Value;
        var parked = await desk.Api.PostMailAsync([1, 2, 3], Werft);
        Assert.Equal("parked", parked.Outcome);
        var ticket = await desk.Api.TicketAsync(theirs);
        var parkedId = Assert.Single((await desk.Api.ParkedAsync()).Items).Id;
        var hers = await clara.TicketAsync(ours);

        var asked = new (HttpMethod Method, string Path, object? Body)[]
        {
            (HttpMethod.Get, $"/tickets/{theirs}", null),
            (HttpMethod.Get, $"/tickets/{theirs}/history", null),
            (HttpMethod.Get, $"/attachments/{ticket.Messages[0].Attachments[0].Id}", null),
            (HttpMethod.Post, $"/tickets/{theirs}/notes", new { text = "Notiz" }),
            (HttpMethod.Post, $"/tickets/{theirs}/replies", new { text = "Antwort" }),
            (HttpMethod.Patch, $"/tickets/{theirs}", new { state = "closed" }),
            (HttpMethod.Post, $"/parked/{parkedId}/tickets", new { }),
            (HttpMethod.Post, $"/mailboxes/{Werft}/messages", null),
        };
        foreach (var (method, path, body) in asked) Assert.Equal((path, HttpStatusCode.NotFound), (path, await clara.StatusAsync(method, path, body)));

        Assert.Equal([ours], (await clara.ListAsync()).Items.Select(item => item.Number));
        Assert.Empty((await clara.ListAsync("?community=Werft")).Items);
        Assert.Empty((await clara.ListAsync($"?community={ticket.Community.Id}")).Items);
        Assert.Empty((await clara.ListAsync($"?contact={ticket.Contact.Id}")).Items);
        Assert.Empty((await clara.ListAsync($"?q={theirs}")).Items);
        Assert.Empty((await clara.ParkedAsync()).Items);
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            await clara.StatusAsync(HttpMethod.Post, "/tickets", new { community = "Werft", subject = "s", text = "t", contact = "x@kunde.example" }));
        Assert.Equal(HttpStatusCode.OK, await desk.Api.StatusAsync(HttpMethod.Get, $"/tickets/{theirs}")); // The ids are right.
        Assert.Equal((1L, "new"), (ticket.Messages.Count, ApiNames.Of((await desk.Api.TicketAsync(theirs)).State)));
        Assert.Equal(hers.Version, (await clara.TicketAsync(ours)).Version);
    }

    [Fact]
    public async Task An_agent_without_the_community_cannot_be_given_its_ticket_and_does_not_hear_of_it()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", Werft);
        var clara = await desk.AddAgentAsync("Clara", "Hafen");
        var before = (await desk.Api.EventsAsync("0", 1))[0].Id;

        var theirs = (await desk.PostMailAsync(new CustomerMail("Werft: geheim") { To = Werft }, Werft)).Ticket!.Value;
        var ours = (await desk.PostMailAsync(new CustomerMail("Hafen"))).Ticket!.Value;
        var heard = await clara.EventsAsync(before, 2);

        Assert.Equal([ours, ours], heard.Select(one => one.Ticket!.Value));
        Assert.DoesNotContain(heard, one => one.Data.ToString().Contains("geheim", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await desk.Api.PatchAsync(theirs, new { assignee = "clara@desk.example" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.Api.PatchAsync(ours, new { assignee = "clara@desk.example" })).StatusCode);
    }

    [Fact]
    public async Task An_agent_of_another_community_does_not_even_see_that_there_are_tickets()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(new CustomerMail());
        var second = await desk.PostMailAsync(new CustomerMail($"[#{first.Ticket}]") { From = "fremd@anders.example" });
        await desk.AddMailboxAsync("Werft", Werft);
        var nobody = await desk.AddAgentAsync("Nils", "Werft");

        Assert.Equal(HttpStatusCode.NotFound, await nobody.StatusAsync(HttpMethod.Get, $"/tickets/{second.Ticket}"));
        Assert.Empty((await nobody.ListAsync()).Items);
    }
}

internal static class ApiNames
{
    public static string Of<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

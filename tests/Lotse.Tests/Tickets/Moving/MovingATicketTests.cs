using System.Net;
using Lotse.Domain.Communities;
using Lotse.Tests.Desk;
using Lotse.Tickets.Api;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Moving;

public sealed class MovingATicketTests
{
    private const string Werft = "post@werft.example";

    [Fact]
    public async Task Takes_a_ticket_to_another_community_with_a_contact_a_mailbox_and_tags_of_that_one()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", Werft);
        var both = await desk.AddAgentAsync("Clara", RunningDesk.Community, "Werft");
        var here = await desk.AddAgentAsync("Hanno", RunningDesk.Community);
        var there = await desk.AddAgentAsync("Wim", "Werft");
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var linked = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        (await desk.Api.PatchAsync(number, new { tags = new[] { "paket" }, assignee = "hanno@desk.example" })).EnsureSuccessStatusCode();
        (await desk.Api.PostAsync($"/tickets/{number}/links", new { to = linked })).EnsureSuccessStatusCode();

        var moved = await ApiClient.ReadAsync<TicketJson>(await both.PostAsync($"/tickets/{number}/moves", new { community = "Werft" }));

        Assert.Equal(("Werft", null, "anna@kunde.example"), (moved.Community.Name, moved.Assignee, moved.Contact.Address));
        Assert.Equal(["paket"], moved.Tags);
        Assert.Equal(number, (await there.TicketAsync(number)).Number);
        Assert.Equal(HttpStatusCode.NotFound, await here.StatusAsync(HttpMethod.Get, $"/tickets/{number}"));
        Assert.Equal(0, await desk.LookAsync(d => d.TicketLinks.CountAsync()));
        Assert.Equal(2, await desk.LookAsync(d => d.Contacts.CountAsync()));
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());

        var reply = await there.ReplyAsync(number, "Von der Werft.");
        Assert.Equal(Werft, reply.From.Address);
    }

    [Fact]
    public async Task An_answer_to_what_was_sent_before_still_finds_it()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", Werft);
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        await desk.Api.ReplyAsync(number);
        var sent = (await desk.SentAsync("anna@kunde.example"))[0];
        (await desk.Api.PostAsync($"/tickets/{number}/moves", new { community = "Werft" })).EnsureSuccessStatusCode();

        var answer = await desk.PostMailAsync(CustomerMail.Answering(sent.MessageId!, "Antwort") with { To = sent.ReplyTo.Mailboxes.Single().Address });
        var stranger = await desk.PostMailAsync(new CustomerMail($"[#{number}] Nur eine Nummer"));

        Assert.Equal(number, answer.Ticket);
        Assert.Equal("opened", stranger.Outcome);
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task Only_those_who_work_on_both_sides_may()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", Werft);
        var here = await desk.AddAgentAsync("Hanno", RunningDesk.Community);
        var (number, part) = ((await desk.PostMailAsync(new CustomerMail())).Ticket!.Value, (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await here.StatusAsync(HttpMethod.Post, $"/tickets/{number}/moves", new { community = "Werft" }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Post, $"/tickets/{number}/moves", new { community = RunningDesk.Community }));
        (await desk.Api.PostAsync($"/tickets/{part}/merges", new { into = number })).EnsureSuccessStatusCode();
        using var refused = await desk.Api.PostAsync($"/tickets/{number}/moves", new { community = "Werft" });
        Assert.Contains("move-has-parts", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(RunningDesk.Community, (await desk.Api.TicketAsync(number)).Community.Name);
    }
}

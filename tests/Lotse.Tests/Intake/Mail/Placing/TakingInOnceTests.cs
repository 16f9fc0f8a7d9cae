using System.Net;
using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Placing;

/// <summary>One mail is one message, however often and by however many ways it comes.</summary>
public sealed class TakingInOnceTests
{
    [Fact]
    public async Task A_mail_to_two_of_our_mailboxes_is_one_message()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync(RunningDesk.Community, "info@hafen.example");
        var mail = new CustomerMail { To = "hilfe@hafen.example, info@hafen.example" };

        Assert.All(await desk.DeliverAsync(mail, "hilfe@hafen.example", "info@hafen.example"), answer => Assert.StartsWith("250", answer, StringComparison.Ordinal));
        await desk.DeliverAsync(mail with { More = ["Received: by another way"] }, "info@hafen.example");
        await desk.SettledAsync();

        var item = Assert.Single((await desk.Api.ListAsync()).Items);
        Assert.Single((await desk.Api.TicketAsync(item.Number)).Messages);
    }

    [Fact]
    public async Task A_mail_to_two_communities_is_each_ones_own()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", "hilfe@werft.example");

        await desk.DeliverAsync(new CustomerMail(), RunningDesk.Mailbox, "hilfe@werft.example");
        await desk.SettledAsync();

        Assert.Equal(["Hafen", "Werft"], (await desk.Api.ListAsync()).Items.Select(item => item.Community.Name).Order());
    }

    [Fact]
    public async Task Two_desks_on_one_database_that_are_given_the_same_mails_at_once_open_one_ticket_for_each()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres });
        await using var beside = await desk.BesideAsync();
        var mails = Enumerable.Range(0, 30).Select(i => new CustomerMail($"Frage {i}") { From = $"kunde{i % 7}@kunde.example" }).ToList();

        await Task.WhenAll(mails.SelectMany(mail => new[] { desk.DeliverAsync(mail), beside.DeliverAsync(mail) }));
        await desk.SettledAsync();

        Assert.Equal(30, await desk.LookAsync(database => database.Tickets.CountAsync()));
        Assert.Equal(30, await desk.LookAsync(database => database.Deliveries.CountAsync(delivery => delivery.Outcome == "duplicate")));
        Assert.Equal(7, await desk.LookAsync(database => database.Contacts.CountAsync()));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task A_mail_that_comes_twice_is_a_duplicate_and_one_with_a_used_id_but_other_words_is_kept()
    {
        await using var desk = await RunningDesk.StartAsync();
        var mail = new CustomerMail { MessageId = "same@kunde.example" };
        var first = await desk.PostMailAsync(mail);

        var again = await desk.PostMailAsync(mail with { More = ["Received: from elsewhere"] });
        var other = await desk.PostMailAsync(mail with { Text = "Etwas ganz anderes.\n" });

        Assert.Equal(("duplicate", first.Ticket, first.Message), (again.Outcome, again.Ticket, again.Message));
        Assert.NotEqual("duplicate", other.Outcome);
        Assert.Equal(2, await desk.LookAsync(database => database.Messages.CountAsync()));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task The_same_mail_on_many_connections_at_once_is_one_message()
    {
        await using var desk = await RunningDesk.StartAsync();
        var mail = new CustomerMail();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => desk.DeliverAsync(mail)));
        await desk.SettledAsync();

        Assert.Equal(1, await desk.LookAsync(database => database.Messages.CountAsync()));
        Assert.Equal(12, await desk.LookAsync(database => database.Deliveries.CountAsync()));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Our_own_mail_coming_back_is_recorded_and_opens_nothing()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(new CustomerMail());
        await desk.Api.ReplyAsync(first.Ticket!.Value);
        var ours = (await desk.SentAsync("anna@kunde.example"))[0];
        using var bytes = new MemoryStream();
        await ours.WriteToAsync(bytes);

        var taken = await desk.Api.PostMailAsync(bytes.ToArray(), RunningDesk.Mailbox);

        Assert.Equal(("recorded", first.Ticket), (taken.Outcome, taken.Ticket));
        Assert.Equal(2, (await desk.Api.TicketAsync(first.Ticket.Value)).Messages.Count);
        Assert.Single((await desk.Api.ListAsync()).Items);
    }

    [Fact]
    public async Task Several_agents_at_one_parked_mail_make_one_ticket_of_it()
    {
        await using var desk = await RunningDesk.StartAsync();
        var noise = Enumerable.Range(0, 4000).Select(i => (byte)(i * 37)).ToArray();
        await desk.Api.PostMailAsync(noise, RunningDesk.Mailbox);
        var parked = Assert.Single((await desk.Api.ParkedAsync()).Items);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.Api.StatusAsync(HttpMethod.Post, $"/parked/{parked.Id}/tickets", new { })));

        Assert.Equal((1, 7), (answers.Count(status => status == HttpStatusCode.Created), answers.Count(status => status == HttpStatusCode.NotFound)));
        Assert.Single((await desk.Api.ListAsync()).Items);
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task What_is_no_mail_is_parked_seen_and_made_a_ticket_once()
    {
        await using var desk = await RunningDesk.StartAsync();
        var noise = Enumerable.Range(0, 4000).Select(i => (byte)(i * 37)).ToArray();

        Assert.Equal("parked", (await desk.Api.PostMailAsync(noise, RunningDesk.Mailbox)).Outcome);
        var parked = Assert.Single((await desk.Api.ParkedAsync()).Items);
        Assert.Equal((RunningDesk.Mailbox, 4000L), (parked.Mailbox, parked.Size));
        Assert.Empty((await desk.Api.ListAsync()).Items);

        var opened = await ApiClient.ReadAsync<TakenIn>(await desk.Api.PostAsync($"/parked/{parked.Id}/tickets", new { }));
        var ticket = await desk.Api.TicketAsync(opened.Ticket!.Value);
        using var original = await desk.Api.GetAsync($"/attachments/{Assert.Single(ticket.Messages[0].Attachments).Id}");
        Assert.Equal(noise, await original.Content.ReadAsByteArrayAsync());
        Assert.Empty((await desk.Api.ParkedAsync()).Items);
        Assert.Equal(HttpStatusCode.NotFound, await desk.Api.StatusAsync(HttpMethod.Post, $"/parked/{parked.Id}/tickets", new { }));
        Assert.Empty(await desk.CheckAsync());
    }
}

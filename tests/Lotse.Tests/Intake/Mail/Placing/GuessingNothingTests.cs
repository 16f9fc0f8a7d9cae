using Lotse.Tests.Desk;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Placing;

/// <summary>What is too weak to let somebody into a ticket.</summary>
public sealed class GuessingNothingTests
{
    [Fact]
    public async Task A_stranger_with_the_number_opens_a_ticket_that_may_match_and_never_writes_into_the_other()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(new CustomerMail());

        var taken = await desk.PostMailAsync(new CustomerMail($"Re: [#{first.Ticket}] Frage zur Lieferung") { From = "fremd@anders.example" });

        Assert.Equal("opened", taken.Outcome);
        Assert.NotEqual(first.Ticket, taken.Ticket);
        Assert.Equal(first.Ticket, (await desk.Api.TicketAsync(taken.Ticket!.Value)).PossibleMatch);
        Assert.Single((await desk.Api.TicketAsync(first.Ticket!.Value)).Messages);
        Assert.DoesNotContain("fremd@anders.example", await ParticipantsAsync(desk, first.Ticket.Value));
    }

    [Fact]
    public async Task A_stranger_who_names_a_mail_we_know_gets_no_further()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(new CustomerMail { MessageId = "first@kunde.example" });

        var taken = await desk.PostMailAsync(CustomerMail.Answering("first@kunde.example", "Frage zur Lieferung") with { From = "fremd@anders.example" });

        Assert.Equal("opened", taken.Outcome);
        Assert.Equal(first.Ticket, (await desk.Api.TicketAsync(taken.Ticket!.Value)).PossibleMatch);
        Assert.Single((await desk.Api.TicketAsync(first.Ticket!.Value)).Messages);
    }

    [Fact]
    public async Task A_number_or_id_of_another_community_speaks_for_nothing()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", "hilfe@werft.example");
        var first = await desk.PostMailAsync(new CustomerMail { MessageId = "first@kunde.example" });
        await desk.Api.ReplyAsync(first.Ticket!.Value);
        var ours = (await desk.SentAsync("anna@kunde.example"))[0];

        var number = await desk.PostMailAsync(new CustomerMail($"[#{first.Ticket}] Nachtrag") { To = "hilfe@werft.example" }, "hilfe@werft.example");
        var known = await desk.PostMailAsync(CustomerMail.Answering("first@kunde.example", "Nachtrag") with { To = "hilfe@werft.example" }, "hilfe@werft.example");
        var signed = await desk.PostMailAsync(CustomerMail.Answering(ours.MessageId!, "Nachtrag") with { To = "hilfe@werft.example" }, "hilfe@werft.example");

        Assert.Equal("opened", number.Outcome);
        Assert.Null((await desk.Api.TicketAsync(number.Ticket!.Value)).PossibleMatch);
        Assert.All([number.Ticket, known.Ticket, signed.Ticket], opened => Assert.NotEqual(first.Ticket, opened));
        Assert.Equal(2, (await desk.Api.TicketAsync(first.Ticket.Value)).Messages.Count);
    }

    [Theory]
    [InlineData("hilfe+abc.0123456789abcdef@hafen.example")]
    [InlineData("hilfe+1@hafen.example")]
    [InlineData("hilfe+.@hafen.example")]
    public async Task A_reply_address_that_we_did_not_make_leads_nowhere(string address)
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.PostMailAsync(new CustomerMail());

        await desk.DeliverAsync(new CustomerMail("Geraten") { To = address, From = "fremd@anders.example" }, address);
        await desk.SettledAsync();

        Assert.Equal(2, (await desk.Api.ListAsync()).Items.Count);
    }

    [Fact]
    public async Task A_token_of_one_ticket_with_another_tickets_id_is_no_token()
    {
        await using var desk = await RunningDesk.StartAsync();
        var tokens = new List<string>();
        foreach (var from in (string[])["anna@kunde.example", "bert@kunde.example"])
        {
            var opened = await desk.PostMailAsync(new CustomerMail { From = from });
            await desk.Api.ReplyAsync(opened.Ticket!.Value);
            tokens.Add((await desk.SentAsync(from))[0].ReplyTo.Mailboxes.Single().Address);
        }
        var mixed = tokens[0].Split('.')[0] + "." + tokens[1].Split('.', 2)[1];
        Assert.Contains(".example", mixed, StringComparison.Ordinal);

        await desk.DeliverAsync(new CustomerMail("Gemischt") { To = mixed, From = "fremd@anders.example" }, mixed);
        await desk.SettledAsync();

        Assert.Equal(3, (await desk.Api.ListAsync()).Items.Count);
    }

    private static async Task<IReadOnlyList<string>> ParticipantsAsync(RunningDesk desk, long number) => await desk.LookAsync(database =>
        Task.FromResult((IReadOnlyList<string>)[.. database.Participants.Where(p => database.Tickets.Any(t => t.Id == p.TicketId && t.Number == number)).Select(p => p.Address)]));
}

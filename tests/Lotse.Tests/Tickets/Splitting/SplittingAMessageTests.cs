using System.Net;
using Lotse.Tests.Desk;
using Lotse.Tests.Tickets.Pages;
using Lotse.Tickets.Api;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Splitting;

public sealed class SplittingAMessageTests
{
    [Fact]
    public async Task Gives_a_message_a_ticket_of_its_own_and_answers_follow_it()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.PostMailAsync(new CustomerMail("Erste Frage") { Cc = "ben@kunde.example" });
        var number = first.Ticket!.Value;
        var mail = new CustomerMail($"[#{number}] Und noch etwas", "Ganz anderes Thema\n") { From = "ben@kunde.example" };
        var second = await desk.PostMailAsync(mail);

        var fresh = await ApiClient.ReadAsync<TicketJson>(await desk.Api.PostAsync($"/tickets/{number}/splits", new { message = second.Message, subject = "Anderes Thema" }));

        Assert.Equal(("Anderes Thema", "ben@kunde.example"), (fresh.Subject, fresh.Contact.Address));
        Assert.Equal([second.Message!], fresh.Messages.Select(m => m.Id));
        Assert.Equal([first.Message!], (await desk.Api.TicketAsync(number)).Messages.Select(m => m.Id));
        Assert.Equal(fresh.Number, (await desk.PostMailAsync(new CustomerMail("AW: Thema") { From = "ben@kunde.example", InReplyTo = mail.MessageId })).Ticket);
        Assert.Equal(2, await desk.LookAsync(d => d.TicketLinks.CountAsync()));
        Assert.Equal("messagesLeft", (await desk.Api.HistoryAsync(number))[^1].Kind);
        Assert.Equal(["ticketOpened", "splitFrom", "messageReceived", "messageReceived"], (await desk.Api.HistoryAsync(fresh.Number)).Select(fact => fact.Kind));
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Takes_what_came_after_it_along_where_that_is_wanted()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail("Erste Frage"))).Ticket!.Value;
        var second = await desk.PostMailAsync(new CustomerMail($"[#{number}] Zwei"));
        await desk.Api.ReplyAsync(number, "Antwort darauf.");

        var fresh = await ApiClient.ReadAsync<TicketJson>(await desk.Api.PostAsync($"/tickets/{number}/splits", new { message = second.Message, andLater = true }));

        Assert.Equal((2, 1), (fresh.Messages.Count, (await desk.Api.TicketAsync(number)).Messages.Count));
        var sent = (await desk.SentAsync("anna@kunde.example"))[0];
        Assert.Equal(fresh.Number, (await desk.PostMailAsync(CustomerMail.Answering(sent.MessageId!, "Zwei"))).Ticket);
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task Refuses_to_empty_a_ticket_to_split_our_own_words_and_to_look_over_the_wall()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", "post@werft.example");
        var clara = await desk.AddAgentAsync("Clara", "Werft");
        var first = await desk.PostMailAsync(new CustomerMail("Erste Frage"));
        var other = (await desk.PostMailAsync(new CustomerMail("Andere Frage"))).Ticket!.Value;
        var reply = await desk.Api.ReplyAsync(first.Ticket!.Value);

        async Task<string> RefusedAsync(ApiClient by, long number, string message)
        {
            using var answer = await by.PostAsync($"/tickets/{number}/splits", new { message });
            return $"{(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync()).Split("urn:lotse:").Last().Split('"')[0]}".Trim();
        }

        Assert.Equal("422 split-not-incoming", await RefusedAsync(desk.Api, first.Ticket.Value, reply.Id));
        Assert.Equal("404", (await RefusedAsync(desk.Api, other, first.Message!))[..3]); // Of another ticket than the address says.
        Assert.Equal("404", (await RefusedAsync(clara, first.Ticket.Value, first.Message!))[..3]);
        using var alone = await desk.Api.PostAsync($"/tickets/{other}/splits", new { message = (await desk.Api.TicketAsync(other)).Messages[0].Id });
        Assert.Contains("split-nothing-left", await alone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_keeps_what_was_typed_and_leads_to_the_new_ticket()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte", "Message-ID: <eins@kunde.example>\r\n");
        await desk.ReceiveAsync("kim@kunde.example", "Re: Frage", "Anderes", "In-Reply-To: <eins@kunde.example>\r\n");
        var second = await desk.ReadAsync(d => d.Messages.OrderByDescending(m => m.Id).Select(m => m.Id).FirstAsync());
        using var agent = await desk.SignedInAsync();

        var form = await (await agent.GetAsync($"/messages/{second}/split")).Content.ReadAsStringAsync();
        var refused = await agent.PostAsync($"/messages/{second}/splits", ("subject", " "), ("later", "1"));
        var done = await agent.PostAsync($"/messages/{second}/splits", ("subject", "Neues Thema"));
        var page = WebUtility.HtmlDecode(await (await agent.GetAsync(done.Headers.Location!.OriginalString)).Content.ReadAsStringAsync());
        var old = WebUtility.HtmlDecode(await (await agent.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync());

        Assert.Contains("Anderes", form);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther), (refused.StatusCode, done.StatusCode));
        Assert.Contains("checked", await refused.Content.ReadAsStringAsync());
        Assert.Contains($"Ada hat dieses Ticket aus #{number} abgetrennt.", page);
        Assert.Contains($"1 Nachricht in ein eigenes Ticket abgetrennt: #{number + 1}", old);
    }
}

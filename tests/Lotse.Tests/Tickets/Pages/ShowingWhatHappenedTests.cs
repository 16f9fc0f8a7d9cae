using System.Net;
using Lotse.Domain.Tickets;
using Lotse.Levels.Answering;
using Lotse.Levels.Escalating;
using Lotse.Tickets.Working;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Pages;

/// <summary>Lists, histories and contacts say what is the case.</summary>
public class ShowingWhatHappenedTests
{
    [Fact]
    public async Task Marks_a_ticket_until_somebody_turns_to_it_and_again_when_the_customer_writes()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Die erste", "Message-ID: <eins@kunde.example>\r\n");
        using var agent = await desk.SignedInAsync();

        var came = await RowAsync(agent, number);
        await agent.PostAsync($"/tickets/{number}/state", ("state", "open"));
        var turnedTo = await RowAsync(agent, number);
        await desk.ReceiveAsync("kim@kunde.example", "Re: Frage", "Noch etwas", "In-Reply-To: <eins@kunde.example>\r\n");
        var again = await RowAsync(agent, number);

        Assert.Contains("row unread", came);
        Assert.DoesNotContain("unread", turnedTo);
        Assert.Contains("row unread", again);
    }

    [Fact]
    public async Task Shows_in_the_list_that_an_answer_did_not_arrive()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        using var agent = await desk.SignedInAsync();
        await agent.PostAsync($"/tickets/{number}/replies", ("text", "Wir sehen nach."));
        await Wait.UntilAsync(() => desk.ReadAsync(d => d.Messages.AnyAsync(m => m.Delivery == DeliveryState.Sent)), "the answer has gone out");
        Assert.DoesNotContain("#mail-warning", await RowAsync(agent, number));

        await desk.ReadAsync(d => d.Messages.Where(m => m.Kind == MessageKind.Outgoing).ExecuteUpdateAsync(set => set.SetProperty(m => m.Delivery, DeliveryState.Failed)));

        Assert.Contains("#mail-warning", await RowAsync(agent, number));
    }

    [Fact]
    public async Task Tells_a_joined_conversation_in_the_order_in_which_it_was_written()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Wort eins", "Message-ID: <eins@kunde.example>\r\n");
        var shell = await desk.ReceiveAsync("jo@anders.example", "Re: Frage", "Wort zwei", "In-Reply-To: <eins@kunde.example>\r\nMessage-ID: <zwei@anders.example>\r\n");
        using var agent = await desk.SignedInAsync();
        await agent.PostAsync($"/tickets/{number}/notes", ("text", "Wort drei"));
        await agent.PostAsync($"/tickets/{shell}/matches/1/confirmation");
        await desk.ReceiveAsync("kim@kunde.example", "Re: Frage", "Wort vier", "In-Reply-To: <eins@kunde.example>\r\n");

        var page = WebUtility.HtmlDecode(await (await agent.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync());
        var history = page[page.IndexOf("class=\"history\"", StringComparison.Ordinal)..page.IndexOf("<ticket-composer", StringComparison.Ordinal)];
        var places = ((string[])["Wort eins", "Wort zwei", "Wort drei", "jo@anders.example gehört", "Wort vier"]).Select(words => history.IndexOf(words, StringComparison.Ordinal)).ToList();

        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public async Task Knows_when_each_address_of_a_contact_was_last_used()
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        var contact = await desk.ReadAsync(d => d.Contacts.Select(c => new { c.Id, c.CommunityId }).SingleAsync());
        await desk.ReadAsync(async d =>
        {
            d.ContactAddresses.Add(new() { Id = 5, ContactId = contact.Id, CommunityId = contact.CommunityId, Address = "frueher@kunde.example" });
            return await d.SaveChangesAsync();
        });
        using var agent = await desk.SignedInAsync();

        var page = WebUtility.HtmlDecode(await (await agent.GetAsync($"/contacts/{contact.Id}")).Content.ReadAsStringAsync());

        Assert.Matches("kim@kunde\\.example *</td>[^<]*<td[^>]*><time ", page);
        Assert.Matches("frueher@kunde\\.example *</td>[^<]*<td[^>]*>länger her", page);
        Assert.InRange(await desk.StatementsAsync(() => agent.GetAsync($"/contacts/{contact.Id}")), 1, 6);
    }

    [Fact]
    public async Task Says_how_a_ticket_went_through_the_levels()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Worte");
        using var agent = await desk.SignedInAsync();
        var by = await desk.ReadAsync(async d => new Acting((await d.Users.OrderBy(u => u.Id).FirstAsync()).Id, "Ada", Role.Admin, []));
        await desk.WithAsync<EscalateTicket, bool>(async up => (await up.RunAsync(by, number, new Entered(null, "technical", "", "", new Dictionary<string, string>(), "Nichts geht"), default)).Refusal is null);
        await desk.WithAsync<AnswerHandOvers, bool>(async above => (await above.AcceptAsync(by, number, default)).Refusal is null);
        await desk.WithAsync<AnswerHandOvers, bool>(async above => (await above.ReturnAsync(by, number, false, "Seit wann?", null, default)).Refusal is null);

        var page = WebUtility.HtmlDecode(await (await agent.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync());

        foreach (var said in (string[])["als Notfall an 2nd Level eskaliert", "für 2nd Level angenommen", "mit einer Frage an 1st Level zurückgegeben", "Seit wann?"]) Assert.Contains(said, page);
    }

    private static async Task<string> RowAsync(Visitor agent, long number)
    {
        var page = WebUtility.HtmlDecode(await (await agent.GetAsync("/tickets?queue=open")).Content.ReadAsStringAsync());
        var id = page.IndexOf($"id=\"row-{number}\"", StringComparison.Ordinal);
        var start = page.LastIndexOf("<a ", id, StringComparison.Ordinal);
        return page[start..page.IndexOf("</a>", id, StringComparison.Ordinal)];
    }
}

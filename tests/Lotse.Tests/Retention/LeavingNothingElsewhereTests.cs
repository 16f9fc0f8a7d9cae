using System.Net.Http.Json;
using System.Text.Json;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Offering;
using Lotse.Tests.Desk;
using Lotse.Tickets.Api;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Retention;

/// <summary>What a ticket has left with others before it goes: a contact in another community, lines of the journal of another ticket, words that a text block has learned.</summary>
public sealed class LeavingNothingElsewhereTests
{
    private const string Secret = RestingDesk.Secret, Stem = "heimsach", Werft = "post@werft.example";

    [Theory]
    [InlineData("delete")]
    [InlineData("anonymise")]
    public async Task A_ticket_that_was_moved_leaves_no_contact_where_it_came_from(string act)
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", Werft);
        var number = await desk.MailedTicketAsync(new CustomerMail("Falsch hier") { From = $"Gerda {Secret} <gerda@kunde.example>" });
        await desk.MailedTicketAsync(new CustomerMail("Bleibt") { From = "bert@kunde.example" });
        (await desk.Api.PostAsync($"/tickets/{number}/moves", new { community = "Werft" })).EnsureSuccessStatusCode();
        await desk.ChangedAsync(number, new { state = "resolved" });
        await desk.RestedAsync(40);
        await RetainEverywhereAsync(desk, new { rules = new[] { new { months = 1, act } } });

        Assert.Equal(1, await desk.SomeRetainStepAsync());

        await desk.SaysNowhereAsync(Secret);
        await desk.SaysNowhereAsync("gerda@kunde.example");
        Assert.True(await desk.LookAsync(d => d.ContactAddresses.AnyAsync(a => a.Address == "bert@kunde.example")));
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task A_contact_that_has_another_ticket_where_it_came_from_stays()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", Werft);
        var number = await desk.MailedTicketAsync(new CustomerMail("Falsch hier"));
        await desk.MailedTicketAsync(new CustomerMail("Richtig hier"));
        (await desk.Api.PostAsync($"/tickets/{number}/moves", new { community = "Werft" })).EnsureSuccessStatusCode();
        await desk.ChangedAsync(number, new { state = "resolved" });
        await desk.RestedAsync(40);
        await RetainEverywhereAsync(desk, new { rules = new[] { new { months = 1 } } });
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        Assert.Equal(await desk.LookAsync(d => d.Tickets.Select(t => t.ContactId).ToListAsync()), await desk.LookAsync(d => d.Contacts.Select(c => c.Id).ToListAsync()));
        Assert.Empty(await desk.VerifyAsync());
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("anonymise")]
    public async Task A_ticket_that_was_split_off_leaves_no_words_in_the_journal_of_those_it_came_from(string act)
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.MailedTicketAsync(new CustomerMail("Erste Frage"));
        await desk.PostMailAsync(new CustomerMail($"[#{first}] Zweite Frage", "Und auch das noch.\n"));
        var message = await desk.PostMailAsync(new CustomerMail($"[#{first}] Dritte Frage", "Und noch etwas.\n"));
        var last = await desk.PostMailAsync(new CustomerMail($"[#{first}] {Secret}", $"{Secret}!\n"));
        // Off the first, and then off the second: it is linked with one of them only, and then with none.
        var second = await ApiClient.ReadAsync<TicketJson>(await desk.Api.PostAsync($"/tickets/{first}/splits", new { message = message.Message, andLater = true }));
        var third = await ApiClient.ReadAsync<TicketJson>(await desk.Api.PostAsync($"/tickets/{second.Number}/splits", new { message = last.Message }));
        using (await desk.Api.SendAsync(HttpMethod.Delete, $"/tickets/{third.Number}/links/{second.Number}")) Assert.Equal(2, await desk.LookAsync(d => d.TicketLinks.CountAsync()));
        await GoesAsync(desk, third.Number, act);
        await desk.SaysNowhereAsync(Secret);
        Assert.True(await desk.LookAsync(d => d.Journal.AnyAsync(j => j.Kind == "messageReceived" && j.Data.Contains("Und auch das") && d.Tickets.Any(t => t.Id == j.TicketId && t.Number == first)))); // Not more than must.
        Assert.Equal(act == "delete" ? 2 : 3, await desk.LookAsync(d => d.Tickets.CountAsync()));
    }

    [Fact]
    public async Task A_ticket_whose_merge_was_undone_leaves_no_words_in_the_journal_of_the_other()
    {
        await using var desk = await RunningDesk.StartAsync();
        var head = await desk.MailedTicketAsync(new CustomerMail("Bleibt") { From = "bert@kunde.example" });
        var part = await desk.MailedTicketAsync(new CustomerMail(Secret, $"{Secret}!\n"));
        (await desk.Api.PostAsync($"/tickets/{part}/merges", new { into = head })).EnsureSuccessStatusCode();
        (await desk.Api.PostAsync($"/tickets/{part}/merges/undo", new { })).EnsureSuccessStatusCode();
        await GoesAsync(desk, part, "delete");
        await desk.SaysNowhereAsync(Secret);
        await desk.SaysNowhereAsync("anna@kunde.example");
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("anonymise")]
    public async Task Text_blocks_forget_what_they_have_learned_of_it(string act)
    {
        await using var desk = await RunningDesk.StartAsync();
        var block = JsonElement.Parse(await (await desk.Api.PostAsync("/text-blocks", new { title = "Hallo", texts = new { de = "<div>Hallo</div>" }, state = "published" })).Content.ReadAsStringAsync()).GetProperty("id").GetString();
        var (goes, stays) = (await desk.MailedTicketAsync(new CustomerMail($"Rechnung von {Secret}")), await desk.MailedTicketAsync(new CustomerMail("Rechnung fehlt") { From = "bert@kunde.example" }));
        foreach (var number in (long[])[goes, stays])
        {
            (await desk.Api.PostAsync($"/tickets/{number}/replies", new { text = "Hallo", textBlocks = new[] { block } })).EnsureSuccessStatusCode();
            await desk.ChangedAsync(number, new { state = "resolved" });
        }
        await Wait.UntilAsync(() => desk.LookAsync(async d => !await d.Messages.AnyAsync(m => m.Delivery == DeliveryState.Queued)), "the answers are sent");
        await CountedAsync(desk);
        Assert.Contains(Stem, string.Join(' ', await desk.LookAsync(d => d.TextBlockWords.Where(w => w.Learned).Select(w => w.Word).ToListAsync())), StringComparison.Ordinal);
        await desk.RestedAsync(40);
        await desk.ChangedAsync(stays, new { priority = "high" });
        await RetainEverywhereAsync(desk, new { rules = new[] { new { months = 1, act } } });
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        await CountedAsync(desk);

        await desk.SaysNowhereAsync(Stem);
        var counted = await desk.LookAsync(d => d.TextBlocks.SingleAsync());
        Assert.Equal((1, 1), (counted.Sent, counted.Solved));
        var uses = await desk.LookAsync(d => d.TextBlockUses.Select(u => u.Words).SingleAsync());
        Assert.Equal(uses.Split(' ').Order(), await desk.LookAsync(d => d.TextBlockWords.Where(w => w.Learned).OrderBy(w => w.Word).Select(w => w.Word).ToListAsync()), StringComparer.Ordinal);
        Assert.All(await desk.LookAsync(d => d.TextBlockWords.Where(w => w.Learned).Select(w => w.Weight).ToListAsync()), weight => Assert.Equal(1, weight));
    }

    private static async Task GoesAsync(RunningDesk desk, long number, string act)
    {
        await desk.ChangedAsync(number, new { state = "resolved" });
        await desk.RestedAsync(40);
        await RetainEverywhereAsync(desk, new { rules = new[] { new { months = 1, act } } });
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());
    }

    private static async Task RetainEverywhereAsync(RunningDesk desk, object plan)
    {
        foreach (var community in await desk.LookAsync(d => d.Communities.Select(c => c.Id).ToListAsync()))
        {
            (await desk.Api.SendAsync(HttpMethod.Put, $"/communities/{community}/retention", JsonContent.Create(plan))).EnsureSuccessStatusCode();
        }
    }

    private static async Task CountedAsync(RunningDesk desk)
    {
        var last = await desk.LookAsync(d => d.Journal.MaxAsync(line => line.Id));
        await Wait.UntilAsync(() => desk.WithAsync<FollowUses, bool>(follow => Task.FromResult(follow.At >= last)), "uses are counted");
    }
}

using System.Net;
using Lotse.Adapters.Database;
using Lotse.Domain.Retention;
using Lotse.Domain.Tickets;
using Lotse.Retention;
using Lotse.Tests.Desk;
using Lotse.Tickets.Api;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Retention;

public sealed class PuttingAwayTests
{
    private const string Secret = RestingDesk.Secret;

    [Fact]
    public async Task What_is_archived_is_in_nobodys_way_and_comes_back_when_the_customer_writes()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = await desk.MailedTicketAsync(new CustomerMail("Fahrplan im Hafen"));
        await desk.ChangedAsync(number, new { state = "resolved", tags = new[] { "klage" } });
        await desk.RestedAsync(40);
        var touched = await desk.LookAsync(d => d.Tickets.Select(t => t.UpdatedAt).SingleAsync());
        await desk.RetainAsync(new { rules = new[] { new { months = 1, act = "archive" } }, holds = new[] { "klage" } });
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        Assert.Equal(0, await desk.RetainStepAsync());

        await desk.FindableAsync();
        Assert.Equal(touched, await desk.LookAsync(d => d.Tickets.Select(t => t.UpdatedAt).SingleAsync()));
        Assert.Equal(0, await FoundAsync(desk, "Fahrplan"));
        Assert.Equal(1, await FoundAsync(desk, "Fahrplan is:archived"));
        Assert.True((await desk.Api.ReadAsync<TicketJson>($"/tickets/{number}")).Archived);
        Assert.Equal(0, await desk.LookAsync(d => d.QueueCounts.SumAsync(c => c.Count)));
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());

        var mail = await desk.MailIdAsync(number);
        var came = await desk.PostMailAsync(new CustomerMail("AW: Fahrplan im Hafen", "Er fehlt wieder.\n") { InReplyTo = mail, References = [mail] });
        Assert.Equal(number, came.Ticket);
        var back = await desk.Api.ReadAsync<TicketJson>($"/tickets/{number}");
        Assert.Equal((false, TicketState.Open), (back.Archived, back.State));
        await desk.FindableAsync();
        Assert.Equal(1, await FoundAsync(desk, "Fahrplan"));
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task What_is_anonymised_keeps_what_was_done_and_when_and_nobodys_words()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = await desk.MailedTicketAsync(new CustomerMail($"{Secret} eins", $"{Secret}!\n") { File = ("own.bin", new byte[60_000]) });
        var part = await desk.MailedTicketAsync(new CustomerMail($"{Secret} zwei", $"{Secret}?\n"));
        (await desk.Api.PostAsync($"/tickets/{part}/merges", new { into = number })).EnsureSuccessStatusCode();
        var stays = await desk.MailedTicketAsync(new CustomerMail("Bleibt") { From = "bert@kunde.example" });
        await desk.WorkedOnAsync(number, stays);
        await desk.FindableAsync();
        await desk.RestedAsync(70);
        await desk.RetainAsync(new { rules = new[] { new { months = 2, act = "anonymise" } } });
        var contact = await desk.LookAsync(d => d.Tickets.Where(t => t.Number == number).Select(t => t.ContactId).SingleAsync());
        var (id, kinds) = await desk.LookAsync(async d =>
        {
            var one = await d.Tickets.Where(t => t.Number == number).Select(t => t.Id).SingleAsync();
            return (one, await d.Journal.Where(j => j.TicketId == one).OrderBy(j => j.Id).Select(j => j.Kind).ToListAsync());
        });
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        Assert.Equal(0, await desk.RetainStepAsync());
        await desk.ForgetFilesAsync();
        await desk.FindableAsync();

        foreach (var word in (string[])[Secret, "anna@kunde.example", contact.ToString(System.Globalization.CultureInfo.InvariantCulture)]) await desk.SaysNowhereAsync(word);
        Assert.Empty(Directory.GetFiles(Path.Combine(desk.Folder, "files"), "*", SearchOption.AllDirectories));
        Assert.Equal([.. kinds, FactNames.Name(typeof(TicketAnonymised))], await desk.LookAsync(d => d.Journal.Where(j => j.TicketId == id).OrderBy(j => j.Id).Select(j => j.Kind).ToListAsync()));
        var ticket = await desk.Api.ReadAsync<TicketJson>($"/tickets/{number}");
        Assert.Equal((true, TicketState.Resolved, null), (ticket.Anonymised, ticket.State, ticket.Contact.Address));
        Assert.Equal(["vip"], ticket.Tags);
        Assert.Empty(ticket.Messages);
        Assert.Equal(0, await FoundAsync(desk, Secret));
        Assert.Equal(1, await desk.LookAsync(d => d.QueueCounts.SumAsync(c => c.Count)));
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());

        // What has no words left can still go.
        await desk.RetainAsync(new { rules = new[] { new { months = 2 } } });
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        Assert.Equal([stays], await desk.LookAsync(d => d.Tickets.Select(t => t.Number).ToListAsync()));
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task All_of_a_community_share_one_nobody_and_what_is_held_keeps_its_words()
    {
        await using var desk = await RunningDesk.StartAsync();
        var numbers = new List<long>();
        for (var n = 0; n < 3; n++) numbers.Add(await desk.MailedTicketAsync(new CustomerMail($"Frage {n}") { From = $"k{n}@kunde.example" }));
        await desk.ChangedAsync(numbers[0], new { tags = new[] { "klage" } });
        foreach (var number in numbers) await desk.ChangedAsync(number, new { state = "resolved" });
        await desk.RestedAsync(40);
        await desk.RetainAsync(new { rules = new[] { new { months = 1, act = "anonymise" } }, holds = new[] { "klage" } });
        Assert.Equal(2, await desk.SomeRetainStepAsync());
        await desk.ChangedAsync(numbers[0], new { tags = Array.Empty<string>() });
        await desk.RestedAsync(40);
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        Assert.Single(await desk.LookAsync(d => d.Contacts.ToListAsync()));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Spam_can_only_be_deleted()
    {
        await using var desk = await RunningDesk.StartAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Put, $"/communities/{await desk.OnlyCommunityAsync()}/retention", new { rules = new[] { new { months = 1, spam = true, act = "archive" } } }));
    }

    private static async Task<int> FoundAsync(RunningDesk desk, string query)
    {
        using var answer = System.Text.Json.JsonDocument.Parse(await (await desk.Api.GetAsync($"/search?q={Uri.EscapeDataString(query)}")).Content.ReadAsStringAsync());
        return answer.RootElement.GetProperty("items").GetArrayLength();
    }
}

using Lotse.Domain.Tickets;
using Lotse.Rules;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Rules;

/// <summary>A condition of a rule means what the same words mean in the search box: the index and the rule are asked the same of the same tickets.</summary>
public sealed class AgreeingWithTheSearchTests
{
    private sealed record Found(IReadOnlyList<FoundOne> Items);

    private sealed record FoundOne(FoundTicket Ticket);

    private sealed record FoundTicket(long Number);

    private static readonly string[] s_conditions =
    [
        "rechnung", "rechnungen", "\"die Rechnungen für\"", "\"für Rechnungen die\"", "invoice", "invoice shipping", "okt*", "rech*", "rechnung -oktober", "guten", "\"guten tag\"", "muller", "Müller",
        "von:mueller", "from:kunde.example", "from:mary", "betreff:frage", "subject:rechnung", "subject:\"invoices missing\"", "datei:strassenfest", "strassenfest", "pdf", "has:attachment", "-has:attachment foto",
        "#1003", "number:1002", "-number:1002 guten", "state:open", "state:new", "stand:erledigt", "-state:resolved guten", "is:unassigned", "assignee:none", "assignee:ada", "assignee:nobodysname", "-assignee:ada guten",
        "priority:high", "prio:dringend", "tag:roaming", "tag:auslandsnetz", "tag:unbekannt", "-tag:roaming netz", "team:technik", "team:vertrieb", "level:1", "level:2", "community:hafen", "community:funk", "netz community:funk",
        "mailbox:funk@", "postfach:hilfe", "mailbox:nowhere", "-mailbox:funk@ netz", "language:de", "sprache:englisch", "language:fr", "-language:de invoice",
        "after:2020-01-01", "before:2020-01-01", "seit:2020 netz", "-before:2020-01-01 netz", "is:spam", "spamwort", "is:spam spamwort", "is:merged", "netz state:open mailbox:funk@ -tag:roaming",
        "product:boot", "produkt:segel", "product:none", "produkt:keines netz", "-product:boot guten", "topic:rechnung", "thema:keines", "group:werkstatt", "gruppe:keine", "product:boot topic:rechnung", "product:nosuch",
        "channel:mail", "kanal:programm", "channel:phone", "-channel:mail guten", "organisation:werft", "organisation:none", "firma:\"Werft Nord\"", "-organisation:werft guten", "organisation:nosuch",
        "domain:kunde.example", "domain:anders.example", "domain:example", "von:@kunde.example", "-domain:kunde.example guten", "spam:>70", "spam:>=85", "spam:>85", "spam:<30", "spam:=0", "-spam:>70 guten", "is:suspicious", "ist:verdächtig gewinnspiel",
    ];

    [Fact]
    public async Task Finds_the_same_tickets_for_every_field()
    {
        await using var desk = await RunningDesk.StartAsync();
        await FillAsync(desk);
        var (checkedOnes, somewhere) = (0, new HashSet<bool>());
        foreach (var condition in s_conditions)
        {
            var found = (await desk.Api.ReadAsync<Found>($"/search?q={Uri.EscapeDataString(condition)}&limit=50")).Items.Select(one => one.Ticket.Number).Order().ToList();
            var rule = await desk.Api.TagRuleAsync("wie die Suche", "x", "ticketOpened", condition);
            var tried = await desk.Api.ReadAsync<TriedRuleJson>($"/rules/{rule.Id}/trial?limit=100");
            Assert.Equal(10, tried.Looked);
            var fits = tried.Items.Where(one => one.Fits).Select(one => one.Ticket).Order().ToList();
            Assert.True(found.SequenceEqual(fits), $"{condition}: the search finds {string.Join(' ', found)}, the rule {string.Join(' ', fits)}");
            Assert.Equal(HttpStatus.NoContent, (int)await desk.Api.StatusAsync(HttpMethod.Delete, $"/rules/{rule.Id}"));
            somewhere.Add(found.Count is > 0 and < 8);
            checkedOnes += found.Count;
        }
        Assert.True(checkedOnes > 150 && somewhere.Count == 2, $"That would say little: {checkedOnes} hits in all.");
    }

    /// <summary>And so does a rule that runs: all of them at once, set off by a note in each ticket.</summary>
    [Fact]
    public async Task A_rule_that_runs_fits_the_same_tickets()
    {
        await using var desk = await RunningDesk.StartAsync();
        await FillAsync(desk);
        var found = new List<HashSet<long>>();
        foreach (var condition in s_conditions) found.Add([.. (await desk.Api.ReadAsync<Found>($"/search?q={Uri.EscapeDataString(condition)}&limit=50")).Items.Select(one => one.Ticket.Number)]);
        for (var n = 0; n < s_conditions.Length; n++) await desk.Api.TagRuleAsync($"Regel {n}", $"fits-{n}", "noteWritten", s_conditions[n]);
        // A note to one that is part of another would be one to that.
        long[] numbers = [1001, 1002, 1003, 1004, 1005, 1006, 1008, 1009, 1010];
        foreach (var number in numbers) (await desk.Api.PostAsync($"/tickets/{number}/notes", new { text = "Ohne eines der Worte." })).EnsureSuccessStatusCode();
        await desk.RuledAsync();
        foreach (var number in numbers)
        {
            var tags = (await desk.Api.TicketAsync(number)).Tags.Where(tag => tag.StartsWith("fits-", StringComparison.Ordinal)).ToHashSet();
            for (var n = 0; n < s_conditions.Length; n++) Assert.True(tags.Contains($"fits-{n}") == found[n].Contains(number), $"{s_conditions[n]}: the search says {found[n].Contains(number)} of {number}, the rule {tags.Contains($"fits-{n}")}");
        }
    }

    private static class HttpStatus
    {
        public const int NoContent = 204;
    }

    private static async Task FillAsync(RunningDesk desk)
    {
        await desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        await Task.Delay(1100, TestContext.Current.CancellationToken); // The directory of mailboxes looks again once a second.
        await desk.PostMailAsync(new CustomerMail("Frage", "Guten Tag,\n\nich warte auf die Rechnungen für Oktober und bitte um Antwort.\n") { From = "Jörg Müller <joerg.mueller@kunde.example>" });
        await desk.PostMailAsync(new CustomerMail("Invoices missing", "Hello,\n\nI have been waiting for the invoices and they were not shipped with the parcel.\n") { From = "Mary Miller <mary@kunde.example>" });
        await desk.PostMailAsync(new CustomerMail("Foto", "Guten Tag,\n\nmein Foto lässt sich nicht hochladen.\n") { File = ("Straßenfest-2026.pdf", [1, 2, 3]) });
        await desk.PostMailAsync(new CustomerMail("Netz eins", "Guten Tag, das Netz ist weg."));
        await desk.PostMailAsync(new CustomerMail("Netz zwei", "Guten Tag, auch hier ist das Netz weg.") { To = "funk@hafen.example" }, "funk@hafen.example");
        await desk.PostMailAsync(new CustomerMail("Gewinn", "Das spamwort steht hier."));
        await desk.PostMailAsync(new CustomerMail("Doppelt", "Guten Tag, noch einmal dasselbe Netz."));
        await desk.PostMailAsync(new CustomerMail("Rechnung?", "Ja oder nein, im Oktober?") { From = "Bea <bea@anders.example>" });
        (await desk.Api.PatchAsync(1004, new { state = "resolved", tags = new[] { "roaming" }, priority = "high" })).EnsureSuccessStatusCode();
        (await desk.Api.PatchAsync(1001, new { state = "open", tags = new[] { "buchhaltung", "roaming" }, assignee = RunningDesk.Admin })).EnsureSuccessStatusCode();
        (await desk.Api.PatchAsync(1002, new { priority = "urgent", state = "waitingForCustomer" })).EnsureSuccessStatusCode();
        await desk.LookAsync(async d =>
        {
            var tag = d.Tags.First(t => t.Name == "roaming");
            d.Tags.Add(new Domain.Communities.Tag { Id = 55, CommunityId = tag.CommunityId, Name = "auslandsnetz", AliasOfId = tag.Id });
            d.Teams.Add(new Domain.Communities.Team { Id = 66, CommunityId = tag.CommunityId, Name = "Technik" });
            return await d.SaveChangesAsync();
        });
        (await desk.Api.PatchAsync(1003, new { team = "66" })).EnsureSuccessStatusCode();
        await desk.PostMailAsync(new CustomerMail("Gewinnspiel", "Guten Tag, das Gewinnspiel.") { From = "los@glueck.example", More = ["X-Spam-Flag: YES", "Reply-To: kasse@anderswo.example"] });
        await ClassifyAsync(desk);
        (await desk.Api.PostAsync("/tickets/1006/spam", new { })).EnsureSuccessStatusCode();
        (await desk.Api.PostAsync("/tickets/1007/merges", new { into = 1004 })).EnsureSuccessStatusCode();
        await desk.FindableAsync();
    }

    /// <summary>What they are about, whose they are and how they came.</summary>
    private static async Task ClassifyAsync(RunningDesk desk)
    {
        var (community, contact) = await desk.LookAsync(async d => (await d.Communities.Where(c => c.Name == RunningDesk.Community).Select(c => c.Id).SingleAsync(), await d.Tickets.Where(t => t.Number == 1001).Select(t => t.ContactId).SingleAsync()));
        var ids = new Dictionary<string, string>();
        foreach (var (kind, name) in new[] { ("product", "Segelboot"), ("product", "Ruderboot"), ("topic", "Rechnungen"), ("supportGroup", "Werkstatt") })
        {
            ids[name] = (await ApiClient.ReadAsync<Lotse.Routing.CategoryJson>(await desk.Api.PostAsync("/categories", new { community = community.ToString(System.Globalization.CultureInfo.InvariantCulture), kind, name }))).Id;
        }
        (await desk.Api.PostAsync("/tickets", new { community = RunningDesk.Community, subject = "Per Programm", text = "Guten Tag", contact = "eva@kunde.example" })).EnsureSuccessStatusCode();
        foreach (var (number, body) in new (long, object)[] { (1001, new { product = ids["Segelboot"], topic = ids["Rechnungen"] }), (1002, new { product = ids["Ruderboot"], supportGroup = ids["Werkstatt"] }), (1008, new { topic = ids["Rechnungen"] }) })
        {
            (await desk.Api.SendAsync(HttpMethod.Patch, $"/tickets/{number}/categories", System.Net.Http.Json.JsonContent.Create(body, body.GetType(), options: ApiClient.Json))).EnsureSuccessStatusCode();
        }
        Assert.Null((await desk.EditContactAsync(contact, new Domain.Contacts.EditContact { Organisation = "Werft Nord" })).Refusal);
    }
}

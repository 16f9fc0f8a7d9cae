using Lotse.Domain.Tickets;
using Lotse.Rules;
using Lotse.Tests.Desk;
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
            Assert.Equal(8, tried.Looked);
            var fits = tried.Items.Where(one => one.Fits).Select(one => one.Ticket).Order().ToList();
            Assert.True(found.SequenceEqual(fits), $"{condition}: the search finds {string.Join(' ', found)}, the rule {string.Join(' ', fits)}");
            Assert.Equal(HttpStatus.NoContent, (int)await desk.Api.StatusAsync(HttpMethod.Delete, $"/rules/{rule.Id}"));
            somewhere.Add(found.Count is > 0 and < 6);
            checkedOnes += found.Count;
        }
        Assert.True(checkedOnes > 60 && somewhere.Count == 2, $"That would say little: {checkedOnes} hits in all.");
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
        (await desk.Api.PostAsync("/tickets/1006/spam", new { })).EnsureSuccessStatusCode();
        (await desk.Api.PostAsync("/tickets/1007/merges", new { into = 1004 })).EnsureSuccessStatusCode();
        await desk.FindableAsync();
    }
}

using System.Text.Json;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Search;

public sealed class OfferingWhileTypingTests
{
    [Fact]
    public async Task Completes_fields_and_values_that_whoever_types_may_know()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Netz", "Worte");
        using var agent = await desk.SignedInAsync();
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        await agent.PostAsync($"/tickets/{number}/tags", ("tags", "roaming"));

        Assert.Equal(["stand:", "state:"], await OffersAsync(agent, "netz st"));
        Assert.Equal(["stand:offen"], await OffersAsync(agent, "stand:o"));
        Assert.Equal(["assignee:Ada"], await OffersAsync(agent, "assignee:a"));
        Assert.Equal(["tag:roaming"], await OffersAsync(agent, "tag:ro"));
        Assert.Equal(["community:Hafen"], await OffersAsync(agent, "community:haf"));
        var community = await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync());
        await desk.ReadAsync(d =>
        {
            d.Teams.Add(new Lotse.Domain.Communities.Team { Id = 501, CommunityId = community, Name = "Technik" });
            d.Categories.Add(new Lotse.Domain.Routing.Category { Id = 502, CommunityId = community, Kind = Lotse.Domain.Routing.CategoryKind.Product, Name = "Ruderboot" });
            d.Organisations.Add(new Lotse.Domain.Contacts.Organisation { Id = 503, CommunityId = community, Name = "Übersee Kontor" });
            return d.SaveChangesAsync();
        });
        await desk.WithAsync<Lotse.Tickets.Pages.DeskNames, int>(names =>
        {
            names.Forget();
            return Task.FromResult(0);
        });
        Assert.Equal(["team:Technik"], await OffersAsync(agent, "team:te"));
        Assert.Empty(await OffersAsync(stranger, "team:te"));
        Assert.Equal(["produkt:Ruderboot"], await OffersAsync(agent, "produkt:ru"));
        Assert.Equal(["thema:keine"], await OffersAsync(agent, "thema:"));
        Assert.Equal(["organisation:\"Übersee Kontor\""], await OffersAsync(agent, "organisation:üb"));
        Assert.Equal(["kanal:telefon"], await OffersAsync(agent, "kanal:te"));
        foreach (var typed in (string[])["produkt:ru", "organisation:üb"]) Assert.Empty(await OffersAsync(stranger, typed));
        Assert.Contains("Technik", await (await agent.GetAsync("/tickets/bulk/people")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Technik", await (await stranger.GetAsync("/tickets/bulk/people")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await OffersAsync(stranger, "tag:ro"));
        Assert.Empty(await OffersAsync(stranger, "community:haf"));
    }

    [Fact]
    public async Task Finds_tickets_and_people_by_beginnings_within_the_walls()
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.ReceiveAsync("Käthe Lindqvist <kaethe@kunde.example>", "Rechnung doppelt", "Worte");
        var contact = await desk.ReadAsync(d => d.Contacts.Select(c => c.Id).SingleAsync());
        using var agent = await desk.SignedInAsync();
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        await Wait.UntilAsync(async () => (await SuggestedAsync(agent, "rechn")).Contains("/tickets/1001", StringComparison.Ordinal), "the ticket is suggested");

        foreach (var typed in (string[])["kath", "Lindq", "kaethe@kunde.example", "kathe lind", "kathe li"])
        {
            Assert.Contains($"/contacts/{contact}", await SuggestedAsync(agent, typed), StringComparison.Ordinal);
            Assert.DoesNotContain("contacts", await SuggestedAsync(stranger, typed), StringComparison.Ordinal);
            Assert.Contains($"/contacts/{contact}", await (await agent.GetAsync($"/search?q={Uri.EscapeDataString(typed + (typed.Contains('@', StringComparison.Ordinal) ? "" : "*"))}")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Contains("assignee", await SuggestedAsync(agent, "Ada"), StringComparison.Ordinal);
        Assert.DoesNotContain("contacts", await SuggestedAsync(agent, "indqvist"), StringComparison.Ordinal);
        // A single letter is compared, and asked of nobody.
        Assert.Contains($"/contacts/{contact}", await SuggestedAsync(agent, "kathe l"), StringComparison.Ordinal);
        Assert.DoesNotContain("contacts", await SuggestedAsync(agent, "kathe x"), StringComparison.Ordinal);
        Assert.Contains("/tickets/1001", await SuggestedAsync(agent, "rechnung d"), StringComparison.Ordinal);
        Assert.Contains("Nicht verstanden und weggelassen: k*", await (await agent.GetAsync("/search?q=k*")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.InRange(await desk.StatementsAsync(() => agent.GetAsync("/search?q=lindqvist")), 1, 6);
    }

    [Fact]
    public async Task Two_or_three_letters_mean_what_a_list_shows_and_more_mean_every_word()
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.ReceiveAsync("Zita Lund <zita@kunde.example>", "Rechnung doppelt", "Xylofon gesucht");
        using var agent = await desk.SignedInAsync();
        await Wait.UntilAsync(async () => (await SuggestedAsync(agent, "rechn")).Contains("/tickets/1001", StringComparison.Ordinal), "the ticket is suggested");

        foreach (var typed in (string[])["re", "rec", "zi", "zit", "lu", "doppelt re", "xylo", "xylofon zi"]) Assert.Contains("/tickets/1001", await SuggestedAsync(agent, typed), StringComparison.Ordinal);
        foreach (var typed in (string[])["xy", "xyl", "ec", "rez"]) Assert.DoesNotContain("/tickets/1001", await SuggestedAsync(agent, typed), StringComparison.Ordinal);
        foreach (var typed in (string[])["zi", "lun", "zita"]) Assert.Contains("/contacts/", await SuggestedAsync(agent, typed), StringComparison.Ordinal);
        Assert.DoesNotContain("/contacts/", await SuggestedAsync(agent, "re"), StringComparison.Ordinal);
        // Who asks in words gets what they say.
        foreach (var (query, found) in ((string, bool)[])[("xy*", true), ("subject:re*", true), ("subject:zi*", false), ("from:zi*", true), ("from:re*", false), ("subject:xy*", false), ("-subject:re* xylofon", false)])
        {
            Assert.Equal(found, (await (await agent.GetAsync($"/search?q={Uri.EscapeDataString(query)}")).Content.ReadAsStringAsync()).Contains("/tickets/1001", StringComparison.Ordinal));
        }
    }

    private static async Task<IEnumerable<string>> OffersAsync(Visitor visitor, string typed)
    {
        using var json = JsonDocument.Parse(await (await visitor.GetAsync($"/search/completions?q={Uri.EscapeDataString(typed)}")).Content.ReadAsStringAsync());
        return [.. json.RootElement.GetProperty("offers").EnumerateArray().Select(offer => offer.GetProperty("shown").GetString()!)];
    }

    private static async Task<string> SuggestedAsync(Visitor visitor, string typed) => await (await visitor.GetAsync($"/search/suggestions?q={Uri.EscapeDataString(typed)}")).Content.ReadAsStringAsync();
}

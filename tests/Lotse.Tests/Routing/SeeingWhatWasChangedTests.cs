using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Lotse.Adapters.Database.Rows;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Routing;

/// <summary>Who changed what in how the desk decides, as the journal tells.</summary>
public sealed partial class SeeingWhatWasChangedTests
{
    [Fact]
    public async Task Says_who_changed_what_from_what_to_what()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        using var jon = await desk.ColleagueAsync("jon@desk.example", "Jon");
        using var mia = await desk.ColleagueAsync("mia@desk.example", "Mia");
        var hafen = (await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync())).ToString(CultureInfo.InvariantCulture);
        var ids = await desk.ReadAsync(d => d.Users.ToDictionaryAsync(u => u.Name, u => u.Id.ToString(CultureInfo.InvariantCulture)));
        await PostAsync(lead, "/responsibilities/categories", ("community", hafen), ("kind", "product"), ("name", "Fähre"), ("words", "Fähre"));
        await PostAsync(lead, "/responsibilities/categories", ("community", hafen), ("kind", "supportGroup"), ("name", "Reisen"));
        var product = (await desk.ReadAsync(d => d.Categories.Where(c => c.Name == "Fähre").Select(c => c.Id).SingleAsync())).ToString(CultureInfo.InvariantCulture);
        await PostAsync(lead, "/responsibilities", ("community", hafen), ("product", product), ("holder", $"a{ids["Jon"]}"));
        var row = (await desk.ReadAsync(d => d.Responsibilities.Select(r => r.Id).SingleAsync())).ToString(CultureInfo.InvariantCulture);
        await PostAsync(lead, $"/responsibilities/{row}", ("community", hafen), ("product", product), ("holder", $"a{ids["Mia"]}"), ("note", "Neu"));
        await PostAsync(lead, $"/responsibilities/{row}/revocation");
        await PostAsync(lead, $"/responsibilities/categories/{product}", ("community", hafen), ("name", "Fähre"), ("words", "Fähre, Boot"));
        await PostAsync(lead, "/responsibilities/categories/group-rule", ("community", hafen), ("needed", "1"));
        await PostAsync(jon, "/absences", ("agent", ids["Jon"]), ("kind", "holiday"), ("from", "2099-01-04T00:00"), ("until", "2099-01-09T00:00"));
        await PostAsync(jon, $"/absences/people/{ids["Jon"]}", ("deputy", ids["Mia"]));
        await PostAsync(lead, $"/absences/people/{ids["Jon"]}", ("deputy", ids["Ada"]));

        var page = await TextAsync(lead, "/responsibilities/changes");
        foreach (var said in (string[])["Zuständigkeit eingetragen: Fähre", "Zuständigkeit geändert: Fähre", "Zuständig: Jon → Mia", "Bemerkung: – → Neu", "Zuständigkeit beendet: Fähre", "Produkt gespeichert: Fähre", "Wörter: Fähre → Fähre, Boot", "Tickets brauchen jetzt eine Supportgruppe",
            "Abwesenheit von Jon: Urlaub", "Vertretung von Jon gespeichert", "Vertretung: Mia → Ada"]) Assert.Contains(said, page);
        Assert.True(page.IndexOf("Mia → Ada", StringComparison.Ordinal) < page.IndexOf("Zuständigkeit eingetragen", StringComparison.Ordinal)); // Newest first.
        Assert.Contains("Als Tabelle", await TextAsync(lead, $"/responsibilities?community={hafen}"));
        Assert.Contains("/responsibilities/changes", await TextAsync(lead, $"/responsibilities?community={hafen}"));

        var deputies = await TextAsync(lead, "/responsibilities/changes?about=deputies");
        Assert.Equal((2, 0), (deputies.Split("Vertretung von Jon gespeichert").Length - 1, deputies.Split("Abwesenheit von Jon").Length - 1));
        Assert.Equal(HttpStatusCode.NotFound, (await jon.GetAsync("/responsibilities/changes")).StatusCode);
        foreach (var asked in (string[])["/responsibilities/changes", "/responsibilities/changes?about=absences", "/responsibilities/changes?after=5"])
        {
            Assert.InRange(Math.Min(await desk.StatementsAsync(() => lead.GetAsync(asked)), await desk.StatementsAsync(() => lead.GetAsync(asked))), 1, 6);
        }
    }

    [Fact]
    public async Task Shows_each_change_once_page_by_page_also_where_much_else_happened_between()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        var hafen = await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync());
        var last = await desk.ReadAsync(async d =>
        {
            var id = 1_000_000L;
            for (var n = 0; n < 130; n++) d.Journal.Add(new JournalRow { Id = ++id, At = TimeProvider.System.GetUtcNow(), Kind = "groupRuleChanged", CommunityId = hafen, Data = $$"""{"communityId":{{hafen.ToString(CultureInfo.InvariantCulture)}},"needed":true}""" });
            for (var n = 0; n < 20_500; n++) d.Journal.Add(new JournalRow { Id = ++id, At = TimeProvider.System.GetUtcNow(), Kind = "contactChanged", CommunityId = hafen, Data = """{"contactId":1,"what":[]}""" });
            await d.SaveChangesAsync();
            await d.Sequences.Where(s => s.Name == Sequence.JournalId).ExecuteUpdateAsync(set => set.SetProperty(s => s.Value, id));
            return id;
        });
        var (seen, path, pages) = (0, "/responsibilities/changes?about=categories", 0);
        for (; ; pages++)
        {
            Assert.True(pages < 10);
            var page = await TextAsync(lead, path);
            seen += page.Split("Tickets brauchen jetzt eine Supportgruppe").Length - 1;
            if (Older().Match(page) is not { Success: true } older) break;
            path = WebUtility.HtmlDecode(older.Groups["path"].Value);
        }
        Assert.Equal((130, true), (seen, pages >= 3));
        Assert.True(last > 0);
        var asked = await desk.AskedAsync(() => lead.GetAsync("/responsibilities/changes"));
        var plan = string.Join('\n', await desk.PlanAsync(asked.First(statement => statement.Contains("journal", StringComparison.Ordinal) && statement.Contains("kind", StringComparison.Ordinal))));
        Assert.Contains("ix_journal_ticket_id_id", plan, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Shows_a_lead_nothing_of_communities_and_people_that_are_not_theirs()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var jon = await desk.ColleagueAsync("jon@desk.example", "Jon");
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        var hafen = (await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync())).ToString(CultureInfo.InvariantCulture);
        await PostAsync(ada, "/responsibilities/categories", ("community", hafen), ("kind", "product"), ("name", "Geheimer Kutter"));
        await PostAsync(jon, "/absences", ("agent", await desk.ReadAsync(d => d.Users.Where(u => u.Name == "Jon").Select(u => u.Id.ToString(CultureInfo.InvariantCulture)).SingleAsync())), ("kind", "sick"));
        await desk.ReadAsync(d => d.Users.Where(u => u.Name == "Bo").ExecuteUpdateAsync(set => set.SetProperty(u => u.Role, Lotse.Domain.Tickets.Role.Lead)));

        var page = await TextAsync(bo, "/responsibilities/changes");
        Assert.DoesNotContain("Kutter", page);
        Assert.DoesNotContain("Jon", page);
        Assert.Contains("Hier hat noch niemand etwas geändert", page);
    }

    private static async Task PostAsync(Visitor agent, string path, params (string Name, string Value)[] fields)
    {
        var answer = await agent.PostAsync(path, fields);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, $"{path}: {WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync())}");
    }

    private static async Task<string> TextAsync(Visitor visitor, string path) => WebUtility.HtmlDecode(await (await visitor.GetAsync(path)).EnsureSuccessStatusCode().Content.ReadAsStringAsync());

    [GeneratedRegex("href=\"(?<path>/responsibilities/changes[^\"]*after=[0-9]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Older();
}

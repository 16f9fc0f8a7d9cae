using System.Net;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Levels.Keeping;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Levels;

/// <summary>Between levels by the pages' forms.</summary>
public sealed class WorkingBetweenLevelsTests
{
    private static readonly (string, string)[] s_general = [("reason", "not-covered"), ("tried", "Alles durchgesehen"), ("form", "general"), ("a.wish", "Geld zurück"), ("then", "up")];

    [Fact]
    public async Task The_gate_names_everything_that_is_missing_and_shows_what_is_known()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Weiße Seite", "Unter Windows 11 mit Firefox 151 bleibt die Seite weiß. Im WLAN.");
        using var agent = await desk.SignedInAsync();

        var shut = await agent.PostAsync($"/tickets/{number}/escalations", ("reason", ""), ("tried", "Neu gestartet"), ("form", "technical-problem"), ("a.saved", "yes"), ("then", "up"));
        var page = WebUtility.HtmlDecode(await shut.Content.ReadAsStringAsync());
        var later = WebUtility.HtmlDecode(await PageAsync(agent, $"/tickets/{number}/escalation"));
        var panel = WebUtility.HtmlDecode(await PageAsync(agent, $"/tickets/{number}/levels"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, shut.StatusCode);
        Assert.Contains("id=\"reason-refusal\"", page);
        foreach (var key in (string[])["done", "restarted", "urgency-customer", "urgency-agent", "before"]) Assert.Contains($"id=\"a-{key}-refusal\"", page);
        Assert.DoesNotContain("id=\"a-saved-refusal\"", page);
        foreach (var said in (string[])["value=\"Windows 11\"", "value=\"Firefox 151\"", "value=\"wlan\" selected", "Neu gestartet</textarea>"])
        {
            Assert.Contains(said, page);
            Assert.Contains(said, later);
        }
        Assert.Contains("value=\"yes\" selected", later);
        Assert.Contains("<meter", panel);
        Assert.InRange(await desk.StatementsAsync(() => agent.GetAsync($"/tickets/{number}/escalation")), 1, 6);
        Assert.InRange(await desk.StatementsAsync(() => agent.GetAsync($"/tickets/{number}/levels")), 1, 6);
    }

    [Fact]
    public async Task A_ticket_begins_at_the_lowest_level_that_its_community_has()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var agent = await desk.SignedInAsync();
        var community = await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync());
        var levels = CommunityLevels.Usual with { Levels = [new(Level.First, InUse: false), new(Level.Second), new(Level.Third)] };
        await desk.WithAsync<KeepLevels, bool>(async keep => (await keep.RunAsync(new Acting(0, "", Role.Admin, []), community, levels, null, default)).Refusal is null);

        var number = await desk.ReceiveAsync("kim@kunde.example", "Anhang", "Der Anhang geht nicht durch.");
        await agent.PostAsync("/tickets", ("subject", "Am Telefon"), ("contact", "lou@kunde.example"), ("community", $"{community}"), ("text", "Ruft an."));

        Assert.Equal([Level.Second, Level.Second], await desk.ReadAsync(d => d.Tickets.OrderBy(t => t.Id).Select(t => t.Level).ToListAsync()));
        Assert.Equal(number, await desk.ReadAsync(d => d.Tickets.OrderBy(t => t.Id).Select(t => t.Number).FirstAsync()));
    }

    [Fact]
    public async Task Lists_tell_since_when_a_ticket_waits_at_its_level_and_one_request_fetches_all_that_stands_beside_it()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Anhang", "Der Anhang geht nicht durch.");
        using var agent = await desk.SignedInAsync();
        Assert.DoesNotContain("auf diesem Level", WebUtility.HtmlDecode(await PageAsync(agent, "/tickets?queue=open")));

        await agent.PostAsync($"/tickets/{number}/escalations", ("reason", "rights"), ("tried", "Alles"), ("form", "general"), ("a.wish", "Senden"), ("then", "up"));
        // What the page saves by itself in that moment came too late.
        Assert.Equal(HttpStatusCode.NoContent, (await agent.PostAsync($"/tickets/{number}/escalation/draft", ("at", "1"), ("tried", "Noch was"), ("form", "general"))).StatusCode);
        Assert.Equal(0, await desk.ReadAsync(d => d.HandOverDrafts.CountAsync()));
        Assert.Contains("wartet seit", WebUtility.HtmlDecode(await PageAsync(agent, "/tickets?queue=level-2")));
        await agent.PostAsync($"/tickets/{number}/acceptances");
        var list = WebUtility.HtmlDecode(await PageAsync(agent, "/tickets?queue=level-2"));
        Assert.DoesNotContain("wartet seit", list);
        Assert.Contains("auf diesem Level: 2nd Level", list);

        var beside = WebUtility.HtmlDecode(await PageAsync(agent, $"/tickets/{number}/beside"));
        foreach (var part in (string[])["id=\"levels\"", "id=\"procedures\"", "id=\"text-blocks\"", "id=\"similar\""]) Assert.Contains(part, beside);
        Assert.InRange(await desk.StatementsAsync(() => agent.GetAsync($"/tickets/{number}/beside")), 1, 24);
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/tickets/{number}/beside")).StatusCode);
    }

    [Fact]
    public async Task What_is_missing_becomes_an_answer_that_is_begun_in_the_language_of_the_ticket()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("Kim Client <kim@client.example>", "White page", "Good morning, since this morning the page stays white after I click on send. What can I do about it? Thank you very much.");
        using var agent = await desk.SignedInAsync();

        var asked = await agent.PostAsync($"/tickets/{number}/escalations", ("reason", "technical"), ("tried", "Nichts"), ("form", "technical-problem"), ("a.saved", "yes"), ("a.browser", "Firefox 151"), ("then", "ask"));
        var draft = await desk.ReadAsync(d => d.Drafts.SingleAsync());

        Assert.Equal($"/tickets/{number}", asked.Headers.Location!.ToString());
        Assert.StartsWith("Hello Kim Client,", draft.Text, StringComparison.Ordinal);
        Assert.Contains("1. Which operating system", draft.Text, StringComparison.Ordinal);
        foreach (var answered in (string[])["saved your work", "Which browser"]) Assert.DoesNotContain(answered, draft.Text, StringComparison.Ordinal);
        Assert.Equal(0, await desk.ReadAsync(d => d.Outbox.CountAsync()));
        Assert.Contains("Which operating system", WebUtility.HtmlDecode(await PageAsync(agent, $"/tickets/{number}")));
        // Asking again puts it above what is written already, and loses nothing of it.
        await agent.PostAsync($"/tickets/{number}/escalations", ("reason", "technical"), ("tried", "Nichts"), ("form", "general"), ("then", "ask"));
        Assert.Contains("1. What would you like to achieve?", (await desk.ReadAsync(d => d.Drafts.SingleAsync())).Text, StringComparison.Ordinal);
        Assert.Contains("1. Which operating system", (await desk.ReadAsync(d => d.Drafts.SingleAsync())).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_up_is_accepted_and_comes_back_with_its_words()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Rechnung", "Bitte um Hilfe");
        using var agent = await desk.SignedInAsync();

        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tickets/{number}/escalations", s_general)).StatusCode);
        var waiting = WebUtility.HtmlDecode(await PageAsync(agent, $"/tickets/{number}"));
        Assert.Contains($"action=\"/tickets/{number}/acceptances\"", waiting);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"/tickets/{number}/escalations", s_general)).StatusCode);
        Assert.Contains("Geld zurück", WebUtility.HtmlDecode(await PageAsync(agent, "/levels")) + WebUtility.HtmlDecode(await PageAsync(agent, $"/tickets/{number}/levels")));
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tickets/{number}/acceptances")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"/tickets/{number}/acceptances")).StatusCode);
        var half = await agent.PostAsync($"/tickets/{number}/returns", ("with", "answer"), ("text", "So geht es"));
        Assert.Contains("So geht es</textarea>", WebUtility.HtmlDecode(await half.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tickets/{number}/returns", ("with", "answer"), ("text", "So geht es"), ("nextTime", "yes"))).StatusCode);
        var back = WebUtility.HtmlDecode(await PageAsync(agent, $"/tickets/{number}"));

        Assert.Contains("So geht es", back);
        Assert.Equal(3, back.Split("class=\"way\"")[1].Split("</ol>")[0].Split("<li").Length - 1);
        Assert.DoesNotContain("/acceptances\"", back);
        Assert.InRange(await desk.StatementsAsync(() => agent.GetAsync($"/tickets/{number}")), 1, 6);
        Assert.InRange(await desk.StatementsAsync(() => agent.GetAsync("/levels")), 1, 6);
    }

    [Fact]
    public async Task A_stranger_learns_nothing_and_a_foreign_file_or_ticket_is_no_answer()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Rechnung", "Bitte um Hilfe");
        var other = await desk.ReceiveAsync("lou@kunde.example", "Anderes", "Hallo", "MIME-Version: 1.0\r\n");
        using var agent = await desk.SignedInAsync();
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);

        foreach (var path in (string[])["escalation", "return", "consultation", "levels"]) Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/tickets/{number}/{path}")).StatusCode);
        foreach (var path in (string[])["escalations", "escalation/draft", "acceptances", "returns", "consultations"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/tickets/{number}/{path}", s_general)).StatusCode);
        }
        Assert.DoesNotContain("Rechnung", await PageAsync(stranger, "/levels") + await PageAsync(stranger, "/consultations"));
        var community = await desk.ReadAsync(d => d.Tickets.Select(t => t.CommunityId).FirstAsync());
        foreach (var path in (string[])[$"/levels/{community}", $"/levels/{community}/forms/general"]) Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(path)).StatusCode);

        foreach (var (key, wrong) in new[] { ("a.alike", "99999"), ("a.alike", "siehe oben") })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"/tickets/{number}/escalations", [.. s_general, (key, wrong)])).StatusCode);
        }
        var technical = HandOverForm.TechnicalProblem.Questions.Where(q => q.Needed).Select(q => ($"a.{q.Key}", q.Kind switch { QuestionKind.YesNo => "yes", QuestionKind.Version => "Firefox 151", QuestionKind.Choice => "lan", QuestionKind.Urgency => "limited", _ => "Worte" }));
        var foreign = await agent.PostAsync($"/tickets/{number}/escalations", [("reason", "technical"), ("tried", "Ja"), ("form", "technical-problem"), ("then", "up"), ("a.file", "4711"), .. technical]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, foreign.StatusCode);
        Assert.Equal(0, await desk.ReadAsync(d => d.HandOvers.CountAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tickets/{number}/escalations", [.. s_general, ("a.alike", $"#{other}")])).StatusCode);
    }

    [Fact]
    public async Task A_lead_says_what_the_levels_are_and_what_has_to_be_known()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Rechnung", "Bitte um Hilfe");
        var community = await desk.ReadAsync(d => d.Tickets.Select(t => t.CommunityId).SingleAsync());
        using var lead = await desk.SignedInAsync();
        (string, string)[] levels =
        [
            ("use-1", "1"), ("writes-1", "1"), ("use-2", "1"), ("writes-2", "1"), ("use-3", "1"), ("zone", "Europe/Vienna"),
            ("reason-key", "technical"), ("reason-de", "Technik"), ("reason-en", "Technical"), ("reason-key", ""), ("reason-de", "Höhere Gewalt"), ("reason-en", ""), ("reason-key", ""), ("reason-de", ""), ("reason-en", ""),
        ];

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await lead.PostAsync($"/levels/{community}", [.. levels.Where(one => one.Item1 != "writes-1")])).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync($"/levels/{community}", levels)).StatusCode);
        var form = await lead.PostAsync($"/levels/{community}/forms/new", ("name-de", "Rechnung"), ("name-en", "Invoice"),
            ("q-key", ""), ("q-kind", "Choice"), ("q-needed", "yes"), ("q-de", "Welche Art?"), ("q-en", "Which sort?"), ("q-ask-de", ""), ("q-ask-en", ""), ("q-choices", "Privat | Private\nFirma"),
            ("q-key", ""), ("q-kind", "Text"), ("q-needed", "no"), ("q-de", "Nummer?"), ("q-en", ""), ("q-ask-de", "Ihre Nummer?"), ("q-ask-en", ""), ("q-choices", ""));
        var page = WebUtility.HtmlDecode(await PageAsync(lead, $"/levels/{community}"));

        Assert.Equal($"/levels/{community}/forms/invoice", form.Headers.Location!.ToString());
        foreach (var said in (string[])["Höhere Gewalt", "value=\"hohere-gewalt\"", "value=\"Europe/Vienna\"", "/forms/invoice"]) Assert.Contains(said, page);
        Assert.Contains("value=\"invoice\"", WebUtility.HtmlDecode(await PageAsync(lead, $"/tickets/{number}/escalation")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await lead.PostAsync($"/tickets/{number}/escalations", ("reason", "hohere-gewalt"), ("tried", "Ja"), ("form", "invoice"), ("a.which-sort", "Anders"), ("then", "up"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync($"/tickets/{number}/escalations", ("reason", "hohere-gewalt"), ("tried", "Ja"), ("form", "invoice"), ("a.which-sort", "firma"), ("then", "up"))).StatusCode);
        Assert.Contains("Firma", WebUtility.HtmlDecode(await PageAsync(lead, $"/tickets/{number}/levels")));
        await lead.PostAsync($"/levels/{community}/forms/invoice/removal");
        Assert.DoesNotContain("/forms/invoice", await PageAsync(lead, $"/levels/{community}"));
        Assert.Contains("firma", WebUtility.HtmlDecode(await PageAsync(lead, $"/tickets/{number}/levels")));
    }

    [Fact]
    public async Task What_another_lead_has_said_of_levels_and_forms_meanwhile_is_not_written_over()
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.ReceiveAsync("kim@kunde.example", "Rechnung", "Bitte um Hilfe");
        var path = $"/levels/{await desk.ReadAsync(d => d.Tickets.Select(t => t.CommunityId).SingleAsync())}";
        using var lead = await desk.SignedInAsync();
        (string, string)[] levels = [("use-1", "1"), ("writes-1", "1"), ("use-2", "1"), ("zone", "Europe/Vienna"), ("reason-key", "technical"), ("reason-de", "Technik"), ("reason-en", "Technical")];
        var (first, form) = (await lead.VersionAsync(path), await lead.VersionAsync($"{path}/forms/general"));
        (string, string)[] words = [("name-de", "Allgemein neu"), ("name-en", "General"), ("q-key", ""), ("q-kind", "Text"), ("q-needed", "no"), ("q-de", "Was?"), ("q-en", "What?"), ("q-ask-de", ""), ("q-ask-en", ""), ("q-choices", "")];

        // Whoever changes a form is in nobody's way on the page of the levels, and the other way round.
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync($"{path}/forms/general", [("version", form), .. words])).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync(path, [("version", first), .. levels])).StatusCode);
        await (await lead.PostAsync(path, [("version", first), .. levels.Where(one => one.Item1 != "zone"), ("zone", "Europe/Lisbon")])).ComesBackAsync("value=\"Europe/Lisbon\"", $"name=\"version\" value=\"{first}\"");
        await (await lead.PostAsync($"{path}/forms/general", [("version", form), .. words])).ComesBackAsync("Allgemein neu", $"name=\"version\" value=\"{form}\"");
        Assert.Equal(HttpStatusCode.Conflict, (await lead.PostAsync($"{path}/forms/general/removal", ("version", form))).StatusCode);
        Assert.Contains("value=\"Europe/Vienna\"", await PageAsync(lead, path));
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync($"{path}/forms/general/removal", ("version", await lead.VersionAsync($"{path}/forms/general")))).StatusCode);
    }

    private static async Task<string> PageAsync(Visitor visitor, string path) => await (await visitor.GetAsync(path)).Content.ReadAsStringAsync();
}

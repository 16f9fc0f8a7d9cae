using System.Net;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Lotse.Replies.Macros;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Replies.Macros;

/// <summary>Macros from the page that makes them to the ticket they change.</summary>
public sealed class RunningMacrosTests
{
    private static async Task<string> PageAsync(Visitor agent, string path) => WebUtility.HtmlDecode(await (await agent.GetAsync(path)).Content.ReadAsStringAsync());

    private static async Task<long> MakeAsync(PagesDesk desk, Visitor agent, params (string Name, string Value)[] fields)
    {
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync("/macros", fields)).StatusCode);
        return await desk.ReadAsync(d => d.Macros.OrderByDescending(m => m.Id).Select(m => m.Id).FirstAsync());
    }

    private static Task<(TicketState State, long? Assignee, long Version, int Messages, int Outbox)> NowAsync(PagesDesk desk, long number) => desk.ReadAsync(async d =>
    {
        var ticket = await d.Tickets.SingleAsync(t => t.Number == number);
        return (ticket.State, ticket.AssigneeId, ticket.Version, await d.Messages.CountAsync(m => m.TicketId == ticket.Id), await d.Outbox.CountAsync());
    });

    [Fact]
    public async Task One_click_answers_notes_assigns_tags_and_sets_the_state_in_one_save()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("Kim Kunde <kim@kunde.example>", "Drucker", "Seit heute.");
        using var ada = await desk.SignedInAsync();
        var macro = await MakeAsync(desk, ada, ("name", "Erledigt melden"), ("state", "resolved"), ("assignee", "me"), ("priority", "high"), ("addTags", "Drucker, fertig"),
            ("reply", "Guten Tag {{ contact.name }},\nzu {{ number }} ist alles erledigt."), ("note", "Gemacht von {{ agent.name }}"));

        var ticket = await PageAsync(ada, $"/tickets/{number}");
        Assert.Contains("Erledigt melden", ticket, StringComparison.Ordinal);
        var preview = await PageAsync(ada, $"/tickets/{number}/macros/{macro}");
        Assert.Contains($"Guten Tag Kim Kunde,\nzu {number} ist alles erledigt.", preview.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("Gemacht von Ada", preview, StringComparison.Ordinal);
        var before = await NowAsync(desk, number);
        Assert.Equal(1, before.Messages); // Looking does nothing.

        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/tickets/{number}/macro-runs", ("macro", $"{macro}"))).StatusCode);
        var after = await NowAsync(desk, number);
        var me = await desk.ReadAsync(d => d.Users.Where(u => u.Name == "Ada").Select(u => (long?)u.Id).SingleAsync());
        Assert.Equal((TicketState.Resolved, me, 3), (after.State, after.Assignee, after.Messages));
        Assert.Equal(["drucker", "fertig"], await desk.ReadAsync(d => d.TicketTags.Join(d.Tags, l => l.TagId, t => t.Id, (_, t) => t.Name).OrderBy(n => n).ToListAsync()));
        var page = await PageAsync(ada, $"/tickets/{number}");
        Assert.Contains("Gemacht von Ada", page, StringComparison.Ordinal);
        Assert.Contains("Makro ausgeführt.", page, StringComparison.Ordinal);
        // One save: nothing of somebody else's can stand between its lines.
        var kinds = await desk.ReadAsync(d => d.Journal.Where(j => j.TicketId != null).OrderBy(j => j.Id).Select(j => j.Kind).ToListAsync());
        Assert.Equal(["replyWritten", "stateChanged", "noteWritten", "ticketAssigned", "priorityChanged", "tagsChanged"], kinds.SkipWhile(k => k != "replyWritten").Take(6));
    }

    [Fact]
    public async Task A_refused_step_is_named_and_nothing_is_done()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Drucker", "Seit heute.", "Message-ID: <eins@kunde.example>\r\n");
        using var ada = await desk.SignedInAsync();
        var bo = await desk.ReadAsync(d => d.Users.Where(u => u.Email == PagesDesk.Stranger).Select(u => u.Id).SingleAsync());
        var toBo = await MakeAsync(desk, ada, ("name", "An Bo"), ("assignee", $"{bo}"), ("reply", "Bo macht das."), ("note", "Für Bo"));
        var answer = await MakeAsync(desk, ada, ("name", "Antworten"), ("reply", "Gern."), ("state", "resolved"), ("addTags", "neu"));
        var before = await NowAsync(desk, number);

        var refused = await ada.PostAsync($"/tickets/{number}/macro-runs", ("macro", $"{toBo}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("„An Bo“ wurde nicht ausgeführt, am Ticket ist nichts geändert. Änderung am Ticket:", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(before, await NowAsync(desk, number));

        var seen = await desk.ReadAsync(d => d.Tickets.Where(t => t.Number == number).Select(t => t.NewestMessageId).SingleAsync());
        await desk.ReceiveAsync("kim@kunde.example", "AW: Drucker", "Noch etwas.", "In-Reply-To: <eins@kunde.example>\r\n");
        before = await NowAsync(desk, number);
        var newer = await ada.PostAsync($"/tickets/{number}/macro-runs", ("macro", $"{answer}"), ("lastSeen", $"{seen}"));
        Assert.Equal(HttpStatusCode.Conflict, newer.StatusCode);
        Assert.Contains("Antwort: Inzwischen ist eine neue Nachricht gekommen.", WebUtility.HtmlDecode(await newer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(before, await NowAsync(desk, number));
        Assert.Equal(0, await desk.ReadAsync(d => d.TicketTags.CountAsync()));
    }

    [Fact]
    public async Task A_strangers_macro_and_a_strangers_ticket_are_not_there()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Drucker", "Seit heute.");
        using var ada = await desk.SignedInAsync();
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        var hafen = await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync());
        var (own, ofHafen) = (await MakeAsync(desk, ada, ("name", "Nur Ada"), ("state", "resolved")), await MakeAsync(desk, ada, ("name", "Für Hafen"), ("state", "resolved"), ("community", $"{hafen}")));
        var bos = await MakeAsync(desk, bo, ("name", "Nur Bo"), ("state", "resolved"));

        var page = await PageAsync(bo, "/macros");
        Assert.Contains("Nur Bo", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Nur Ada", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Für Hafen", page, StringComparison.Ordinal);
        foreach (var macro in (long[])[own, ofHafen])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await bo.GetAsync($"/macros/{macro}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await bo.PostAsync($"/macros/{macro}", ("name", "Meins"), ("state", "closed"))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await bo.PostAsync($"/macros/{macro}/removal")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await bo.PostAsync($"/macros/{macro}/position")).StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await bo.PostAsync($"/tickets/{number}/macro-runs", ("macro", $"{bos}"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bo.GetAsync($"/tickets/{number}/macros/{bos}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.PostAsync($"/tickets/{number}/macro-runs", ("macro", $"{bos}"))).StatusCode);
        // Whoever is no lead makes none for others.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await bo.PostAsync("/macros", ("name", "Für alle"), ("state", "resolved"), ("community", "77"))).StatusCode);
        Assert.Equal(3, await desk.ReadAsync(d => d.Macros.CountAsync()));
    }

    [Fact]
    public async Task Macros_are_changed_put_in_order_and_let_go()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var (first, second) = (await MakeAsync(desk, ada, ("name", "Eins"), ("state", "resolved")), await MakeAsync(desk, ada, ("name", "Zwei"), ("snoozeHours", "48"), ("removeTags", "alt")));

        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/macros/{second}/position")).StatusCode);
        var page = await PageAsync(ada, "/macros");
        Assert.True(page.IndexOf(">Zwei<", StringComparison.Ordinal) < page.IndexOf(">Eins<", StringComparison.Ordinal));
        Assert.Contains("Wiedervorlage in 2 Tagen · − alt", page, StringComparison.Ordinal);
        var refused = await ada.PostAsync($"/macros/{first}", ("name", "Eins"), ("reply", "Hallo {{ passwort }}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Hallo {{ passwort }}", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/macros/{first}", ("name", "Eins neu"), ("state", "closed"))).StatusCode);
        Assert.Contains("value=\"Eins neu\"", await PageAsync(ada, $"/macros/{first}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/macros/{first}/removal")).StatusCode);
        Assert.Equal(["Zwei"], await desk.ReadAsync(d => d.Macros.Select(m => m.Name).ToListAsync()));
    }

    [Fact]
    public async Task What_another_lead_has_changed_meanwhile_is_not_written_over()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var path = $"/macros/{await MakeAsync(desk, ada, ("name", "Eins"), ("state", "resolved"))}";
        var first = await ada.VersionAsync(path);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync(path, ("version", first), ("name", "Von Bo"), ("state", "closed"))).StatusCode);
        await (await ada.PostAsync(path, ("version", first), ("name", "Von Ada"), ("reply", "Gern!"))).ComesBackAsync("value=\"Von Ada\"", "Gern!</textarea>", $"name=\"version\" value=\"{first}\"");
        Assert.Equal(["Von Bo"], await desk.ReadAsync(d => d.Macros.Select(m => m.Name).ToListAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync(path, ("version", await ada.VersionAsync(path)), ("name", "Von Ada"), ("reply", "Gern!"))).StatusCode);
    }


    [Fact]
    public async Task Programs_run_what_their_agent_may()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.PostMailAsync(new CustomerMail("Drucker"));
        var admin = await desk.LookAsync(d => d.Users.Where(u => u.Email == RunningDesk.Admin).Select(u => u.Id).SingleAsync());
        await desk.LookAsync(async d =>
        {
            d.Macros.Add(new() { Id = 5, AgentId = admin, Name = "Antworten", Steps = "{\"reply\":\"Gern zu {{ number }}.\",\"state\":\"resolved\"}", Position = 1 });
            return await d.SaveChangesAsync();
        });

        var listed = Assert.Single((await desk.Api.ReadAsync<MacroListJson>("/macros")).Items);
        Assert.Equal(("5", "Antworten", TicketState.Resolved), (listed.Id, listed.Name, listed.Steps.State));
        Assert.Equal(HttpStatusCode.Conflict, (await desk.Api.PostAsync("/tickets/1001/macro-runs", new { macro = "5", lastSeen = "1" })).StatusCode);
        Assert.Single((await desk.Api.TicketAsync(1001)).Messages);
        (await desk.Api.PostAsync("/tickets/1001/macro-runs", new { macro = "5" })).EnsureSuccessStatusCode();
        var ticket = await desk.Api.TicketAsync(1001);
        Assert.Equal((TicketState.Resolved, "Gern zu 1001."), (ticket.State, ticket.Messages[^1].Text));
        Assert.Single(await desk.SentAsync("anna@kunde.example"));
        Assert.Empty(await desk.CheckAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Api.PostAsync("/tickets/1001/macro-runs", new { macro = "6" })).StatusCode);
    }
}

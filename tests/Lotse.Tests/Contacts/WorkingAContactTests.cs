using System.Net;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Contacts;

public sealed class WorkingAContactTests
{
    [Fact]
    public async Task What_is_known_is_changed_and_stands_beside_the_ticket()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Drucker", "Worte");
        var id = await desk.ReadAsync(d => d.Contacts.Select(c => c.Id).SingleAsync());
        using var agent = await desk.SignedInAsync();

        var done = await agent.PostAsync($"/contacts/{id}", ("name", "Kim Kunde"), ("organisation", "Kontor Nord"), ("language", "en"), ("notes", "Ruft lieber an."));
        Assert.Equal((HttpStatusCode.SeeOther, $"/contacts/{id}"), (done.StatusCode, done.Headers.Location!.ToString()));
        var ticket = WebUtility.HtmlDecode(await PageAsync(agent, $"/tickets/{number}"));
        foreach (var said in (string[])["Kim Kunde", "Kontor Nord", "Ruft lieber an."]) Assert.Contains(said, ticket);
        var back = await agent.PostAsync($"/contacts/{id}", ("notes", "Mag keine Anrufe."), ("ticket", $"{number}"), ("queue", "open"));
        Assert.Equal($"/tickets/{number}?queue=open", back.Headers.Location!.ToString());
        var known = await desk.ReadAsync(d => d.Contacts.SingleAsync());
        Assert.Equal(("Kim Kunde", "en", "Mag keine Anrufe.", true), (known.Name, known.Language, known.Notes, known.OrganisationId is not null));
        Assert.InRange(await desk.StatementsAsync(() => agent.GetAsync($"/tickets/{number}")), 1, 6);
        // Whoever is called so now is found by it, with tickets that came before.
        await Wait.UntilAsync(async () => (await PageAsync(agent, "/search/suggestions?q=Kontor")).Contains($"/contacts/{id}", StringComparison.Ordinal), "the contact is found by the organisation");
        Assert.DoesNotContain("Anrufe", await desk.ReadAsync(async d => string.Join(' ', await d.Journal.Select(j => j.Data).ToListAsync())));
    }

    [Fact]
    public async Task Addresses_and_numbers_come_and_go()
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.ReceiveAsync("kim@kunde.example", "Eins", "Worte");
        await desk.ReceiveAsync("lou@kunde.example", "Zwei", "Worte");
        var id = await desk.ReadAsync(d => d.ContactAddresses.Where(a => a.Address == "kim@kunde.example").Select(a => a.ContactId).SingleAsync());
        using var agent = await desk.SignedInAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"/contacts/{id}/addresses", ("gone", "kim@kunde.example"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"/contacts/{id}/addresses", ("address", "lou@kunde.example"))).StatusCode);
        var wrong = await agent.PostAsync($"/contacts/{id}/addresses", ("address", "keine"));
        Assert.Contains("value=\"keine\"", await wrong.Content.ReadAsStringAsync());
        await agent.PostAsync($"/contacts/{id}/addresses", ("address", " Kim@Privat.example "));
        await agent.PostAsync($"/contacts/{id}/addresses", ("gone", "kim@kunde.example"));
        Assert.Equal(["kim@privat.example"], await desk.ReadAsync(d => d.ContactAddresses.Where(a => a.ContactId == id).Select(a => a.Address).ToListAsync()));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.PostAsync($"/contacts/{id}/phones", ("phone", "12"))).StatusCode);
        await agent.PostAsync($"/contacts/{id}/phones", ("phone", "040 30191234"));
        Assert.Equal(["+494030191234"], await desk.ReadAsync(d => d.ContactPhones.Select(p => p.Number).ToListAsync()));
        await agent.PostAsync($"/contacts/{id}/phones", ("gone", "+494030191234"));
        Assert.Empty(await desk.ReadAsync(d => d.ContactPhones.ToListAsync()));
    }

    [Fact]
    public async Task A_stranger_changes_nothing_and_learns_nothing()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Drucker", "Worte");
        var id = await desk.ReadAsync(d => d.Contacts.Select(c => c.Id).SingleAsync());
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);

        foreach (var path in (string[])[$"/contacts/{id}", $"/contacts/{id}/addresses", $"/contacts/{id}/phones"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync(path, ("name", "X"), ("address", "x@kunde.example"), ("phone", "040 30191234"))).StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/tickets/{number}/similar")).StatusCode);
    }

    [Fact]
    public async Task Tickets_about_the_same_stand_beside_each_other()
    {
        await using var desk = await PagesDesk.StartAsync();
        var first = await desk.ReceiveAsync("a@kunde.example", "Heizungsventil klemmt", "Guten Tag, das Heizungsventil im Treppenhaus klemmt seit gestern.");
        var second = await desk.ReceiveAsync("b@kunde.example", "Frage", "Guten Tag, auch bei uns klemmen die Heizungsventile im Treppenhaus.");
        var other = await desk.ReceiveAsync("c@kunde.example", "Rechnung fehlt", "Guten Tag, mir fehlt die Rechnung.");
        using var agent = await desk.SignedInAsync();

        await Wait.UntilAsync(async () => (await PageAsync(agent, $"/tickets/{second}/similar")).Contains($"/tickets/{first}\"", StringComparison.Ordinal), "the other one is found");
        var page = await PageAsync(agent, $"/tickets/{first}/similar");
        Assert.Contains($"/tickets/{second}\"", page);
        Assert.DoesNotContain($"/tickets/{first}\"", page);
        Assert.DoesNotContain($"/tickets/{other}\"", page);
    }

    private static async Task<string> PageAsync(Visitor agent, string path) => await (await agent.GetAsync(path)).Content.ReadAsStringAsync();

    [Fact]
    public async Task Notes_that_a_colleague_wrote_meanwhile_are_not_written_over()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Drucker", "Worte");
        var id = await desk.ReadAsync(d => d.Contacts.Select(c => c.Id).SingleAsync());
        using var agent = await desk.SignedInAsync();
        var (page, beside) = (await agent.VersionAsync($"/contacts/{id}"), NotesVersion(await PageAsync(agent, $"/tickets/{number}")));
        using var colleague = await agent.PostAsync($"/contacts/{id}", ("version", page), ("notes", "Zahlt nur auf Rechnung."));
        Assert.Equal(HttpStatusCode.SeeOther, colleague.StatusCode);

        // On its page, also where only the name was meant, and beside the ticket.
        using var stale = await agent.PostAsync($"/contacts/{id}", ("version", page), ("name", "Kim Kunde"), ("organisation", ""), ("language", ""), ("notes", ""));
        await stale.ComesBackAsync("value=\"Kim Kunde\"", $"name=\"version\" value=\"{page}\"");
        using var note = await agent.PostAsync($"/contacts/{id}", ("version", beside), ("notes", "Ruft lieber an."), ("ticket", $"{number}"));
        await note.ComesBackAsync("Ruft lieber an.</textarea>");
        Assert.Equal("Zahlt nur auf Rechnung.", await desk.ReadAsync(d => d.Contacts.Select(c => c.Notes).SingleAsync()));

        beside = NotesVersion(await PageAsync(agent, $"/tickets/{number}"));
        using var now = await agent.PostAsync($"/contacts/{id}", ("version", beside), ("notes", "Zahlt nur auf Rechnung. Ruft lieber an."), ("ticket", $"{number}"));
        Assert.Equal(HttpStatusCode.SeeOther, now.StatusCode);
    }

    private static string NotesVersion(string page) => System.Text.RegularExpressions.Regex.Match(page, "name=\"version\" value=\"(?<version>[^\"]+)\" ?/?>\\s*<input type=\"hidden\" name=\"ticket\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["version"].Value is { Length: > 0 } found ? found : throw new InvalidOperationException("No notes.");
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using Lotse.Replies.Holding;
using Lotse.Tests.Desk;
using Lotse.Tests.Retention;
using Lotse.Tests.Tickets.Pages;
using Lotse.Tickets.Api;
using Lotse.Tickets.Drafts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Lotse.Tests.Tickets.Redacting;

public sealed class BlackingOutTests
{
    private const string Secret = "4111 1111 1111 1111";

    [Fact]
    public async Task Nothing_that_the_desk_keeps_says_it_any_more()
    {
        await using var desk = await RunningDesk.StartAsync();
        var mail = new CustomerMail($"Karte {Secret}", $"Guten Tag,\n\nmeine Karte ist 4111 1111\n1111 1111, bitte prüfen.\n") { File = ("klein.txt", "klein und harmlos"u8.ToArray()) };
        var number = (await desk.PostMailAsync(mail)).Ticket!.Value;
        await desk.PostMailAsync(mail with { To = "hilfe@hafen.example, noch@hafen.example" }); // The same mail once more: kept beside it.
        var message = (await desk.Api.TicketAsync(number)).Messages[0];

        var after = await ApiClient.ReadAsync<TicketJson>(await desk.Api.PostAsync($"/tickets/{number}/messages/{message.Id}/redactions", new { passages = new[] { Secret } }));

        Assert.Contains("meine Karte ist ████, bitte prüfen", after.Messages[0].Text, StringComparison.Ordinal);
        Assert.Contains("████", after.Messages[0].Visible, StringComparison.Ordinal);
        Assert.Equal("Karte ████", after.Subject);
        Assert.Equal(0, await desk.LookAsync(d => d.RawMails.CountAsync(r => d.Deliveries.Any(x => x.RawMailId == r.Id))));
        Assert.Equal(0, await desk.LookAsync(d => d.RawMails.CountAsync()));
        foreach (var data in await desk.LookAsync(d => d.Journal.Select(j => j.Data).ToListAsync())) Assert.DoesNotContain("4111", data, StringComparison.Ordinal);
        Assert.DoesNotContain("4111", await desk.LookAsync(d => d.Tickets.Select(t => t.Snippet + t.Subject).SingleAsync()), StringComparison.Ordinal);
        await desk.FindableAsync();
        using var search = await desk.Api.GetAsync("/search?q=4111");
        Assert.DoesNotContain($"{number}", await search.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var kept = await desk.Api.GetAsync($"/attachments/{after.Messages[0].Attachments[0].Id}");
        Assert.Equal("klein und harmlos", await kept.Content.ReadAsStringAsync());
        Assert.Equal("messageRedacted", (await desk.Api.HistoryAsync(number))[^1].Kind);
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Neither_does_what_colleagues_wrote_of_it_between_the_levels()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail("Karte", $"Meine Karte ist {Secret}.\n"))).Ticket!.Value;
        var message = (await desk.Api.TicketAsync(number)).Messages[0];
        (await desk.Api.PostAsync($"/tickets/{number}/consultations", new { level = "third", text = $"Was ist mit {Secret} und der \"Karte\"?" })).EnsureSuccessStatusCode();
        (await desk.Api.PostAsync($"/tickets/{number}/escalations", new { reason = "rights", tried = $"{Secret} geprüft", form = "general", answers = new { wish = $"Dass \"{Secret}\" gilt" } })).EnsureSuccessStatusCode();
        Assert.Equal(1, await desk.LookAsync(d => d.HandOvers.CountAsync(h => h.Answers.Contains("4111"))));

        (await desk.Api.PostAsync($"/tickets/{number}/messages/{message.Id}/redactions", new { passages = new[] { Secret } })).EnsureSuccessStatusCode();

        var handed = await desk.LookAsync(d => d.HandOvers.SingleAsync());
        Assert.Equal("████ geprüft", handed.Tried);
        Assert.Equal("""{"wish":"Dass \"████\" gilt"}""", handed.Answers);
        Assert.Equal("Was ist mit ████ und der \"Karte\"?", await desk.LookAsync(d => d.ConsultationWords.Select(w => w.Text).SingleAsync()));
    }

    [Fact]
    public async Task What_is_being_written_of_it_is_black_too_and_is_not_written_back_unseen()
    {
        await using var desk = await PagesDesk.StartAsync(services => services.Replace(ServiceDescriptor.Singleton(new UndoWindow(TimeSpan.FromMinutes(5)))));
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "Das Wort ist Sonnenblume.");
        var id = await desk.ReadAsync(d => d.Messages.Select(m => m.Id).SingleAsync());
        using var agent = await desk.SignedInAsync();
        async Task<long> HoldAsync(string text, string html)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/tickets/{number}/replies", ("text", text), ("html", html), ("then", "wait"))).StatusCode);
            return await desk.ReadAsync(d => d.PendingReplies.Select(p => p.MessageId).SingleAsync());
        }
        Task<HttpResponseMessage> SaveAsync(string text, int version) =>
            agent.PostAsync($"/tickets/{number}/drafts", ("text", text), ("html", $"<div>{text.Replace("Sonnen", "<b>Sonnen</b>", StringComparison.Ordinal)}</div>"), ("version", $"{version}"));
        await agent.PostAsync($"/messages/{await HoldAsync("Zuerst", "")}/recall"); // The fact says what the newest message was.
        var held = await HoldAsync("Die Sonnenblume gilt", "<div>Die <i>Sonnen</i>blume gilt</div>");
        Assert.Equal(HttpStatusCode.OK, (await SaveAsync("Ihre Sonnenblume, von der ich lange schreibe", 0)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SaveAsync("Sonnenblume?", 1)).StatusCode);
        Assert.Contains("Sonnenblume", await desk.ReadAsync(d => d.DraftVersions.Select(v => v.Text).SingleAsync()));
        Assert.Contains(await desk.ReadAsync(d => d.Journal.Where(j => j.Kind == "replyTakenBack").Select(j => j.Data).ToListAsync()), data => data.Contains("Sonnenblume", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/messages/{id}/redaction", ("passages", "Sonnenblume"), ("sure", "1"))).StatusCode);

        Assert.Equal(("████?", "", 3), await desk.ReadAsync(async d => await d.Drafts.Select(x => new { x.Text, x.Html, x.Version }).SingleAsync() is var x ? (x.Text, x.Html, x.Version) : default));
        Assert.Equal(("Ihre ████, von der ich lange schreibe", ""), await desk.ReadAsync(async d => await d.DraftVersions.SingleAsync() is var v ? (v.Text, v.Html) : default));
        Assert.DoesNotContain(await desk.ReadAsync(d => d.Journal.Select(j => j.Data).ToListAsync()), data => data.Contains("Sonnenblume", StringComparison.Ordinal));
        var stale = await SaveAsync("Sonnenblume? Ja.", 2);
        Assert.Equal((HttpStatusCode.Conflict, "████?"), (stale.StatusCode, (await stale.Content.ReadFromJsonAsync<NewerDraftJson>())!.Text));
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostAsync($"/messages/{held}/recall")).StatusCode);
        Assert.Equal(("Die ████ gilt\n\n████?", ""), await desk.ReadAsync(async d => await d.Drafts.SingleAsync() is var x ? (x.Text, x.Html) : default));
    }

    [Fact]
    public async Task The_copy_of_another_community_stays_whole()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Funkwerk", "funk@hafen.example");
        var mail = new CustomerMail("Karte", $"Meine Karte ist {Secret}.\n") { To = "hilfe@hafen.example, funk@hafen.example", File = ("klein.txt", "klein und harmlos"u8.ToArray()) };
        await desk.DeliverAsync(mail, RunningDesk.Mailbox, "funk@hafen.example"); // One transaction: kept once for both.
        await desk.SettledAsync();
        Assert.Equal((2, 1), (await desk.LookAsync(d => d.Deliveries.CountAsync()), await desk.LookAsync(d => d.RawMails.CountAsync())));
        var tickets = new List<TicketJson> { await desk.Api.TicketAsync(1001), await desk.Api.TicketAsync(1002) };

        (await desk.Api.PostAsync($"/tickets/1001/messages/{tickets[0].Messages[0].Id}/redactions", new { passages = new[] { Secret } })).EnsureSuccessStatusCode();

        var other = await desk.Api.TicketAsync(1002);
        Assert.Contains(Secret, other.Messages[0].Text, StringComparison.Ordinal);
        using var file = await desk.Api.GetAsync($"/attachments/{other.Messages[0].Attachments[0].Id}");
        Assert.Equal("klein und harmlos", await file.Content.ReadAsStringAsync());
        Assert.Empty(await desk.CheckAsync());
        // With the last copy the mail goes too.
        (await desk.Api.PostAsync($"/tickets/1002/messages/{other.Messages[0].Id}/redactions", new { passages = new[] { Secret } })).EnsureSuccessStatusCode();
        Assert.Equal(0, await desk.LookAsync(d => d.RawMails.CountAsync()));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task The_words_of_a_removed_file_are_gone_from_the_search_too()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail { File = ("liste.txt", "Leuchtturmweg siebzehn"u8.ToArray()) })).Ticket!.Value;
        await desk.FindableAsync();
        Assert.Equal(1, await desk.LookAsync(d => d.FileTexts.CountAsync()));
        var message = (await desk.Api.TicketAsync(number)).Messages[0];

        (await desk.Api.PostAsync($"/tickets/{number}/messages/{message.Id}/redactions", new { files = new[] { message.Attachments[0].Id } })).EnsureSuccessStatusCode();
        await desk.FindableAsync();

        Assert.Equal(0, await desk.LookAsync(d => d.FileTexts.CountAsync()));
        using var search = await desk.Api.GetAsync("/search?q=Leuchtturmweg");
        Assert.DoesNotContain($"{number}", await search.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_files_bytes_go_unless_somebody_else_has_the_same()
    {
        await using var desk = await RunningDesk.StartAsync();
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 9000).Select(i => $"Zeile {i}\n")));
        var own = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 9000).Select(i => $"Nur hier {i}\n")));
        var first = (await desk.PostMailAsync(new CustomerMail { File = ("geteilt.txt", bytes) })).Ticket!.Value;
        var second = (await desk.PostMailAsync(new CustomerMail { File = ("geteilt.txt", bytes) })).Ticket!.Value;
        var third = (await desk.PostMailAsync(new CustomerMail { File = ("einzig.txt", own) })).Ticket!.Value;
        int Files() => Directory.GetFiles(Path.Combine(desk.Folder, "files"), "*", SearchOption.AllDirectories).Length;
        Assert.Equal(2, Files());

        foreach (var number in (long[])[first, third])
        {
            var message = (await desk.Api.TicketAsync(number)).Messages[0];
            (await desk.Api.PostAsync($"/tickets/{number}/messages/{message.Id}/redactions", new { files = new[] { message.Attachments[0].Id } })).EnsureSuccessStatusCode();
            Assert.Equal(HttpStatusCode.NotFound, await desk.Api.StatusAsync(HttpMethod.Get, $"/attachments/{message.Attachments[0].Id}"));
        }

        Assert.Equal(2, Files()); // Noted with the redaction, and taken away by the desk after an hour.
        await desk.ForgetFilesAsync();
        Assert.Equal(1, Files());
        using var other = await desk.Api.GetAsync($"/attachments/{(await desk.Api.TicketAsync(second)).Messages[0].Attachments[0].Id}");
        Assert.Equal(bytes, await other.Content.ReadAsByteArrayAsync());
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task Is_for_leads_and_admins_and_says_what_is_not_there()
    {
        await using var desk = await RunningDesk.StartAsync();
        var clara = await desk.AddAgentAsync("Clara", RunningDesk.Community);
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var path = $"/tickets/{number}/messages/{(await desk.Api.TicketAsync(number)).Messages[0].Id}/redactions";

        Assert.Equal(HttpStatusCode.Forbidden, await clara.StatusAsync(HttpMethod.Post, path, new { passages = new[] { "Paket" } }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Post, path, new { passages = new[] { "steht nicht da" } }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Post, path, new { }));
        Assert.Contains("Paket", (await desk.Api.TicketAsync(number)).Messages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_asks_twice_keeps_what_was_typed_and_leaves_a_trace_without_the_words()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Frage", "", html: "<p>Mein <b>Pass</b>wort ist Sonnenblume, danke.</p>");
        var id = await desk.ReadAsync(d => d.Messages.Select(m => m.Id).SingleAsync());
        using var agent = await desk.SignedInAsync();

        var unsure = await agent.PostAsync($"/messages/{id}/redaction", ("passages", "Sonnenblume"));
        var done = await agent.PostAsync($"/messages/{id}/redaction", ("passages", "Sonnenblume"), ("sure", "1"));
        var page = WebUtility.HtmlDecode(await (await agent.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync());

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther), (unsure.StatusCode, done.StatusCode));
        Assert.Contains("Sonnenblume", await unsure.Content.ReadAsStringAsync());
        Assert.DoesNotContain("Sonnenblume", page);
        Assert.Contains("ist ████, danke", page);
        Assert.Contains("Ada hat in der Nachricht von kim@kunde.example etwas geschwärzt", page);
        Assert.Equal(HttpStatusCode.NotFound, (await agent.GetAsync($"/messages/{id}/raw")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await agent.GetAsync($"/messages/{id}/html")).StatusCode);
    }
}

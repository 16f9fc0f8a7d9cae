using System.Net;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Intake.Spam;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Lotse.Tests.Knowledge;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Placing;

public sealed class ScoringSpamTests
{
    private const string Text = "Guten Tag, hier kommt die Gewinnzahl der Zaubershow mit Sofortauszahlung.\n";

    [Fact]
    public async Task Says_why_and_puts_nothing_aside_by_itself()
    {
        await using var desk = await RunningDesk.StartAsync();
        var plain = await PostAsync(desk, new CustomerMail());
        var white = await PostAsync(desk, new CustomerMail("Frage", Text) { More = ["X-Spam-Flag: NO", "X-Spam-Status: No, score=-99.0 required=5.0"] });
        var black = await PostAsync(desk, new CustomerMail("Gewinn", Text) { From = "los@glueck.example", More = ["X-Spam-Flag: NO", "X-Spam-Status: Yes, score=12.0 required=5.0", "Reply-To: kasse@anderswo.example"] });
        Assert.Equal((0, 0), (plain.SpamScore, white.SpamScore));
        Assert.Equal((100, Lane.Active), (black.SpamScore, black.Lane));
        Assert.Equal((100, TicketChannel.Mail), ((await desk.Api.TicketAsync(black.Number)).SpamScore, (await desk.Api.TicketAsync(black.Number)).Channel));
        Assert.Equal([ScoreSpam.Filter, ScoreSpam.AnswersElsewhere], SpamScore.Read(black.SpamReasons).Select(reason => reason.Code));
        Assert.Equal(3, (await desk.Api.ListAsync()).Items.Count);
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Somebody_who_was_answered_is_believed_unless_our_server_says_it_is_not_them()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.LookAsync(async d =>
        {
            d.Settings.Add(new Setting { Name = Setting.TrustedReceivers, Value = "mx.desk.example" });
            return await d.SaveChangesAsync();
        });
        string[] looks = ["X-Spam-Flag: YES"];
        Assert.Equal(70, (await PostAsync(desk, new CustomerMail("Eins", Text) { More = looks })).SpamScore);
        var known = await desk.PostMailAsync(new CustomerMail("Zwei", "Wann kommt es?"));
        await desk.Api.ReplyAsync(known.Ticket!.Value);
        Assert.Equal(30, (await PostAsync(desk, new CustomerMail("Drei", Text) { More = looks })).SpamScore);
        Assert.Equal(100, (await PostAsync(desk, new CustomerMail("Vier", Text) { More = [.. looks, "Authentication-Results: mx.desk.example; dmarc=fail header.from=kunde.example"] })).SpamScore);
        // Whoever writes such a header themselves is not believed, for neither.
        Assert.Equal(30, (await PostAsync(desk, new CustomerMail("Fünf", Text) { More = [.. looks, "Authentication-Results: mx.elsewhere.example; dmarc=fail"] })).SpamScore);
    }

    [Fact]
    public async Task Marking_and_bringing_back_teach()
    {
        await using var desk = await RunningDesk.StartAsync();
        async Task<Ticket> ComesAsync(string from, string subject = "Gewinnzahl Zaubershow") => await PostAsync(desk, new CustomerMail(subject, Text) { From = from });
        for (var n = 0; n < 2; n++) (await desk.Api.PostAsync($"/tickets/{(await ComesAsync($"los{n}@glueck.example")).Number}/spam", new { })).EnsureSuccessStatusCode();
        Assert.Equal([ScoreSpam.Words], Codes(await ComesAsync("los7@glueck.example")));
        var again = await ComesAsync("los1@glueck.example", "Etwas ganz anderes");
        Assert.Equal([ScoreSpam.Sender], Codes(again));

        // It was none: the score goes, the sender is believed, and words that were no sign of it are none any more.
        (await desk.Api.PostAsync($"/tickets/{again.Number}/spam/undo", new { })).EnsureSuccessStatusCode();
        Assert.Equal((0, "", Lane.Active), await desk.LookAsync(async d => await d.Tickets.Where(t => t.Number == again.Number).SingleAsync() is { } t ? (t.SpamScore, t.SpamReasons, t.Lane) : default));
        Assert.Equal("ticketUnmarkedSpam", (await desk.Api.HistoryAsync(again.Number))[^1].Kind);
        Assert.DoesNotContain(ScoreSpam.Sender, Codes(await ComesAsync("los1@glueck.example", "Noch etwas")));
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task The_ticket_says_so_and_one_click_settles_it()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var number = await desk.ReceiveAsync("los@glueck.example", "Gewinn", "Sie haben gewonnen", "X-Spam-Flag: YES\r\nReply-To: kasse@anderswo.example\r\n");
        var page = WebUtility.HtmlDecode(await ada.PageAsync($"/tickets/{number}"));
        Assert.Contains("Sieht nach Spam aus (85 von 100):", page, StringComparison.Ordinal);
        Assert.Contains("Antworten gehen an anderswo.example", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/tickets/{number}/spam/undo")).StatusCode);
        Assert.DoesNotContain("Sieht nach Spam aus", await ada.PageAsync($"/tickets/{number}"), StringComparison.Ordinal);
        Assert.Equal(1, await desk.ReadAsync(d => d.Corrections.CountAsync()));
    }

    private static string[] Codes(Ticket ticket) => [.. SpamScore.Read(ticket.SpamReasons).Select(reason => reason.Code)];

    private static async Task<Ticket> PostAsync(RunningDesk desk, CustomerMail mail)
    {
        var number = (await desk.PostMailAsync(mail)).Ticket!.Value;
        return await desk.LookAsync(d => d.Tickets.AsNoTracking().SingleAsync(t => t.Number == number));
    }
}

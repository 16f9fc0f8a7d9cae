using System.Net;
using Lotse.Domain.Notices;
using Lotse.Notices;
using Lotse.Tests.Desk;
using Lotse.Tests.Tickets.Pages;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Notices;

/// <summary>What people see of what they are told.</summary>
public sealed class LookingAtNoticesTests
{
    private static async Task<string> PageAsync(Tests.Staff.Visitor agent, string path) => WebUtility.HtmlDecode(await (await agent.GetAsync(path)).Content.ReadAsStringAsync());

    /// <summary>Bo names Ada in a note.</summary>
    private static async Task<long> NamedAsync(PagesDesk desk, string text = "Frag @Ada & Co.")
    {
        var number = await desk.ReceiveAsync("kim@kunde.example", "Der Drucker <druckt> nicht", "Seit heute.");
        await desk.ReadAsync(async d =>
        {
            var (bo, hafen) = (await d.Users.SingleAsync(u => u.Email == PagesDesk.Stranger), await d.Communities.SingleAsync(c => c.Name == "Hafen"));
            d.AgentCommunities.Add(new() { AgentId = bo.Id, CommunityId = hafen.Id });
            return await d.SaveChangesAsync();
        });
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        Assert.Equal(HttpStatusCode.SeeOther, (await bo.PostAsync($"/tickets/{number}/notes", ("text", text))).StatusCode);
        await Wait.UntilAsync(() => desk.ReadAsync(d => d.Notices.AnyAsync()), "the notice is there");
        return number;
    }

    [Fact]
    public async Task The_bell_counts_the_page_says_why_and_opening_the_ticket_reads_it()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await NamedAsync(desk);
        using var ada = await desk.SignedInAsync();

        Assert.Contains("data-unread=\"1\"", await PageAsync(ada, "/tickets?queue=open"), StringComparison.Ordinal);
        var page = await PageAsync(ada, "/notices");
        Assert.Contains("Bo hat Sie in einer Notiz erwähnt.", page, StringComparison.Ordinal);
        Assert.Contains("Weil Sie genannt sind", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/tickets/{number}\"", page, StringComparison.Ordinal);

        var ticket = await (await ada.GetAsync($"/tickets/{number}")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("data-unread", ticket, StringComparison.Ordinal);
        Assert.Contains("Frag <b class=\"mention me\">@Ada</b> &amp; Co.", ticket, StringComparison.Ordinal);
        await Wait.UntilAsync(() => desk.ReadAsync(d => d.Notices.AllAsync(n => n.ReadAt != null)), "the notice is read");
        Assert.DoesNotContain("data-unread", await PageAsync(ada, "/notices"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_only_fetched_ahead_reads_nothing_until_it_is_looked_at()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await NamedAsync(desk);
        using var ada = await desk.SignedInAsync();

        var ahead = await (await ada.SendAsync(HttpMethod.Get, $"/tickets/{number}", null, null, ("X-Sec-Purpose", "prefetch"))).Content.ReadAsStringAsync();
        Assert.Contains("<notices-seen count=\"1\">", ahead, StringComparison.Ordinal);
        var frame = await (await ada.SendAsync(HttpMethod.Get, $"/tickets/{number}", null, null, ("X-Sec-Purpose", "prefetch"), ("Turbo-Frame", "work"))).Content.ReadAsStringAsync();
        Assert.Contains("<notices-seen count=\"1\" in-frame>", frame, StringComparison.Ordinal); // The rail is lowered by hand there.
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.True(await desk.ReadAsync(d => d.Notices.AllAsync(n => n.ReadAt == null)));
        Assert.Equal(HttpStatusCode.NoContent, (await ada.PostAsync($"/tickets/{number}/notice-readings")).StatusCode);
        Assert.True(await desk.ReadAsync(d => d.Notices.AllAsync(n => n.ReadAt != null)));
    }

    [Fact]
    public async Task Watching_is_one_button_and_says_who_watches()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Drucker", "Seit heute.");
        using var ada = await desk.SignedInAsync();
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);

        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/tickets/{number}/watch", ("watch", "yes"))).StatusCode);
        var watching = await PageAsync(ada, $"/tickets/{number}");
        Assert.Contains("Nicht mehr beobachten", watching, StringComparison.Ordinal);
        Assert.Contains("Sie beobachten das Ticket.", watching, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/tickets/{number}/watch", ("watch", "no"))).StatusCode);
        Assert.DoesNotContain("Nicht mehr beobachten", await PageAsync(ada, $"/tickets/{number}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/tickets/{number}/watch", ("watch", "yes"))).StatusCode);
    }

    [Fact]
    public async Task What_one_wants_to_be_told_is_kept_and_a_wrong_time_comes_back_with_the_rest()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();

        var refused = await ada.PostAsync("/account/notices", ("wants", "NewTicket"), ("mail", "Daily"), ("dailyAt", "25:00"), ("discreet", "yes"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Contains("value=\"25:00\"", page, StringComparison.Ordinal);
        Assert.Matches("value=\"NewTicket\" checked", page);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync("/account/notices", ("wants", "NewTicket"), ("mail", "Daily"), ("dailyAt", "17:30"), ("discreet", "yes"))).StatusCode);
        var habits = NoticeHabits.Of(await desk.ReadAsync(d => d.Users.Where(u => u.Name == "Ada").Select(u => u.Habits).SingleAsync()));
        Assert.Equal((true, false, NoticeMail.Daily, 1050, true), (habits.NewTicket, habits.CustomerWrote, habits.Mail, habits.DailyAt, habits.Discreet));
    }

    [Theory]
    [InlineData(false, "Der Drucker <druckt> nicht", "erwähnt")]
    [InlineData(true, "#", "etwas Neues")]
    public async Task The_browser_is_told_no_more_than_number_and_subject_and_less_on_request(bool discreet, string title, string text)
    {
        await using var desk = await PagesDesk.StartAsync();
        await NamedAsync(desk, "Geheimes für @Ada");
        using var ada = await desk.SignedInAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await ada.GetAsync("/notices/latest")).StatusCode);

        await desk.WithAsync<ChangeNoticeHabits, bool>(async change =>
        {
            var id = await desk.ReadAsync(d => d.Users.Where(u => u.Name == "Ada").Select(u => u.Id).SingleAsync());
            return await change.RunAsync(id, new NoticeHabits { Browser = true, Discreet = discreet }, default) is null;
        });
        var said = System.Text.Json.JsonDocument.Parse(await (await ada.GetAsync("/notices/latest")).Content.ReadAsStringAsync()).RootElement;
        Assert.Contains(title, said.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(!discreet, said.GetProperty("title").GetString()!.Contains("Drucker", StringComparison.Ordinal));
        Assert.Contains(text, said.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Geheimes", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Costs_few_statements()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await NamedAsync(desk);
        using var ada = await desk.SignedInAsync();

        foreach (var path in (string[])["/notices", $"/tickets/{number}", "/account/notices", "/notices/latest"])
        {
            // Names are read once and kept, until the journal tells of an agent or a minute is over: the request that reads them is not the one that is meant.
            var first = await desk.StatementsAsync(() => ada.GetAsync(path));
            Assert.InRange(Math.Min(first, await desk.StatementsAsync(() => ada.GetAsync(path))), 1, 6);
        }
    }

    [Fact]
    public async Task The_open_page_hears_at_once_that_there_is_something_for_this_person()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var listening = new HttpClient(new HttpClientHandler { CookieContainer = ada.Cookies }) { Timeout = TimeSpan.FromSeconds(60) };
        using var stream = new StreamReader(await listening.GetStreamAsync(new Uri(desk.Url, "/live"), TestContext.Current.CancellationToken));
        await stream.ReadLineAsync(TestContext.Current.CancellationToken);
        var heard = Task.Run(async () =>
        {
            while (await stream.ReadLineAsync() is { } line)
            {
                if (line.Contains("\"notice\":true", StringComparison.Ordinal)) return true;
            }
            return false;
        }, TestContext.Current.CancellationToken);
        await NamedAsync(desk);

        Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Xunit;

namespace Lotse.Tests.Tickets.Pages;

/// <summary>What an open page asks for when it has heard of a change.</summary>
public partial class KeepingUpTests
{
    [Fact]
    public async Task Brings_the_list_and_the_counts_and_not_the_ticket_where_another_one_changed()
    {
        await using var desk = await PagesDesk.StartAsync();
        var open = await desk.ReceiveAsync("kim@kunde.example", "Offen daneben", "Geheime Worte");
        var other = await desk.ReceiveAsync("bo@kunde.example", "Ganz neu", "Worte");
        using var agent = await desk.SignedInAsync();

        var parts = await PageAsync(agent, $"/live/parts?queue=open&open={open}");
        var about = await PageAsync(agent, $"/live/parts?queue=open&open={open}&changed=true");

        Assert.Equal(["rail", "troubles", "list-count", "rows-first"], Targets(parts));
        Assert.Contains($"id=\"row-{other}\"", parts);
        Assert.Contains("<span class=\"count\">2</span>", parts);
        Assert.DoesNotContain("<article", parts);
        Assert.Equal(["rail", "troubles", "list-count", "rows-first", "work"], Targets(about));
        Assert.Contains("Geheime Worte", about);
    }

    [Fact]
    public async Task Nothing_falls_between_the_making_of_a_page_and_its_listening()
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.ReceiveAsync("kim@kunde.example", "Vorher", "Worte");
        using var agent = await desk.SignedInAsync();
        static string AfterOf(string page) => After().Match(page).Groups["it"].Value;
        await Wait.UntilAsync(async () => AfterOf(await PageAsync(agent, "/tickets?queue=open")).Length > 0, "the page names the journal's end");
        var page = await PageAsync(agent, "/tickets?queue=open");
        var number = await desk.ReceiveAsync("bo@kunde.example", "Dazwischen", "Worte");
        using var listening = new HttpClient(new HttpClientHandler { CookieContainer = agent.Cookies }) { Timeout = TimeSpan.FromSeconds(60) };

        using var stream = new StreamReader(await listening.GetStreamAsync(new Uri(desk.Url, $"/live?after={AfterOf(page)}"), TestContext.Current.CancellationToken));
        var heard = Task.Run(async () =>
        {
            while (await stream.ReadLineAsync() is { } line)
            {
                if (line.Contains($"\"ticket\":{number},", StringComparison.Ordinal)) return true;
            }
            return false;
        }, TestContext.Current.CancellationToken);

        Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [GeneratedRegex("data-after=\"(?<it>[0-9]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex After();

    [Fact]
    public async Task Brings_all_rows_down_to_where_the_page_has_them()
    {
        await using var desk = await PagesDesk.StartAsync();
        var numbers = new List<long>();
        for (var i = 0; i < 43; i++) numbers.Add(await desk.ReceiveAsync("kim@kunde.example", $"Sache {i}", "Worte"));
        using var agent = await desk.SignedInAsync();

        foreach (var (queue, newestFirst) in new[] { ("open", true), ("open~o-oldest", false) })
        {
            var page = await PageAsync(agent, $"/tickets?queue={queue}");
            var cursor = Cursor().Match(page).Groups["it"].Value;
            numbers.Add(await desk.ReceiveAsync("kim@kunde.example", "Noch eine", "Worte"));
            var parts = await PageAsync(agent, $"/live/parts?queue={queue}&to={cursor}");
            var shown = Rows(page);

            Assert.Equal(40, shown.Count);
            Assert.Equal(newestFirst ? [numbers[^1].ToString(System.Globalization.CultureInfo.InvariantCulture), .. shown] : shown, Rows(parts));
            Assert.Equal(cursor, Cursor().Match(parts).Groups["it"].Value);
        }
    }

    [Fact]
    public async Task Leaves_what_a_form_has_just_done_to_the_page_that_says_it()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Sache", "Worte");
        using var agent = await desk.SignedInAsync();
        await agent.PostAsync($"/tickets/{number}/tags", ("tags", "eilig"));

        await PageAsync(agent, "/live/parts?queue=open");

        Assert.Contains("banner good just", await PageAsync(agent, "/tickets?queue=open"));
    }

    [Fact]
    public async Task Gives_nobody_what_the_page_would_not()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Streng vertraulich", "Geheimes");
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/live/parts?queue=open&open={number}&changed=true")).StatusCode);
        Assert.DoesNotContain("Streng", await PageAsync(stranger, $"/live/parts?queue=open&open={number}"));
        using var nobody = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = desk.Url };
        Assert.NotEqual(HttpStatusCode.OK, (await nobody.GetAsync("/live/parts?queue=open")).StatusCode);
    }

    [Fact]
    public async Task Finds_a_list_once_for_all_who_may_see_the_same_until_something_happens()
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.ReceiveAsync("kim@kunde.example", "Streng vertraulich", "Worte");
        using var agent = await desk.SignedInAsync();
        using var colleague = await desk.ColleagueAsync("kai@desk.example", "Kai");
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        await PageAsync(colleague, "/live/parts?queue=open");

        Assert.DoesNotContain("Streng", await PageAsync(stranger, "/live/parts?queue=open"));
        Assert.Contains("Streng", await PageAsync(colleague, "/live/parts?queue=open"));
        var alone = await desk.StatementsAsync(() => colleague.GetAsync("/tickets?queue=open"));
        // Other lines of the journal may still be on their way to this process; then nothing more comes.
        await Wait.UntilAsync(async () => await desk.StatementsAsync(() => colleague.GetAsync("/live/parts?queue=open")) == alone - 1, "the list is not looked for again", 10);

        await desk.ReceiveAsync("bo@kunde.example", "Noch eine Sache", "Worte");
        await Wait.UntilAsync(async () => (await PageAsync(colleague, "/live/parts?queue=open")).Contains("Noch eine Sache", StringComparison.Ordinal), "the new ticket is in the list");
        Assert.Contains("Noch eine Sache", await PageAsync(agent, "/live/parts?queue=open"));
    }

    [Fact]
    public async Task Asks_the_database_at_most_six_times()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Sache", "Worte");
        using var agent = await desk.SignedInAsync();

        foreach (var (path, most) in new[] { ("/live/parts?queue=open", 3), ($"/live/parts?queue=open&open={number}&changed=true", 6), ("/live/parts?search=worte", 2) })
        {
            await agent.GetAsync(path);
            Assert.InRange(await desk.StatementsAsync(() => agent.GetAsync(path)), 1, most);
        }
    }

    private static async Task<string> PageAsync(Visitor agent, string path)
    {
        var answer = await agent.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static List<string> Targets(string page) => [.. Target().Matches(page).Select(m => m.Groups["it"].Value)];

    private static List<string> Rows(string page) => [.. Row().Matches(page).Select(m => m.Groups["it"].Value)];

    [GeneratedRegex(" id=\"(?<it>rail|troubles|list-count|rows-first|work)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Target();

    [GeneratedRegex("id=\"row-(?<it>[0-9]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex("<turbo-frame id=\"rows-(?<it>[0-9.]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Cursor();
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tickets.Involving;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup.Nodes;

/// <summary>Two desks on one PostgreSQL database, behind a balancer that sends each request to the next one.</summary>
public sealed class SharingOneDatabaseTests : IAsyncLifetime
{
    private RunningDesk _first = null!, _second = null!;
    private Balancer _both = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        _first = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres });
        _second = await _first.BesideAsync();
        _both = await Balancer.StartAsync(_first.Url, _second.Url);
    }

    public async ValueTask DisposeAsync()
    {
        if (_both is not null) await _both.DisposeAsync();
        if (_second is not null) await _second.DisposeAsync();
        if (_first is not null) await _first.DisposeAsync();
    }

    [Fact]
    public async Task What_somebody_has_saved_is_there_with_the_next_click_wherever_that_goes()
    {
        using var ada = await SignedInAsync();
        var community = await _first.LookAsync(d => d.Communities.Where(c => c.Name == RunningDesk.Community).Select(c => c.Id).SingleAsync());
        await _first.PostMailAsync(new CustomerMail());
        for (var n = 0; n < 15; n++)
        {
            var (product, title) = ($"Boot {n}", $"Baustein {n}");
            await ada.SubmitAsync("/responsibilities/categories", await ada.FormTokenAsync("/account"),
                ("community", community.ToString(CultureInfo.InvariantCulture)), ("kind", "product"), ("name", product));
            Assert.Contains(product, await PageAsync(ada, "/tickets/1001"), StringComparison.Ordinal); // As a choice beside the ticket.

            using var saved = await _first.Api.PostAsync("/text-blocks", new { title, state = "published", texts = new Dictionary<string, string> { ["de"] = "<div>Worte</div>" } });
            Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
            Assert.Contains(title, await PageAsync(ada, $"/text-blocks/offers?ticket=1001&q={Uri.EscapeDataString(title)}"), StringComparison.Ordinal);
            Assert.Contains(title, await PageAsync(ada, $"/text-blocks/offers?ticket=1001&q={Uri.EscapeDataString(title)}"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Whoever_writes_at_one_desk_is_seen_at_the_other_until_they_go()
    {
        await _first.PostMailAsync(new CustomerMail());
        await _first.AddAgentAsync("Lena", RunningDesk.Community);
        using var ada = await SignedInAsync(_first.Url);
        using var lena = await SignedInAsync(_second.Url, "lena@desk.example");

        await SayAsync(ada, ("writing", "1"));
        await Wait.UntilAsync(async () => (await SayAsync(lena)) is { Writing: true } others && others.Text.Contains("Ada", StringComparison.Ordinal), "Lena sees that Ada writes", 20);
        await Wait.UntilAsync(async () => (await SayAsync(ada)).Text.Contains("Lena", StringComparison.Ordinal), "Ada sees that Lena looks", 20);
        await ada.PostAsync("/tickets/1001/presence", ("gone", "1"));
        await Wait.UntilAsync(async () => (await SayAsync(lena)).Text.Length == 0, "Lena is alone", 20);
    }

    [Fact]
    public async Task A_notice_rings_at_the_desk_where_the_agent_has_a_page_open()
    {
        await _first.PostMailAsync(new CustomerMail());
        await _first.AddAgentAsync("Lena", RunningDesk.Community);
        using var lena = await SignedInAsync(_second.Url, "lena@desk.example");
        var heard = ReadLiveAsync(lena, "notice");

        (await _first.Api.PatchAsync(1001, new { assignee = "lena@desk.example" })).EnsureSuccessStatusCode();
        await heard.WaitAsync(TimeSpan.FromSeconds(30));
        // Who reads it at one desk has read it at the other, whose pages count fewer then.
        using var elsewhere = await SignedInAsync(_first.Url, "lena@desk.example");
        var fewer = ReadLiveAsync(lena, "notice");
        await elsewhere.GetAsync("/tickets/1001");
        await fewer.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_page_that_is_open_at_one_desk_hears_of_mail_that_comes_to_the_other()
    {
        using var ada = await SignedInAsync(_second.Url);
        var heard = ReadLiveAsync(ada, "ticketOpened");
        await _first.DeliverAsync(new CustomerMail());
        await heard.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task<Visitor> SignedInAsync(Uri? desk = null, string email = RunningDesk.Admin)
    {
        var visitor = new Visitor(desk ?? _both.Url);
        using var answer = await visitor.PostAsync("/sign-in", ("email", email), ("password", "a plain long sentence"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return visitor;
    }

    private static async Task<string> PageAsync(Visitor who, string path)
    {
        using var answer = await who.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<OthersJson> SayAsync(Visitor who, params (string, string)[] fields) =>
        (await (await who.PostAsync("/tickets/1001/presence", fields)).Content.ReadFromJsonAsync<OthersJson>())!;

    /// <summary>Ends when the page's stream tells of it. The stream is open when this returns its task.</summary>
    private static async Task ReadLiveAsync(Visitor who, string word)
    {
        using var client = new HttpClient(new HttpClientHandler { CookieContainer = who.Cookies }) { BaseAddress = who.Home };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var stream = new StreamReader(await client.GetStreamAsync("/live", patience.Token));
        while (await stream.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal) && line.Contains(word, StringComparison.Ordinal)) return;
        }
    }
}

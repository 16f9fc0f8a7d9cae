using System.Collections.Concurrent;
using System.Net.Http.Json;
using Lotse.Staff.Tokens;
using Lotse.Tests.Desk;
using Lotse.Tickets.Api;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets;

/// <summary>Whoever follows the journal may do so for as long as they may come in, and hears what they may see at that moment.</summary>
public sealed class ListeningToEventsTests
{
    private const string Werft = "hilfe@werft.example";

    [Fact]
    public async Task Ends_at_once_when_the_token_is_revoked()
    {
        await using var desk = await RunningDesk.StartAsync();
        var clara = await desk.AddAgentAsync("Clara", "Hafen");
        await using var stream = await Following.BeginAsync(desk, clara);

        var token = await desk.LookAsync(d => d.ApiTokens.Where(t => t.AgentId == clara.AgentId).Select(t => t.Id).SingleAsync());
        (await clara.SendAsync(HttpMethod.Delete, $"/account/tokens/{token}")).EnsureSuccessStatusCode();
        var later = (await desk.PostMailAsync(new CustomerMail("Danach"))).Ticket!.Value;

        await stream.OverAsync();
        Assert.DoesNotContain(stream.Heard, one => one.Ticket == later);
    }

    [Fact]
    public async Task Ends_at_once_when_the_agent_is_deactivated()
    {
        await using var desk = await RunningDesk.StartAsync();
        var clara = await desk.AddAgentAsync("Clara", "Hafen");
        await using var stream = await Following.BeginAsync(desk, clara);

        await ChangeAsync(desk, clara, new { active = false });
        var later = (await desk.PostMailAsync(new CustomerMail("Danach"))).Ticket!.Value;

        await stream.OverAsync();
        Assert.DoesNotContain(stream.Heard, one => one.Ticket == later);
    }

    [Fact]
    public async Task Goes_on_with_the_communities_that_the_agent_has_now()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", Werft);
        var clara = await desk.AddAgentAsync("Clara", "Hafen");
        await using var stream = await Following.BeginAsync(desk, clara);

        var werft = await desk.LookAsync(d => d.Communities.Where(c => c.Name == "Werft").Select(c => c.Id).SingleAsync());
        await ChangeAsync(desk, clara, new { communities = new[] { ToJson.Id(werft) } });
        var lost = (await desk.PostMailAsync(new CustomerMail("Hafen"))).Ticket!.Value;
        var won = (await desk.PostMailAsync(new CustomerMail("Werft") { To = Werft }, Werft)).Ticket!.Value;

        await Wait.UntilAsync(() => stream.Heard.Any(one => one.Ticket == won), "what is hers now is heard");
        Assert.DoesNotContain(stream.Heard, one => one.Ticket == lost);
        Assert.False(stream.IsOver);
    }

    [Fact]
    public async Task An_admin_who_is_one_no_more_hears_no_more_than_an_agent()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", Werft);
        var clara = await desk.AddAgentAsync("Clara", "Hafen");
        await ChangeAsync(desk, clara, new { role = "admin" });
        await using var stream = await Following.BeginAsync(desk, clara);

        await ChangeAsync(desk, clara, new { role = "agent" });
        var theirs = (await desk.PostMailAsync(new CustomerMail("Werft") { To = Werft }, Werft)).Ticket!.Value;
        var ours = (await desk.PostMailAsync(new CustomerMail("Hafen"))).Ticket!.Value;

        await Wait.UntilAsync(() => stream.Heard.Any(one => one.Ticket == ours), "what is hers is heard");
        Assert.DoesNotContain(stream.Heard, one => one.Ticket == theirs);
    }

    [Fact]
    public async Task Ends_soon_after_the_token_has_run_out_although_nothing_happens()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        var clara = await desk.AddAgentAsync("Clara", "Hafen");
        var token = await desk.WithAsync<CreateApiToken, NewToken>(create => create.RunAsync(clara.AgentId, "short", ["read"], desk.Clock.GetUtcNow().AddMinutes(2), null));
        await using var stream = await Following.BeginAsync(desk, new ApiClient(desk, token.Token!));

        Assert.InRange(await stream.LastsAsync(TimeSpan.FromMinutes(5)), TimeSpan.FromMinutes(1.9), TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task Ends_after_a_quarter_of_an_hour_and_resumes_behind_the_last_one_heard()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        await using var stream = await Following.BeginAsync(desk, desk.Api);

        Assert.InRange(await stream.LastsAsync(TimeSpan.FromMinutes(20)), TimeSpan.FromMinutes(14.9), TimeSpan.FromMinutes(16));
        var later = (await desk.PostMailAsync(new CustomerMail("Danach"))).Ticket!.Value;
        Assert.Equal(later, (await desk.Api.EventsAsync(stream.Heard.Last().Id, 1))[0].Ticket);
    }

    [Theory]
    [InlineData("/api/v1/events")]
    [InlineData("/live")]
    public async Task A_stream_of_a_session_ends_with_it(string address)
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddAgentAsync("Clara", "Hafen");
        using var browser = new Staff.Visitor(desk.Url);
        await browser.PostAsync("/sign-in", ("email", "clara@desk.example"), ("password", "a plain long sentence"));
        await desk.PostMailAsync(new CustomerMail("Vorher"));
        using var answer = await browser.StreamAsync(address, ("Last-Event-ID", "0"));
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.NotNull(await reader.ReadLineAsync());

        await browser.PostAsync("/account/password", ("present", "a plain long sentence"), ("password", "another long sentence"));

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await reader.ReadToEndAsync(patience.Token);
    }

    [Fact]
    public async Task An_open_page_goes_on_with_the_communities_that_the_agent_has_now()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", Werft);
        var clara = await desk.AddAgentAsync("Clara", "Hafen");
        using var browser = new Staff.Visitor(desk.Url);
        await browser.PostAsync("/sign-in", ("email", "clara@desk.example"), ("password", "a plain long sentence"));
        var before = (await desk.PostMailAsync(new CustomerMail("Vorher"))).Ticket!.Value;
        using var answer = await browser.StreamAsync("/live", ("Last-Event-ID", "0"));
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await HearAsync(reader, before);

        var werft = await desk.LookAsync(d => d.Communities.Where(c => c.Name == "Werft").Select(c => c.Id).SingleAsync());
        await ChangeAsync(desk, clara, new { communities = new[] { ToJson.Id(werft) } });
        var lost = (await desk.PostMailAsync(new CustomerMail("Hafen"))).Ticket!.Value;
        var won = (await desk.PostMailAsync(new CustomerMail("Werft") { To = Werft }, Werft)).Ticket!.Value;

        Assert.DoesNotContain(await HearAsync(reader, won), line => line.Contains($"\"ticket\":{lost},", StringComparison.Ordinal));
    }

    /// <returns>The lines up to the first that is about the ticket.</returns>
    private static async Task<List<string>> HearAsync(StreamReader stream, long ticket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var lines = new List<string>();
        do lines.Add(await stream.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("The stream is over."));
        while (!lines[^1].Contains($"\"ticket\":{ticket},", StringComparison.Ordinal));
        return lines;
    }

    private static async Task ChangeAsync(RunningDesk desk, ApiClient who, object change) =>
        (await desk.Api.SendAsync(HttpMethod.Patch, $"/agents/{ToJson.Id(who.AgentId)}", JsonContent.Create(change))).EnsureSuccessStatusCode();

    /// <summary>A stream that is open and has told of something already.</summary>
    private sealed class Following : IAsyncDisposable
    {
        private readonly RunningDesk _desk;
        private readonly CancellationTokenSource _enough = new();
        private readonly Task _reading;

        private Following(RunningDesk desk, ApiClient who) => (_desk, _reading) = (desk, ReadAsync(who));

        public ConcurrentQueue<EventJson> Heard { get; } = new();
        public bool IsOver => _reading.IsCompleted;

        public static async Task<Following> BeginAsync(RunningDesk desk, ApiClient who)
        {
            var first = (await desk.PostMailAsync(new CustomerMail("Vorher"))).Ticket!.Value;
            var following = new Following(desk, who);
            await Wait.UntilAsync(() => following.Heard.Any(one => one.Ticket == first), "the stream tells of what was before");
            return following;
        }

        /// <summary>Before anybody would ask anew by themselves.</summary>
        public Task OverAsync() => _reading.WaitAsync(TimeSpan.FromSeconds(10));

        /// <summary>Lets time pass, at most so much.</summary>
        /// <returns>When the stream was over.</returns>
        public async Task<TimeSpan> LastsAsync(TimeSpan atMost)
        {
            var passed = TimeSpan.Zero;
            for (; !IsOver && passed < atMost; passed += TimeSpan.FromSeconds(5))
            {
                _desk.Pass(TimeSpan.FromSeconds(5));
                await Task.Delay(30);
            }
            return passed;
        }

        public async ValueTask DisposeAsync()
        {
            await _enough.CancelAsync();
            await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _enough.Dispose();
        }

        private async Task ReadAsync(ApiClient who)
        {
            await foreach (var one in who.FollowAsync("0", _enough.Token)) Heard.Enqueue(one);
        }
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lotse.Domain.Communities;
using Lotse.Domain.Tickets;
using Lotse.Levels;
using Lotse.Tests.Desk;
using Lotse.Tickets.Api;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Levels;

public sealed class EscalatingATicketTests
{
    private static readonly object s_general = new { reason = "not-covered", tried = "Alle Textbausteine durchgesehen", form = "general", answers = new { wish = "Geld zurück" } };

    [Fact]
    public async Task Hands_the_ticket_up_and_says_so_in_its_way()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = await desk.AddAgentAsync("Erna", RunningDesk.Community);
        var second = await desk.AddAgentAsync("Zita", RunningDesk.Community);
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        (await first.PatchAsync(number, new { assignee = "erna@desk.example" })).EnsureSuccessStatusCode();

        var up = await ApiClient.ReadAsync<TicketJson>(await first.PostAsync($"/tickets/{number}/escalations", s_general));
        var twice = await first.PostAsync($"/tickets/{number}/escalations", s_general);
        var waiting = await WayAsync(second, number);
        var taken = await ApiClient.ReadAsync<TicketJson>(await second.PostAsync($"/tickets/{number}/acceptances", new { }));
        var unsaid = await second.PostAsync($"/tickets/{number}/returns", new { with = "answer", text = "So geht es" });
        var back = await ApiClient.ReadAsync<TicketJson>(await second.PostAsync($"/tickets/{number}/returns", new { with = "answer", text = "So geht es", belowNextTime = true }));
        var way = await WayAsync(first, number);

        Assert.Equal((2, null), (up.Level, up.Assignee));
        Assert.Equal("already-handed-up", await CodeAsync(twice));
        Assert.Equal(("second", true, 1), (waiting.Level, waiting.Waiting, waiting.Changes));
        Assert.Equal("zita@desk.example", taken.Assignee?.Email);
        Assert.Equal("next-time-missing", await CodeAsync(unsaid));
        Assert.Equal((1, "erna@desk.example"), (back.Level, back.Assignee?.Email));
        var only = Assert.Single(way.HandOvers);
        Assert.Equal(("Erna", "Zita", "Zita", "answer", true), (only.By, only.AcceptedBy, only.ReturnedBy, only.ReturnedWith, only.BelowNextTime));
        Assert.Equal("Geld zurück", only.Answers["wish"]);
        Assert.Contains((await first.TicketAsync(number)).Messages, m => m.Kind == MessageKind.Note && m.Text == "So geht es");
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task The_gate_names_what_is_missing_and_keeps_what_was_entered()
    {
        await using var desk = await RunningDesk.StartAsync();
        var agent = await desk.AddAgentAsync("Erna", RunningDesk.Community);
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;

        var shut = await agent.PostAsync($"/tickets/{number}/escalations", new { reason = "technical", tried = "Neu gestartet", form = "technical-problem", answers = new { saved = "yes", system = "Windows 11" } });
        var kept = (await WayAsync(agent, number)).Entered!.Value;
        var urgent = await agent.PostAsync($"/tickets/{number}/escalations", new { reason = "technical", emergency = "Niemand kann sich anmelden" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, shut.StatusCode);
        Assert.Equal(("answer-missing", "browser"), await SaidAsync(shut));
        Assert.Equal("Windows 11", kept.GetProperty("answers").GetProperty("system").GetString());
        Assert.Equal(HttpStatusCode.Created, urgent.StatusCode);
        var way = await WayAsync(agent, number);
        Assert.Equal("Niemand kann sich anmelden", Assert.Single(way.HandOvers).Emergency);
        Assert.Null(way.Entered);
    }

    [Fact]
    public async Task Goes_to_the_team_of_the_level_and_only_that_one_takes_it()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (first, second) = (await desk.AddAgentAsync("Erna", RunningDesk.Community), await desk.AddAgentAsync("Zita", RunningDesk.Community));
        var (community, ones, twos) = await TeamsAsync(desk);
        await desk.AddMailboxAsync("Werft", "post@werft.example");
        var stranger = await desk.AddAgentAsync("Fremd", "Werft");
        (await PutAsync(desk.Api, $"/communities/{community}/levels", Levels(ones, twos, third: true))).EnsureSuccessStatusCode();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;

        Assert.Equal("not-of-this-level", await CodeAsync(await second.PostAsync($"/tickets/{number}/escalations", s_general)));
        var up = await ApiClient.ReadAsync<TicketJson>(await first.PostAsync($"/tickets/{number}/escalations", s_general));
        Assert.Equal("Zweite", up.Team?.Name);
        Assert.Equal("not-of-this-level", await CodeAsync(await first.PostAsync($"/tickets/{number}/acceptances", new { })));
        (await second.PostAsync($"/tickets/{number}/acceptances", new { })).EnsureSuccessStatusCode();
        Assert.Equal("level-is-consulted", await CodeAsync(await second.PostAsync($"/tickets/{number}/escalations", s_general)));
        foreach (var path in (string[])[$"/tickets/{number}/levels", $"/communities/{community}/levels"]) Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Get, path));
        foreach (var path in (string[])["escalations", "acceptances", "returns"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/tickets/{number}/{path}", new { reason = "technical", with = "question", text = "?" })).StatusCode);
        }
        Assert.Equal("leads-only", await CodeAsync(await PutAsync(first, $"/communities/{community}/levels", Levels(ones, twos, third: true))));
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task Who_works_only_where_nobody_writes_writes_to_no_customer()
    {
        await using var desk = await RunningDesk.StartAsync();
        var third = await desk.AddAgentAsync("Dora", RunningDesk.Community);
        var (community, ones, twos) = await TeamsAsync(desk);
        await desk.LookAsync(async d =>
        {
            var dora = await d.Users.Where(u => u.Email == "dora@desk.example").Select(u => u.Id).SingleAsync();
            d.Teams.Add(new Team { Id = 903, CommunityId = community, Name = "Dritte" });
            d.AgentTeams.Add(new() { AgentId = dora, TeamId = 903 });
            return await d.SaveChangesAsync();
        });
        (await PutAsync(desk.Api, $"/communities/{community}/levels", Levels(ones, twos, third: false))).EnsureSuccessStatusCode();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;

        Assert.Equal("level-does-not-write", await CodeAsync(await third.PostAsync($"/tickets/{number}/replies", new { text = "Hallo" })));
        (await third.PostAsync($"/tickets/{number}/notes", new { text = "Intern" })).EnsureSuccessStatusCode();
        Assert.Equal(0, await desk.LookAsync(d => d.Outbox.CountAsync()));
    }

    [Fact]
    public async Task Rubbish_gets_a_clear_word_and_changes_nothing()
    {
        await using var desk = await RunningDesk.StartAsync();
        var community = await desk.LookAsync(d => d.Communities.Where(c => c.Name == RunningDesk.Community).Select(c => c.Id).SingleAsync());
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;

        foreach (var rubbish in (string[])["{}", "[]", "{\"levels\":null,\"reasons\":[],\"forms\":[]}", "{\"levels\":[null],\"reasons\":[],\"forms\":[]}",
            "{\"levels\":[{\"level\":\"first\"}],\"reasons\":[{\"key\":\"a\"}],\"forms\":[]}", "{\"levels\":[{\"level\":\"first\"}],\"reasons\":[{\"key\":\"a\",\"name\":{\"german\":\"a\",\"english\":\"a\"}}],\"forms\":[{\"key\":\"b\"}]}"])
        {
            var answer = await desk.Api.SendAsync(HttpMethod.Put, $"/communities/{community}/levels", new StringContent(rubbish, System.Text.Encoding.UTF8, "application/json"));
            Assert.Equal((rubbish, HttpStatusCode.UnprocessableEntity), (rubbish, answer.StatusCode));
        }
        Assert.Equal("not-upwards", await CodeAsync(await desk.Api.PostAsync($"/tickets/{number}/escalations", new { reason = "technical", tried = "Ja", form = "general", to = "fourth", answers = new { wish = "Hilfe" } })));
        Assert.Equal("answer-missing", await CodeAsync(await desk.Api.PostAsync($"/tickets/{number}/escalations", new { reason = "technical", tried = "Ja", form = "general", answers = new { wish = (string?)null }, emergency = " " })));
        Assert.Equal(0, await desk.LookAsync(d => d.LevelSettings.CountAsync()) + await desk.LookAsync(d => d.HandOvers.CountAsync()));
        (await desk.Api.PostAsync($"/tickets/{number}/escalations", new { reason = "technical", tried = "Ja", form = "general", answers = new { wish = "Hilfe" }, emergency = " " })).EnsureSuccessStatusCode();
        Assert.Null(Assert.Single((await WayAsync(desk.Api, number)).HandOvers).Emergency);
    }

    private static object Levels(long ones, long twos, bool third) => new
    {
        levels = new object[]
        {
            new { level = "secretariat", inUse = false },
            new { level = "first", operators = new[] { new { teamId = ones } } },
            new { level = "second", operators = new[] { new { teamId = twos } } },
            new { level = "third", writesToCustomers = false, operators = third ? [] : new[] { new { teamId = 903L } } },
        },
        reasons = new[] { new { key = "not-covered", name = new { german = "Nicht abgedeckt", english = "Not covered" } }, new { key = "technical", name = new { german = "Technik", english = "Technical" } } },
        forms = new[] { new { key = "general", name = new { german = "Allgemein", english = "General" }, questions = new[] { new { key = "wish", kind = "text", words = new { german = "Wunsch?", english = "Wish?" } } } } },
    };

    private static Task<(long Community, long Ones, long Twos)> TeamsAsync(RunningDesk desk) => desk.LookAsync(async d =>
    {
        var community = await d.Communities.Where(c => c.Name == RunningDesk.Community).Select(c => c.Id).SingleAsync();
        d.Teams.AddRange(new Team { Id = 901, CommunityId = community, Name = "Erste" }, new Team { Id = 902, CommunityId = community, Name = "Zweite" });
        foreach (var (name, team) in new[] { ("erna@desk.example", 901L), ("zita@desk.example", 902L) })
        {
            if (await d.Users.Where(u => u.Email == name).Select(u => (long?)u.Id).SingleOrDefaultAsync() is { } agent) d.AgentTeams.Add(new() { AgentId = agent, TeamId = team });
        }
        await d.SaveChangesAsync();
        return (community, 901L, 902L);
    });

    private static async Task<TicketLevelsJson> WayAsync(ApiClient agent, long number) => await ApiClient.ReadAsync<TicketLevelsJson>(await agent.GetAsync($"/tickets/{number}/levels"));

    private static Task<HttpResponseMessage> PutAsync(ApiClient agent, string path, object body) => agent.SendAsync(HttpMethod.Put, path, JsonContent.Create(body));

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (await SaidAsync(answer)).Code;

    private static async Task<(string? Code, string? About)> SaidAsync(HttpResponseMessage answer)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (problem.GetProperty("title").GetString(), problem.TryGetProperty("field", out var about) ? about.GetString() : null);
    }
}

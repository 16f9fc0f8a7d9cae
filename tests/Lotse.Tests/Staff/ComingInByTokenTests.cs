using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Lotse.Staff.Tokens;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Staff;

public sealed class ComingInByTokenTests
{
    [Theory]
    [InlineData("read", 200, 403, 403)]
    [InlineData("write", 403, 200, 200)]
    [InlineData("intake", 403, 403, 200)]
    [InlineData("read write", 200, 200, 200)]
    public async Task May_do_what_its_scopes_say(string scopes, int get, int post, int intake)
    {
        await using var desk = await StaffHost.StartAsync();
        using var program = desk.Visitor();
        var token = await desk.TokenAsync(scopes);

        var answers = new[]
        {
            await program.SendAsync(HttpMethod.Get, "/api/v1/things", token),
            await program.SendAsync(HttpMethod.Post, "/api/v1/things", token),
            await program.SendAsync(HttpMethod.Post, "/api/v1/mailboxes/a@b.example/messages", token),
        };

        Assert.Equal([get, post, intake], answers.Select(a => (int)a.StatusCode));
        foreach (var refused in answers.Where(a => a.StatusCode == HttpStatusCode.Forbidden)) Assert.EndsWith("scope-missing", await refused.CodeAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("lotse_")]
    [InlineData("lotse_0000000000000000000000000000000000000000")]
    [InlineData("Bearer")]
    public async Task A_wrong_token_is_told_so_in_problem_details(string token)
    {
        await using var desk = await StaffHost.StartAsync();
        using var program = desk.Visitor();

        var answer = await program.SendAsync(HttpMethod.Get, "/api/v1/things", null, null, ("Authorization", $"Bearer {token}"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith("not-signed-in", await answer.CodeAsync());
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Without_a_token_a_program_gets_401_and_no_redirect()
    {
        await using var desk = await StaffHost.StartAsync();
        using var program = desk.Visitor();

        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/v1/things")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.SendAsync(HttpMethod.Post, "/api/v1/things", null)).StatusCode);
    }

    [Fact]
    public async Task A_wrong_token_is_not_saved_by_a_good_cookie()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/api/v1/things")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.SendAsync(HttpMethod.Get, "/api/v1/things", "lotse_wrong")).StatusCode);
    }

    [Fact]
    public async Task Opens_no_page()
    {
        await using var desk = await StaffHost.StartAsync();
        using var program = desk.Visitor();

        Assert.Equal(HttpStatusCode.Redirect, (await program.SendAsync(HttpMethod.Get, "/", await desk.TokenAsync())).StatusCode);
    }

    [Fact]
    public async Task Runs_out_when_it_was_given_an_end()
    {
        await using var desk = await StaffHost.StartAsync();
        using var program = desk.Visitor();
        var token = await desk.TokenAsync(valid: TimeSpan.FromHours(1));

        Assert.Equal(HttpStatusCode.OK, (await program.SendAsync(HttpMethod.Get, "/api/v1/things", token)).StatusCode);
        desk.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.SendAsync(HttpMethod.Get, "/api/v1/things", token)).StatusCode);
    }

    [Fact]
    public async Task Is_made_shown_once_listed_and_revoked_on_the_account_page()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();
        using var program = desk.Visitor();

        var made = await visitor.PostAsync("/account/tokens", ("tokenName", "Statistik"), ("scope", "read"), ("scope", "intake"), ("password", StaffHost.Password));
        var token = (await made.ShownAsync("new-token"))[0];
        Assert.Equal(HttpStatusCode.OK, (await program.SendAsync(HttpMethod.Get, "/api/v1/things", token)).StatusCode);
        Assert.DoesNotContain(token, await (await visitor.GetAsync("/account")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var row = await desk.WithAsync<DeskDatabase, Lotse.Adapters.Database.Rows.ApiToken>(d => d.ApiTokens.SingleAsync());
        Assert.Equal("read intake", row.Scopes);
        Assert.DoesNotContain(token[6..], row.Hash, StringComparison.Ordinal);

        await visitor.PostAsync($"/account/tokens/{row.Id}/revocation");

        Assert.Equal(HttpStatusCode.Unauthorized, (await program.SendAsync(HttpMethod.Get, "/api/v1/things", token)).StatusCode);
        Assert.Equal(["tokenCreated", "tokenRevoked"], (await desk.FactsAsync())[^2..]);
    }

    [Fact]
    public async Task Is_made_in_a_browser_only_by_whoever_knows_the_password()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();

        var wrong = await visitor.PostAsync("/account/tokens", ("tokenName", "Statistik"), ("scope", "intake"), ("password", "wrong and long"));
        var none = await visitor.SendAsync(HttpMethod.Post, "/api/v1/account/tokens", null, new { name = "Statistik", scopes = new[] { "read" } });
        var right = await visitor.SendAsync(HttpMethod.Post, "/api/v1/account/tokens", null, new { name = "Statistik", scopes = new[] { "read" }, password = StaffHost.Password });

        Assert.Equal("password-wrong", await wrong.RefusalAsync());
        Assert.Matches("value=\"Statistik\"(.|\n)*value=\"intake\" checked", await wrong.Content.ReadAsStringAsync());
        Assert.EndsWith("password-wrong", await none.CodeAsync());
        Assert.Equal(HttpStatusCode.Created, right.StatusCode);
        Assert.Equal(1, await desk.WithAsync<DeskDatabase, int>(d => d.ApiTokens.CountAsync()));
    }

    [Fact]
    public async Task Makes_no_token_that_lives_longer_than_itself()
    {
        await using var desk = await StaffHost.StartAsync();
        using var program = desk.Visitor();
        var token = await desk.TokenAsync(valid: TimeSpan.FromHours(2));
        var end = desk.Clock.GetUtcNow().AddHours(2);

        async Task<DateTimeOffset> EndAsync(string name, DateTimeOffset? wished)
        {
            var made = await program.SendAsync(HttpMethod.Post, "/api/v1/account/tokens", token, new { name, scopes = new[] { "read" }, expiresAt = wished });
            var said = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("expiresAt").GetDateTimeOffset();
            var kept = await desk.WithAsync<DeskDatabase, DateTimeOffset?>(d => d.ApiTokens.Where(t => t.Name == name).Select(t => t.ExpiresAt).SingleAsync());
            Assert.Equal(said, kept!.Value, TimeSpan.FromMilliseconds(1));
            return said;
        }

        Assert.Equal(end, await EndAsync("without", null), TimeSpan.FromMilliseconds(1));
        Assert.Equal(end, await EndAsync("longer", end.AddYears(1)), TimeSpan.FromMilliseconds(1));
        Assert.Equal(end.AddHours(-1), await EndAsync("shorter", end.AddHours(-1)), TimeSpan.FromMilliseconds(1));
        var free = await program.SendAsync(HttpMethod.Post, "/api/v1/account/tokens", await desk.TokenAsync(), new { name = "free", scopes = new[] { "read" } });
        Assert.Equal(JsonValueKind.Null, (await free.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("expiresAt").ValueKind);
    }

    [Fact]
    public async Task Nobody_revokes_the_token_of_another()
    {
        await using var desk = await StaffHost.StartAsync();
        await desk.AddAgentAsync("ben@desk.example");
        var token = await desk.TokenAsync();
        var id = await desk.WithAsync<DeskDatabase, long>(d => d.ApiTokens.Select(t => t.Id).SingleAsync());
        using var other = await desk.SignedInAsync("ben@desk.example");

        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync($"/account/tokens/{id}/revocation")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync(HttpMethod.Delete, $"/api/v1/account/tokens/{id}", null)).StatusCode);
        using var program = desk.Visitor();
        Assert.Equal(HttpStatusCode.OK, (await program.SendAsync(HttpMethod.Get, "/api/v1/things", token)).StatusCode);
    }

    [Fact]
    public async Task Makes_no_token_that_may_do_more_than_itself()
    {
        await using var desk = await StaffHost.StartAsync();
        using var program = desk.Visitor();
        var token = await desk.TokenAsync("write");

        var wider = await program.SendAsync(HttpMethod.Post, "/api/v1/account/tokens", token, new { name = "more", scopes = new[] { "read", "write" } });
        var same = await program.SendAsync(HttpMethod.Post, "/api/v1/account/tokens", token, new { name = "same", scopes = new[] { "write" } });
        var unknown = await program.SendAsync(HttpMethod.Post, "/api/v1/account/tokens", token, new { name = "odd", scopes = new[] { "everything" } });

        Assert.EndsWith("scope-too-wide", await wider.CodeAsync());
        Assert.Equal(HttpStatusCode.Created, same.StatusCode);
        Assert.EndsWith("scope-unknown", await unknown.CodeAsync());
    }

    [Fact]
    public async Task The_command_line_makes_one_with_all_scopes_for_an_active_agent_only()
    {
        await using var desk = await StaffHost.StartAsync();
        var made = await desk.WithAsync<CreateApiToken, NewToken>(create => create.ForAsync("ADA@desk.example", "script"));
        var unknown = await desk.WithAsync<CreateApiToken, NewToken>(create => create.ForAsync("nobody@desk.example", "script"));

        Assert.Matches("^lotse_[0-9a-f]{40}$", made.Token);
        Assert.Equal("agent-unknown", unknown.Refusal!.Code);
        using var program = desk.Visitor();
        var me = await (await program.SendAsync(HttpMethod.Get, "/api/v1/account", made.Token)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("admin", me.GetProperty("role").GetString());
        Assert.Equal(TokenScopes.All.Split(' '), me.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()));
    }

    [Fact]
    public async Task Remembers_its_last_use_to_the_minute()
    {
        await using var desk = await StaffHost.StartAsync();
        using var program = desk.Visitor();
        var token = await desk.TokenAsync();

        var first = desk.Clock.GetUtcNow();
        await program.SendAsync(HttpMethod.Get, "/api/v1/things", token);
        Assert.Equal(first.ToUnixTimeMilliseconds(), (await LastUseAsync(desk, null))!.Value.ToUnixTimeMilliseconds());
        desk.Clock.Advance(TimeSpan.FromSeconds(30));
        await program.SendAsync(HttpMethod.Get, "/api/v1/things", token);
        desk.Clock.Advance(TimeSpan.FromSeconds(31));
        var last = desk.Clock.GetUtcNow();
        await program.SendAsync(HttpMethod.Get, "/api/v1/things", token);

        Assert.Equal(last.ToUnixTimeMilliseconds(), (await LastUseAsync(desk, first))!.Value.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Of_an_agent_without_the_role_administers_nobody()
    {
        await using var desk = await StaffHost.StartAsync();
        var lead = await desk.AddAgentAsync("lea@desk.example", Role.Lead);
        using var program = desk.Visitor();

        Assert.Equal(HttpStatusCode.Forbidden, (await program.SendAsync(HttpMethod.Get, "/api/v1/agents", await desk.TokenAsync(agent: lead))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.SendAsync(HttpMethod.Get, "/api/v1/agents", await desk.TokenAsync())).StatusCode);
    }

    /// <summary>It is written behind the request: waits until it differs, for a few seconds at most.</summary>
    private static async Task<DateTimeOffset?> LastUseAsync(StaffHost desk, DateTimeOffset? before)
    {
        for (var i = 0; i < 100; i++)
        {
            var at = await desk.WithAsync<DeskDatabase, DateTimeOffset?>(d => d.ApiTokens.Select(t => t.LastUsedAt).SingleAsync());
            if (at?.ToUnixTimeMilliseconds() != before?.ToUnixTimeMilliseconds()) return at;
            await Task.Delay(50);
        }
        return before;
    }
}

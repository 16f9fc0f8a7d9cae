using Lotse.Adapters.Tokens;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Adapters.Tokens;

/// <summary>The desk asks a token endpoint on behalf of a mailbox.</summary>
public sealed class AskingForTokensTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<OAuthClient> _kept = [];
    private FakeTokenEndpoint _fake = null!;
    private TokenEndpoints _endpoints = null!;

    private OAuthClient Own => new(_fake.AddressOf("a@b.example"), FakeTokenEndpoint.ClientId, FakeTokenEndpoint.Secret, FakeTokenEndpoint.Scope);

    private OAuthClient Persons => Own with { RefreshToken = "refresh-0" };

    public async ValueTask InitializeAsync() => (_fake, _endpoints) = (await FakeTokenEndpoint.StartAsync(), new TokenEndpoints(_clock));

    public async ValueTask DisposeAsync()
    {
        _endpoints.Dispose();
        await _fake.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_kept_until_shortly_before_it_runs_out()
    {
        var tokens = Tokens(Own);
        Assert.Equal("access-1", await GetAsync(tokens));
        _clock.Advance(TimeSpan.FromMinutes(57));
        Assert.Equal("access-1", await GetAsync(tokens));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("access-2", await GetAsync(tokens));
        Assert.All(_fake.Asked, form => Assert.Equal("client_credentials", form["grant_type"]));
    }

    [Fact]
    public async Task A_refused_token_is_asked_for_anew_and_many_who_wait_ask_once()
    {
        var tokens = Tokens(Persons);
        var gate = new TaskCompletionSource();
        _fake.Hold = gate.Task;
        var waiting = Enumerable.Range(0, 8).Select(_ => GetAsync(tokens)).ToList();
        gate.SetResult();
        Assert.All(await Task.WhenAll(waiting), token => Assert.Equal("access-1", token));
        Assert.Equal("access-2", await tokens.GetAsync(true, default));
        Assert.Equal("access-2", await GetAsync(tokens));
    }

    [Fact]
    public async Task A_new_refresh_token_is_kept_and_used_from_then_on()
    {
        _fake.Rotates = true;
        var tokens = Tokens(Persons);
        await GetAsync(tokens);
        Assert.Equal("refresh-1", Assert.Single(_kept).RefreshToken);
        Assert.Equal("access-2", await tokens.GetAsync(true, default));
        Assert.Equal(["refresh-0", "refresh-1"], _fake.Asked.Select(form => form["refresh_token"]));
        Assert.True(tokens.AreOf(Persons) && tokens.AreOf(Persons with { RefreshToken = "refresh-2" }), "They do not know their own refresh tokens.");
        Assert.False(tokens.AreOf(Persons with { RefreshToken = "of somebody" }) || tokens.AreOf(Persons with { ClientSecret = "another" }), "They take other settings for their own.");
    }

    [Fact]
    public async Task A_new_refresh_token_is_kept_even_when_nobody_waits_any_more()
    {
        _fake.Rotates = true;
        var gate = new TaskCompletionSource();
        _fake.Hold = gate.Task;
        var tokens = Tokens(Persons);
        using var impatient = new CancellationTokenSource();
        var waiting = tokens.GetAsync(false, impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.SetResult();
        await tokens.SettleAsync();
        Assert.Equal("refresh-1", Assert.Single(_kept).RefreshToken);
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client","error_description":"AADSTS7000222: The secret has expired."}""", TokenTrouble.Client)]
    [InlineData(400, """{"error":"unauthorized_client","error_description":"AADSTS700016: Application not found"}""", TokenTrouble.Client)]
    [InlineData(400, """{"error":"invalid_request","error_description":"AADSTS90002: Tenant not found"}""", TokenTrouble.Client)]
    [InlineData(400, """{"error":"invalid_grant","error_description":"Token has been expired or revoked."}""", TokenTrouble.Grant)]
    [InlineData(400, """{"error":"invalid_grant","error_description":"AADSTS65001: not consented","suberror":"consent_required"}""", TokenTrouble.Consent)]
    [InlineData(400, """{"error":"invalid_scope"}""", TokenTrouble.Consent)]
    [InlineData(503, "away", TokenTrouble.EndpointAway)]
    [InlineData(429, """{"error":"slow_down"}""", TokenTrouble.EndpointAway)]
    [InlineData(302, "", TokenTrouble.NotUnderstood)]
    [InlineData(200, "<html>", TokenTrouble.NotUnderstood)]
    [InlineData(200, "[]", TokenTrouble.NotUnderstood)]
    [InlineData(200, """{"token_type":"Bearer"}""", TokenTrouble.NotUnderstood)]
    [InlineData(200, """{"access_token":"x","token_type":"mac"}""", TokenTrouble.NotUnderstood)]
    [InlineData(200, """{"access_token":"x\u0001auth=y","token_type":"Bearer"}""", TokenTrouble.NotUnderstood)]
    public async Task Each_refusal_is_told_by_what_can_be_done_about_it_and_the_next_question_may_go_well(int status, string body, TokenTrouble trouble)
    {
        var tokens = Tokens(Persons);
        _fake.Instead = http =>
        {
            http.Response.Headers.Location = _fake.AddressOf("elsewhere");
            return (status, body);
        };
        Assert.Equal(trouble, (await Assert.ThrowsAsync<TokenRefused>(() => GetAsync(tokens))).Trouble);
        _fake.Instead = _ => null;
        Assert.StartsWith("access-", await GetAsync(tokens), StringComparison.Ordinal);
        Assert.Equal(2, _fake.Asked.Count);
    }

    [Fact]
    public async Task No_secret_comes_back_in_words()
    {
        var tokens = Tokens(Own with { Scope = "another" });
        var refused = await Assert.ThrowsAsync<TokenRefused>(() => GetAsync(tokens));
        Assert.Equal((TokenTrouble.Consent, "invalid_scope: You said …."), (refused.Trouble, refused.Detail));
        Assert.DoesNotContain(FakeTokenEndpoint.Secret, $"{Own} {Persons} {refused}", StringComparison.Ordinal);
        Assert.DoesNotContain("refresh-0", $"{Persons}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_or_never_ends_is_away()
    {
        var away = Tokens(Own with { Endpoint = "http://127.0.0.1:1/token" });
        Assert.Equal(TokenTrouble.EndpointAway, (await Assert.ThrowsAsync<TokenRefused>(() => GetAsync(away))).Trouble);
        _fake.Instead = _ => (200, new string(' ', 300_000));
        Assert.Equal(TokenTrouble.NotUnderstood, (await Assert.ThrowsAsync<TokenRefused>(() => GetAsync(Tokens(Own)))).Trouble);
        var never = new TaskCompletionSource();
        _fake.Hold = never.Task;
        var waiting = GetAsync(Tokens(Own));
        while (!waiting.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
        Assert.Equal(TokenTrouble.EndpointAway, (await Assert.ThrowsAsync<TokenRefused>(() => waiting)).Trouble);
        never.SetResult();
    }

    [Theory]
    [InlineData("https://login.example/token", "id", "secret", true)]
    [InlineData("http://127.0.0.1:8080/token", "id", "secret", true)]
    [InlineData("http://login.example/token", "id", "secret", false)]
    [InlineData("https://user:word@login.example/token", "id", "secret", false)]
    [InlineData("login.example", "id", "secret", false)]
    [InlineData("https://login.example/token", " ", "secret", false)]
    [InlineData("https://login.example/token", "id", null, false)]
    [InlineData("https://login.example/token", "id", "two\nlines", false)]
    public void Settings_are_looked_through_before_they_are_kept(string endpoint, string id, string? secret, bool right) =>
        Assert.Equal(right, new OAuthClient(endpoint, id, secret, null).Problem() is null);

    private AccessTokens Tokens(OAuthClient client) => new(client, _endpoints, renewed =>
    {
        _kept.Add(renewed);
        return Task.CompletedTask;
    }, _clock);

    private static Task<string> GetAsync(AccessTokens tokens) => tokens.GetAsync(false, TestContext.Current.CancellationToken).AsTask();
}

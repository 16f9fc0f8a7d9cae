using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lotse.Tests.Adapters.Tokens;

/// <summary>Stands in for a provider's token endpoint and holds every question to the contract (RFC 6749 sections 4.4 and 6). For mail servers it also says
/// whether a token is good (RFC 7662). Whose mailbox a token opens stands in the address: …/token/USER.</summary>
public sealed class FakeTokenEndpoint : IAsyncDisposable
{
    public const string ClientId = "desk-of-lotse", Secret = "s3cret&+ä=%~", Scope = "https://mail.example/.default";

    private readonly ConcurrentDictionary<string, string> _good = new();
    private readonly WebApplication _app;
    private int _given;

    private FakeTokenEndpoint(WebApplication app) => _app = app;

    /// <summary>The fields of each question.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Asked { get; } = new();

    /// <summary>The one refresh token that is good now.</summary>
    public string Refresh { get; set; } = "refresh-0";

    /// <summary>Gives a new refresh token with each answer; the old one is spent.</summary>
    public bool Rotates { get; set; }

    public int Lives { get; set; } = 3600;

    /// <summary>Answers something else than a token where it gives something.</summary>
    public Func<HttpContext, (int Status, string Body)?> Instead { get; set; } = _ => null;

    /// <summary>A question waits for this before it is answered.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    private string Root => _app.Urls.First();

    public string IntrospectionUri => $"{Root}/introspection";

    public static async Task<FakeTokenEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var fake = new FakeTokenEndpoint(app);
        app.Run(fake.AnswerAsync);
        await app.StartAsync();
        return fake;
    }

    public string AddressOf(string user) => $"{Root}/token/{user}";

    /// <summary>No token given so far opens anything any more.</summary>
    public void Revoke() => _good.Clear();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var form = (await http.Request.ReadFormAsync()).ToDictionary(field => field.Key, field => field.Value.Single()!, StringComparer.Ordinal);
        var (status, body) = http.Request.Path == "/introspection" ? (200, Introspect(form["token"])) : await TokenAsync(http, form);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body);
    }

    private string Introspect(string token) => _good.TryGetValue(token, out var user)
        ? JsonSerializer.Serialize(new { active = true, username = user })
        : JsonSerializer.Serialize(new { active = false });

    private async Task<(int Status, string Body)> TokenAsync(HttpContext http, Dictionary<string, string> form)
    {
        Asked.Enqueue(form);
        var asked = Refresh;
        await Hold;
        if (Instead(http) is { } other) return other;
        if (http.Request.Method != "POST" || http.Request.ContentType != "application/x-www-form-urlencoded" || http.Request.QueryString.HasValue) return Error("invalid_request");
        if (form.GetValueOrDefault("client_id") != ClientId || form.GetValueOrDefault("client_secret") != Secret) return Error("invalid_client", 401);
        var known = form.GetValueOrDefault("grant_type") switch
        {
            "client_credentials" => form.Keys.Order(StringComparer.Ordinal).SequenceEqual(["client_id", "client_secret", "grant_type", "scope"]),
            "refresh_token" => form.Keys.Except(["client_id", "client_secret", "grant_type", "scope", "refresh_token"]).Any() == false,
            _ => false,
        };
        if (!known) return Error("invalid_request");
        if (form.GetValueOrDefault("scope") != Scope) return Error("invalid_scope");
        if (form.GetValueOrDefault("refresh_token", asked) != asked) return Error("invalid_grant");
        var number = Interlocked.Increment(ref _given);
        var token = $"access-{number}";
        _good[token] = Uri.UnescapeDataString(http.Request.Path.Value!.Split('/')[^1]);
        if (Rotates) Refresh = $"refresh-{number}";
        return (200, JsonSerializer.Serialize(Rotates
            ? new { access_token = token, token_type = "Bearer", expires_in = Lives, refresh_token = Refresh }
            : (object)new { access_token = token, token_type = "Bearer", expires_in = Lives }));
    }

    /// <summary>As carelessly as can be: with the client's secret in it.</summary>
    private static (int Status, string Body) Error(string code, int status = 400) =>
        (status, JsonSerializer.Serialize(new { error = code, error_description = $"You said {Secret}.\nTrace: none" }));
}

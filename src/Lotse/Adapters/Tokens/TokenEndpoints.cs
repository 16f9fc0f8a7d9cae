using System.Buffers;

namespace Lotse.Adapters.Tokens;

/// <summary>Asks token endpoints for access tokens (RFC 6749). The secrets stand in the body of the request and nowhere else.</summary>
public sealed class TokenEndpoints(TimeProvider clock) : IDisposable
{
    private const int LongestAnswer = 256 * 1024;

    /// <summary>For one whole question.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // What is on this machine is never asked by way of a proxy.
    private readonly HttpMessageInvoker _out = new(Handler(proxy: true)), _here = new(Handler(proxy: false));

    /// <exception cref="TokenRefused">There is no token; says why.</exception>
    internal async Task<GivenToken> AskAsync(OAuthClient client)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, client.Address) { Content = new FormUrlEncodedContent(Fields(client)) };
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            using var answer = await (client.Address.IsLoopback ? _here : _out).SendAsync(request, late.Token);
            return TokenAnswer.Read((int)answer.StatusCode, await ReadAsync(answer.Content, late.Token), client);
        }
        catch (OperationCanceledException)
        {
            throw new TokenRefused(TokenTrouble.EndpointAway, $"{client.Address.Host}: no answer");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new TokenRefused(TokenTrouble.EndpointAway, $"{client.Address.Host}: {(e is HttpRequestException { HttpRequestError: var error } ? error.ToString() : "ConnectionLost")}");
        }
    }

    public void Dispose()
    {
        _out.Dispose();
        _here.Dispose();
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(OAuthClient client)
    {
        yield return new("grant_type", client.RefreshToken is null ? "client_credentials" : "refresh_token");
        yield return new("client_id", client.ClientId);
        if (client.ClientSecret is { Length: > 0 } secret) yield return new("client_secret", secret);
        if (client.RefreshToken is { } refresh) yield return new("refresh_token", refresh);
        if (client.Scope is { Length: > 0 } scope) yield return new("scope", scope);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        await using var stream = await content.ReadAsStreamAsync(cancel);
        var all = new ArrayBufferWriter<byte>();
        while (all.WrittenCount <= LongestAnswer)
        {
            var read = await stream.ReadAsync(all.GetMemory(8192), cancel);
            if (read == 0) return all.WrittenMemory;
            all.Advance(read);
        }
        throw new TokenRefused(TokenTrouble.NotUnderstood, "The answer is too long.");
    }

    private static SocketsHttpHandler Handler(bool proxy) => new()
    {
        UseProxy = proxy,
        UseCookies = false,
        AllowAutoRedirect = false, // A redirect would carry the secrets elsewhere.
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 64,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
    };
}

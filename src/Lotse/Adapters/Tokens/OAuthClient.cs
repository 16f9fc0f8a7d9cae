using System.Text.Json.Serialization;

namespace Lotse.Adapters.Tokens;

/// <summary>How the desk asks for access tokens to one mailbox (RFC 6749). Kept only inside protected JSON, as it holds secrets.</summary>
/// <param name="Endpoint">Where tokens are given out; https, except on this machine itself.</param>
/// <param name="Scope">Names with blanks between; null leaves it to the endpoint.</param>
public sealed record OAuthClient(string Endpoint, string ClientId, string? ClientSecret, string? Scope)
{
    private const int Longest = 8000;

    /// <summary>What a person once agreed to (section 6). Null: the desk asks in its own name (client credentials, section 4.4).</summary>
    public string? RefreshToken { get; init; }

    [JsonIgnore]
    public Uri Address => new(Endpoint);

    /// <summary>What is wrong with these settings, in one sentence without any secret; null where nothing is.</summary>
    public string? Problem() =>
        !Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0 ? "The token endpoint is not an address such as https://login.example/token."
        : address.Scheme != "https" && !address.IsLoopback ? "The token endpoint needs https; http is only for this machine itself."
        : string.IsNullOrWhiteSpace(ClientId) ? "OAuth2 needs a client id."
        : string.IsNullOrEmpty(ClientSecret) && string.IsNullOrEmpty(RefreshToken) ? "OAuth2 needs a client secret, or a refresh token, or both."
        : new[] { Endpoint, ClientId, ClientSecret, Scope, RefreshToken }.Any(value => value is not null && (value.Length > Longest || value.Any(char.IsControl))) ? "An OAuth2 setting is too long, or holds a line end or another control character."
        : null;

    /// <summary>Keeps the secrets out of whatever prints it.</summary>
    public override string ToString() => $"{ClientId} at {Endpoint}";
}

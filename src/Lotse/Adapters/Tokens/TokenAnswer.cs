using System.Globalization;
using System.Text.Json;

namespace Lotse.Adapters.Tokens;

/// <param name="Lives">From the moment it was asked for.</param>
/// <param name="RefreshToken">A new one in the place of the old one; null where the old one stays.</param>
internal sealed record GivenToken(string Token, TimeSpan Lives, string? RefreshToken);

/// <summary>Reads what a token endpoint has answered (RFC 6749 sections 5.1 and 5.2).</summary>
internal static class TokenAnswer
{
    private const int LongestDetail = 200, LongestToken = 32_000;

    /// <summary>Where the endpoint does not say (section 5.1 leaves that open).</summary>
    private static readonly TimeSpan UsualLife = TimeSpan.FromMinutes(5);

    /// <exception cref="TokenRefused">It is not a token.</exception>
    public static GivenToken Read(int status, ReadOnlyMemory<byte> body, OAuthClient client)
    {
        if (status == 429 || status >= 500) throw new TokenRefused(TokenTrouble.EndpointAway, $"HTTP {status}");
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw new TokenRefused(TokenTrouble.NotUnderstood, $"HTTP {status}");
            if (Text(root, "error") is { } error) throw Refused(error, Text(root, "error_description") ?? "", Text(root, "suberror"), client);
            var kind = Text(root, "token_type");
            return status == 200 && Text(root, "access_token") is { Length: > 0 and < LongestToken } token && !token.Any(char.IsControl)
                && (kind is null || kind.Equals("bearer", StringComparison.OrdinalIgnoreCase))
                ? new GivenToken(token, Life(root), Text(root, "refresh_token") is { Length: > 0 and < LongestToken } next ? next : null)
                : throw new TokenRefused(TokenTrouble.NotUnderstood, $"HTTP {status}");
        }
        catch (JsonException)
        {
            throw new TokenRefused(TokenTrouble.NotUnderstood, $"HTTP {status}");
        }
    }

    private static TokenRefused Refused(string error, string description, string? under, OAuthClient client)
    {
        bool Says(params string[] words) => words.Any(word => description.Contains(word, StringComparison.OrdinalIgnoreCase));
        var trouble = error switch
        {
            // Microsoft's numbers say it more exactly than the words of the RFC: consent is missing, application or tenant are not known.
            _ when under == "consent_required" || Says("AADSTS65001", "AADSTS65004") => TokenTrouble.Consent,
            _ when Says("AADSTS700016", "AADSTS90002", "AADSTS900023", "AADSTS7000215", "AADSTS7000222") => TokenTrouble.Client,
            "invalid_client" => TokenTrouble.Client,
            "invalid_grant" => TokenTrouble.Grant,
            "unauthorized_client" or "invalid_scope" or "access_denied" or "consent_required" or "interaction_required" => TokenTrouble.Consent,
            "temporarily_unavailable" or "server_error" => TokenTrouble.EndpointAway,
            _ => TokenTrouble.NotUnderstood,
        };
        return new TokenRefused(trouble, Harmless($"{error}: {description}", client));
    }

    /// <summary>One short line in which nothing stands that the endpoint was told in confidence.</summary>
    private static string Harmless(string text, OAuthClient client)
    {
        foreach (var secret in new[] { client.ClientSecret, client.RefreshToken })
            if (!string.IsNullOrEmpty(secret)) text = text.Replace(secret, "…", StringComparison.Ordinal);
        var line = new string([.. text.Split('\n', 2)[0].Where(c => !char.IsControl(c))]).Trim(' ', ':');
        return line.Length > LongestDetail ? line[..LongestDetail] : line;
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A number of seconds; some write it as text.</summary>
    private static TimeSpan Life(JsonElement root)
    {
        if (!root.TryGetProperty("expires_in", out var value)) return UsualLife;
        var seconds = value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number
            : double.TryParse(Text(root, "expires_in"), NumberStyles.None, CultureInfo.InvariantCulture, out var written) ? written : UsualLife.TotalSeconds;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.FromDays(1).TotalSeconds));
    }
}

using System.CommandLine;
using Lotse.Adapters.Tokens;

namespace Lotse.Setup.Commands;

/// <summary>The options by which a verb learns how access tokens are asked for. Secrets come from the environment or from standard input, never from the command line.</summary>
internal static class OAuthOptions
{
    private const string SecretTwin = "LOTSE_OAUTH_CLIENT_SECRET", RefreshTwin = "LOTSE_OAUTH_REFRESH_TOKEN";

    private static readonly Option<string?> Provider = new("--provider") { Description = "microsoft or google: signs in by OAuth2 and fills in server, token endpoint and scope" };
    private static readonly Option<string?> Tenant = new("--tenant") { Description = "With --provider microsoft: the directory's id or domain" };
    private static readonly Option<string?> ClientId = new("--client-id") { Description = "The id that the provider has given to the desk as an application" };
    private static readonly Option<string?> Endpoint = new("--token-endpoint") { Description = "With another provider: where access tokens are given out" };
    private static readonly Option<string?> Scope = new("--scope") { Description = "What to ask for, where the provider's usual scope does not fit" };

    private static readonly Option<bool> FromInput = new("--secrets-stdin")
    {
        Description = $"Reads the client secret and, on a second line, a refresh token from standard input ({SecretTwin}, {RefreshTwin}). Without a refresh token the desk asks in its own name",
    };

    public static Option[] All => [Provider, Tenant, ClientId, Endpoint, Scope, FromInput];

    /// <summary>Whether the verb was asked for tokens at all.</summary>
    public static bool AreGiven(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    public static MailProvider? ProviderOf(ParseResult parsed) => parsed.GetValue(Provider) is not { } name ? null
        : MailProvider.All.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandFailed($"--provider is {string.Join(" or ", MailProvider.All.Select(one => one.Name))}, not {name}.", 2);

    /// <param name="scopeOf">The provider's scope for a person's refresh token.</param>
    public static async Task<OAuthClient> ReadAsync(ParseResult parsed, Func<MailProvider, string> scopeOf, TextReader input, CancellationToken cancel)
    {
        var provider = ProviderOf(parsed);
        var endpoint = EndpointOf(provider, parsed.GetValue(Endpoint), parsed.GetValue(Tenant));
        var (secret, refresh) = parsed.GetValue(FromInput)
            ? (await LineAsync(input, cancel), await LineAsync(input, cancel))
            : (DeskOptions.Twin(SecretTwin), DeskOptions.Twin(RefreshTwin));
        if (refresh is null && provider is { OwnName: null }) throw new CommandFailed($"With {provider.Name} the desk signs in by a person's refresh token; give it on the second line, or as {RefreshTwin}.", 2);
        var scope = parsed.GetValue(Scope) ?? (provider is null ? null : refresh is null ? provider.OwnName : scopeOf(provider));
        var client = new OAuthClient(endpoint, parsed.GetValue(ClientId)?.Trim() ?? "", secret, scope) { RefreshToken = refresh };
        return client.Problem() is { } problem ? throw new CommandFailed(problem, 2) : client;
    }

    private static string EndpointOf(MailProvider? provider, string? typed, string? tenant)
    {
        if (typed is not null) return typed.Trim();
        if (provider is null) throw new CommandFailed("OAuth2 needs --provider, or --token-endpoint.", 2);
        if (!provider.NeedsTenant) return provider.Endpoint;
        return tenant is { Length: > 0 and < 200 } && tenant.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')
            ? provider.EndpointOf(tenant)
            : throw new CommandFailed($"With {provider.Name} comes --tenant, the directory's id or domain.", 2);
    }

    private static async Task<string?> LineAsync(TextReader input, CancellationToken cancel) => (await input.ReadLineAsync(cancel))?.Trim() is { Length: > 0 } line ? line : null;
}

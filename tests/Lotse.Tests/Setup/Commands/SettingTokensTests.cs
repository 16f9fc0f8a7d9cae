using System.CommandLine;
using Lotse.Adapters.Tokens;
using Lotse.Setup.Commands;
using Xunit;

namespace Lotse.Tests.Setup.Commands;

/// <summary>An administrator lets mailboxes sign in by OAuth2.</summary>
public sealed class SettingTokensTests
{
    private const string Microsoft = "https://login.microsoftonline.com/harbour.example/oauth2/v2.0/token", Google = "https://oauth2.googleapis.com/token";

    [Theory]
    [InlineData("microsoft", "secret", Microsoft, "https://outlook.office365.com/.default", null)]
    [InlineData("Microsoft", "secret\nrefresh", Microsoft, "https://outlook.office.com/IMAP.AccessAsUser.All offline_access", "refresh")]
    [InlineData("google", "secret\nrefresh", Google, "https://mail.google.com/", "refresh")]
    public async Task A_provider_fills_in_whatever_need_not_be_typed(string provider, string secrets, string endpoint, string scope, string? refresh)
    {
        var client = await ReadAsync(secrets, "--provider", provider, "--tenant", "harbour.example");
        Assert.Equal(new OAuthClient(endpoint, "app", "secret", scope) { RefreshToken = refresh }, client);
    }

    [Fact]
    public async Task Another_provider_is_named_by_its_endpoint_and_a_client_may_have_no_secret()
    {
        var client = await ReadAsync("\nrefresh", "--token-endpoint", "https://login.example/token", "--scope", "mail");
        Assert.Equal(new OAuthClient("https://login.example/token", "app", null, "mail") { RefreshToken = "refresh" }, client);
    }

    private static Task<OAuthClient> ReadAsync(string input, params string[] arguments)
    {
        var command = new Command("oauth");
        foreach (var option in OAuthOptions.All) command.Add(option);
        return OAuthOptions.ReadAsync(command.Parse([.. arguments, "--client-id", "app", "--secrets-stdin"]), provider => provider.ImapScope, new StringReader(input), TestContext.Current.CancellationToken);
    }
}

using MailKit.Security;

namespace Lotse.Adapters.MailServer;

/// <summary>Signing in by an access token: XOAUTH2, which Microsoft and Google speak, else OAUTHBEARER (RFC 7628).</summary>
internal static class TokenSignIn
{
    /// <param name="offered">The server's mechanisms.</param>
    public static SaslMechanism By(string user, string token, IReadOnlySet<string> offered) =>
        offered.Contains("OAUTHBEARER") && !offered.Contains("XOAUTH2") ? new SaslMechanismOAuthBearer(user, token) : new SaslMechanismOAuth2(user, token);
}

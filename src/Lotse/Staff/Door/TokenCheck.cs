using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Staff.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Lotse.Staff.Door;

/// <summary>Lets programs in by <c>Authorization: Bearer TOKEN</c> (RFC 6750). The token is looked up by its hash,
/// so comparing takes the same time however much of a guess is right.</summary>
internal sealed class TokenCheck(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, DeskDatabase database, DeskVersion version, TokenUses uses, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    private const string Bearer = "Bearer ";

    public static bool IsMeant(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith(Bearer.TrimEnd(), StringComparison.OrdinalIgnoreCase) && Answers.IsApi(request.HttpContext);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var token = header[Bearer.Length..].Trim();
        if (!CreateApiToken.LooksRight(token)) return AuthenticateResult.Fail("unknown token");
        var hash = Ids.HashOf(token);
        if (await FindAsync(hash, Context.RequestAborted) is not { Token: { } part } agent) return AuthenticateResult.Fail("unknown token");
        version.Seen(agent.Desk, agent.Journal);
        uses.Note(part.Id, part.LastUsedAt, clock.GetUtcNow());
        Context.Features.Set(agent.Signed);
        Context.Features.Set<AskAgain>(async cancel => (await FindAsync(hash, cancel))?.Signed);
        return AuthenticateResult.Success(new AuthenticationTicket(agent.Principal(Scheme.Name), Scheme.Name));
    }

    /// <returns>Null where the token is unknown, revoked or over, or its agent deactivated.</returns>
    private async Task<Credentials?> FindAsync(string hash, CancellationToken cancel) =>
        await Credentials.OfTokenAsync(database, hash, cancel) is { Active: true } agent && !(agent.Token?.ExpiresAt <= clock.GetUtcNow()) ? agent : null;

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Answers.NotSignedIn(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Answers.NotAllowed(Context, code: Context.Items.ContainsKey(ScopeCheck.Missing) ? "scope-missing" : "not-allowed");
}

using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication;

namespace Lotse.Staff.Door;

/// <summary>Checks a session with each request against the account: one statement, which also brings who is acting.</summary>
internal sealed class CookieCheck(DeskDatabase database, DeskVersion version) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var (id, stamp) = (Credentials.IdOf(context.Principal), context.Principal?.FindFirst(Credentials.StampClaim)?.Value);
        if (await FindAsync(id, stamp, http.RequestAborted) is not { } agent)
        {
            context.RejectPrincipal();
            await http.SignOutAsync(context.Scheme.Name);
            return;
        }
        version.Seen(agent.Desk, agent.Journal);
        context.ReplacePrincipal(agent.Principal(context.Scheme.Name));
        http.Features.Set(agent.Signed);
        http.Features.Set<AskAgain>(async cancel => (await FindAsync(id, stamp, cancel))?.Signed);
    }

    /// <returns>Null where the session has ended.</returns>
    private async Task<Credentials?> FindAsync(long? agentId, string? stamp, CancellationToken cancel) =>
        agentId is { } id && await Credentials.OfAgentAsync(database, id, cancel) is { Active: true } agent && agent.Stamp == stamp ? agent : null;

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (Answers.IsApi(context.HttpContext)) return Answers.NotSignedIn(context.HttpContext);
        var request = context.Request;
        var back = HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString : "/";
        context.Response.Redirect(back is "/" ? "/sign-in" : $"/sign-in?back={Uri.EscapeDataString(back)}");
        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        Answers.IsApi(context.HttpContext) ? Answers.NotAllowed(context.HttpContext) : StaffPages.Error(StatusCodes.Status403Forbidden).ExecuteAsync(context.HttpContext);
}

using Lotse.Adapters.Web;
using Lotse.Domain.Staff;
using Microsoft.AspNetCore.Authorization;

namespace Lotse.Staff.Door;

/// <summary>Somebody is signed in, and a token may do what the method asks for: GET needs read, everything else write.
/// It is the default of every endpoint, so that a new one cannot be left open by forgetting a line.</summary>
internal sealed class MayCome : IAuthorizationRequirement;

internal sealed class ScopeCheck : AuthorizationHandler<MayCome>
{
    public static readonly object Missing = new();

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, MayCome requirement)
    {
        if (context.Resource is not HttpContext http || Signed.Of(http) is not { } signed) return Task.CompletedTask;
        if (signed.Scopes is not { } scopes || IsEnough(http, scopes)) context.Succeed(requirement);
        else http.Items[Missing] = true;
        return Task.CompletedTask;
    }

    private static bool IsEnough(HttpContext http, string scopes)
    {
        var reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        return TokenScopes.Has(scopes, reads ? TokenScopes.Read : TokenScopes.Write)
            || (http.GetEndpoint()?.Metadata.GetOrderedMetadata<AlsoScope>() ?? []).Any(also => TokenScopes.Has(scopes, also.Scope));
    }
}

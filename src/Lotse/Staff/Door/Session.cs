using System.Security.Claims;
using Lotse.Adapters.Database.Rows;
using Microsoft.AspNetCore.Authentication;

namespace Lotse.Staff.Door;

/// <summary>The cookies of somebody who is in, or half-way in.</summary>
internal static class Session
{
    /// <param name="stay">Also after the browser was closed.</param>
    public static async Task BeginAsync(HttpContext http, AgentAccount account, bool stay)
    {
        await http.SignOutAsync(Ways.FirstStep);
        await http.SignInAsync(Ways.Cookie, Credentials.Of(account, []).Principal(Ways.Cookie), new AuthenticationProperties { IsPersistent = stay });
    }

    /// <summary>This browser stays signed in while all other sessions have just ended.</summary>
    public static async Task RenewAsync(HttpContext http, AgentAccount account)
    {
        var now = await http.AuthenticateAsync(Ways.Cookie);
        await BeginAsync(http, account, now.Properties?.IsPersistent ?? false);
    }

    public static Task BeginFirstStepAsync(HttpContext http, AgentAccount account, bool stay) =>
        http.SignInAsync(Ways.FirstStep, Credentials.Of(account, []).Principal(Ways.FirstStep), new AuthenticationProperties { IsPersistent = false, Items = { ["stay"] = stay ? "1" : "0" } });

    /// <returns>Null where no password was right in the last ten minutes.</returns>
    public static async Task<FirstStepDone?> FirstStepAsync(HttpContext http)
    {
        var step = await http.AuthenticateAsync(Ways.FirstStep);
        return step is { Succeeded: true } && Credentials.IdOf(step.Principal) is { } id
            ? new(id, step.Principal.FindFirstValue(Credentials.StampClaim) ?? "", step.Properties.Items.TryGetValue("stay", out var stay) && stay == "1")
            : null;
    }

    public static async Task EndAsync(HttpContext http)
    {
        await http.SignOutAsync(Ways.FirstStep);
        await http.SignOutAsync(Ways.Cookie);
    }
}

internal sealed record FirstStepDone(long AgentId, string Stamp, bool Stay);

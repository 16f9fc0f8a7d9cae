using System.Security.Claims;
using Lotse.Adapters.Database.Rows;
using Microsoft.AspNetCore.Authentication;

namespace Lotse.Staff.Door;

/// <summary>The cookies of somebody who is in, or half-way in.</summary>
internal static class Session
{
    private static readonly AuthenticationProperties Stays = new() { IsPersistent = true };

    public static async Task BeginAsync(HttpContext http, AgentAccount account)
    {
        await http.SignOutAsync(Ways.FirstStep);
        await http.SignInAsync(Ways.Cookie, Credentials.Of(account, []).Principal(Ways.Cookie), Stays.Clone());
    }

    public static Task BeginFirstStepAsync(HttpContext http, AgentAccount account) =>
        http.SignInAsync(Ways.FirstStep, Credentials.Of(account, []).Principal(Ways.FirstStep));

    /// <returns>Null where no password was right in the last ten minutes.</returns>
    public static async Task<FirstStepDone?> FirstStepAsync(HttpContext http)
    {
        var step = await http.AuthenticateAsync(Ways.FirstStep);
        return step is { Succeeded: true } && Credentials.IdOf(step.Principal) is { } id
            ? new(id, step.Principal.FindFirstValue(Credentials.StampClaim) ?? "")
            : null;
    }

    public static async Task EndAsync(HttpContext http)
    {
        await http.SignOutAsync(Ways.FirstStep);
        await http.SignOutAsync(Ways.Cookie);
    }
}

internal sealed record FirstStepDone(long AgentId, string Stamp);

using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Staff.Agents;
using Microsoft.AspNetCore.Mvc;

namespace Lotse.Staff.Door;

/// <summary>The pages before the desk: sign-in, its second step, invites; and the way out.</summary>
internal static class SignInEndpoints
{
    public const string TooManyTries = "too-many-tries";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var door = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        door.MapGet("/sign-in", Show);
        door.MapPost("/sign-in", EnterAsync);
        door.MapGet("/sign-in/code", ShowCodeAsync);
        door.MapPost("/sign-in/code", EnterCodeAsync);
        door.MapPost("/sign-out", (Delegate)LeaveAsync);
        door.MapGet("/invites/{token}", ShowInviteAsync);
        door.MapPost("/invites/{token}", AcceptAsync);
    }

    private static IResult Show(HttpContext http, string? back = null, string? @out = null) =>
        Signed.Of(http) is null ? StaffPages.SignIn(http, new(Back: back, SignedOut: @out is not null)) : Answers.SeeOther(LocalAddress.Or(back, "/"));

    private static async Task<IResult> EnterAsync(HttpContext http, SignIn signIn, Throttle throttle,
        [FromForm] string? email, [FromForm] string? password, [FromForm] string? back, CancellationToken cancel)
    {
        var asked = new SignInAsked(email, back);
        if (!throttle.Admits(http)) return StaffPages.SignIn(http, asked with { Refusal = new(TooManyTries) }, StatusCodes.Status429TooManyRequests);
        var answer = await signIn.ByPasswordAsync(email, password, cancel);
        if (answer.Account is not { } account) return StaffPages.SignIn(http, asked with { Refusal = new(SignIn.Refused) }, StatusCodes.Status422UnprocessableEntity);
        return await ContinueAsync(http, answer, account, back);
    }

    /// <summary>In, or to the second step.</summary>
    private static async Task<IResult> ContinueAsync(HttpContext http, SignInAnswer answer, Adapters.Database.Rows.AgentAccount account, string? back)
    {
        if (!answer.NeedsCode)
        {
            await Session.BeginAsync(http, account);
            return Answers.SeeOther(LocalAddress.Or(back, "/"));
        }
        await Session.BeginFirstStepAsync(http, account);
        var next = LocalAddress.Or(back, "/");
        return Answers.SeeOther(next is "/" ? "/sign-in/code" : $"/sign-in/code?back={Uri.EscapeDataString(next)}");
    }

    private static async Task<IResult> ShowCodeAsync(HttpContext http, string? back = null, string? recovery = null) =>
        await Session.FirstStepAsync(http) is null ? Answers.SeeOther("/sign-in") : StaffPages.Code(http, new(back, recovery is not null));

    private static async Task<IResult> EnterCodeAsync(HttpContext http, SignIn signIn, Throttle throttle,
        [FromForm] string? code, [FromForm] string? back, [FromForm] string? recovery, CancellationToken cancel)
    {
        if (await Session.FirstStepAsync(http) is not { } step) return Answers.SeeOther("/sign-in");
        var asked = new CodeAsked(back, recovery is not null);
        if (!throttle.Admits(http)) return StaffPages.Code(http, asked with { Refusal = new(TooManyTries) }, StatusCodes.Status429TooManyRequests);
        var answer = await signIn.ByCodeAsync(step.AgentId, step.Stamp, code, cancel);
        if (answer.Account is not { } account)
        {
            return StaffPages.Code(http, asked with { Refusal = new(Domain.Staff.TimeCodes.Wrong, "code") }, StatusCodes.Status422UnprocessableEntity);
        }
        await Session.BeginAsync(http, account);
        return Answers.SeeOther(LocalAddress.Or(back, "/"));
    }

    private static async Task<IResult> LeaveAsync(HttpContext http)
    {
        await Session.EndAsync(http);
        return Answers.SeeOther("/sign-in?out=1");
    }

    private static async Task<IResult> ShowInviteAsync(HttpContext http, string token, AcceptInvite accept, Throttle throttle, CancellationToken cancel)
    {
        if (!throttle.Admits(http)) return StaffPages.Error(StatusCodes.Status429TooManyRequests);
        return await accept.FindAsync(token, cancel) is { } invited ? StaffPages.Invite(http, token, invited, null)
            : StaffPages.Invite(http, token, null, null, StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> AcceptAsync(HttpContext http, string token, AcceptInvite accept, Throttle throttle,
        [FromForm] string? password, CancellationToken cancel)
    {
        if (!throttle.Admits(http)) return StaffPages.Error(StatusCodes.Status429TooManyRequests);
        var invited = await accept.FindAsync(token, cancel);
        var (refusal, account) = await accept.RunAsync(token, password, cancel);
        if (refusal is { Code: AcceptInvite.Gone } || invited is null) return StaffPages.Invite(http, token, null, null, StatusCodes.Status404NotFound);
        if (account is null) return StaffPages.Invite(http, token, invited, refusal, StatusCodes.Status422UnprocessableEntity);
        return await ContinueAsync(http, new(account, account.TwoFactorEnabled), account, "/");
    }
}

/// <summary>What the sign-in page shows.</summary>
internal sealed record SignInAsked(string? Email = null, string? Back = null, Refusal? Refusal = null, bool SignedOut = false);

/// <param name="Recovery">By a recovery code instead of the app.</param>
internal sealed record CodeAsked(string? Back = null, bool Recovery = false, Refusal? Refusal = null);

using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Staff.Door;
using Lotse.Staff.Tokens;
using Lotse.Tickets.Pages;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Mvc;

namespace Lotse.Staff.Account;

/// <summary>One's own settings.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup("/account").ExcludeFromDescription();
        account.MapGet("", (HttpContext http, Signed signed, AccountState state, CancellationToken cancel) => ShowAsync(http, signed, state, new(), cancel));
        account.MapPost("", ChangePreferencesAsync);
        account.MapPost("/habits", ChangeHabitsAsync);
        account.MapPost("/password", ChangePasswordAsync);
        account.MapGet("/totp", OfferAsync);
        account.MapPost("/totp", ConfirmAsync);
        account.MapPost("/totp/removal", TurnOffAsync);
        account.MapPost("/recovery-codes", NewCodesAsync);
        account.MapPost("/tokens", CreateTokenAsync);
        account.MapPost("/tokens/{id:long}/revocation", RevokeAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Signed signed, AccountState state, AccountNews news, CancellationToken cancel) =>
        await StaffPages.AccountAsync(http, signed, await state.OfAsync(signed.AgentId, cancel), news, news.Refusal switch
        {
            null => StatusCodes.Status200OK,
            { Code: SignInEndpoints.TooManyTries } => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status422UnprocessableEntity,
        });

    private static async Task<IResult> ChangePreferencesAsync(HttpContext http, Signed signed, ChangePreferences change, AccountState state,
        [FromForm] string? language, [FromForm] string? theme, [FromForm] string? zone, CancellationToken cancel)
    {
        var refusal = await change.RunAsync(signed.AgentId, language, theme, zone, cancel);
        if (refusal is not null) return await ShowAsync(http, signed, state, new(refusal), cancel);
        if (language == "browser") Looking.ForgetLanguage(http);
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(LocalAddress.CameFrom(http, "/account"));
    }

    /// <summary>Back to the page it was said on, which shows it.</summary>
    private static async Task<IResult> ChangeHabitsAsync(HttpContext http, Signed signed, ChangeHabits change, [FromForm] string? density, CancellationToken cancel) =>
        await change.RunAsync(signed.AgentId, density, cancel) is null ? Answers.SeeOther(LocalAddress.CameFrom(http, "/account")) : TypedResults.BadRequest();

    private static async Task<IResult> ChangePasswordAsync(HttpContext http, Signed signed, ChangePassword change, AccountState state, Throttle throttle,
        [FromForm] string? present, [FromForm] string? password, CancellationToken cancel)
    {
        if (!throttle.Admits(http)) return await ShowAsync(http, signed, state, TooMany, cancel);
        var answer = await change.RunAsync(signed.AgentId, present, password, cancel);
        if (answer.Account is not { } account) return await ShowAsync(http, signed, state, new(In("new", answer.Refusal)), cancel);
        await Session.BeginAsync(http, account);
        return Done(http, Said.Saved);
    }

    private static async Task<IResult> OfferAsync(HttpContext http, Signed signed, TurnOnSecondStep turnOn, AccountState state, CancellationToken cancel)
    {
        var now = await state.OfAsync(signed.AgentId, cancel);
        if (now.SecondStep) return Answers.SeeOther("/account");
        // Whoever opens the page again, while their app knows the picture already, sees the same one.
        if (turnOn.Secret(signed.AgentId, OfferCookie.Of(http)) is not { } secret)
        {
            var offer = turnOn.Offer(signed.AgentId);
            OfferCookie.Keep(http, offer.Offer);
            secret = offer.Secret;
        }
        return await StaffPages.AccountAsync(http, signed, now, new(Secret: secret), StatusCodes.Status200OK);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext http, Signed signed, TurnOnSecondStep turnOn, AccountState state, Throttle throttle,
        [FromForm] string? password, [FromForm] string? code, CancellationToken cancel)
    {
        var offer = OfferCookie.Of(http);
        if (!throttle.Admits(http)) return await ShowAsync(http, signed, state, TooMany with { Secret = turnOn.Secret(signed.AgentId, offer) }, cancel);
        var answer = await turnOn.ConfirmAsync(signed.AgentId, offer, password, code, cancel);
        if (answer.Account is not { } account) return await ShowAsync(http, signed, state, new(In("totp", answer.Refusal), turnOn.Secret(signed.AgentId, offer)), cancel);
        OfferCookie.Forget(http);
        await Session.BeginAsync(http, account);
        return await ShowAsync(http, signed, state, new(RecoveryCodes: answer.RecoveryCodes), cancel);
    }

    private static async Task<IResult> TurnOffAsync(HttpContext http, Signed signed, TurnOnSecondStep turnOn, AccountState state, Throttle throttle,
        [FromForm] string? password, CancellationToken cancel)
    {
        if (!throttle.Admits(http)) return await ShowAsync(http, signed, state, TooMany, cancel);
        var answer = await turnOn.TurnOffAsync(signed.AgentId, password, cancel);
        if (answer.Account is not { } account) return await ShowAsync(http, signed, state, new(In("totp", answer.Refusal)), cancel);
        await Session.BeginAsync(http, account);
        return Done(http, Said.TotpOff);
    }

    private static async Task<IResult> NewCodesAsync(HttpContext http, Signed signed, TurnOnSecondStep turnOn, AccountState state, Throttle throttle,
        [FromForm] string? password, CancellationToken cancel)
    {
        if (!throttle.Admits(http)) return await ShowAsync(http, signed, state, TooMany, cancel);
        var answer = await turnOn.NewRecoveryCodesAsync(signed.AgentId, password, cancel);
        return await ShowAsync(http, signed, state, new(In("codes", answer.Refusal), RecoveryCodes: answer.RecoveryCodes), cancel);
    }

    private static async Task<IResult> CreateTokenAsync(HttpContext http, Signed signed, CreateApiToken create, AccountState state, Throttle throttle,
        [FromForm] string? tokenName, [FromForm] string[]? scope, [FromForm] string? password, CancellationToken cancel)
    {
        var typed = new TokenTyped(tokenName, [.. scope?.OfType<string>() ?? []]);
        if (!throttle.Admits(http)) return await ShowAsync(http, signed, state, TooMany with { Typed = typed }, cancel);
        var made = await create.WithPasswordAsync(signed.AgentId, password, typed.Name, typed.Scopes, null, TokenMaker.Of(http.User, signed), cancel);
        var refusal = made.Refusal is { About: "name" } name ? name with { About = "tokenName" } : In("tokens", made.Refusal);
        return await ShowAsync(http, signed, state, new(refusal, NewToken: made.Token, Typed: refusal is null ? null : typed), cancel);
    }

    private static async Task<IResult> RevokeAsync(HttpContext http, Signed signed, long id, TokenList tokens, CancellationToken cancel) =>
        await tokens.RevokeAsync(signed.AgentId, id, cancel) ? Done(http, Said.TokenRevoked) : StaffPages.Error(StatusCodes.Status404NotFound);

    private static SeeOther Done(HttpContext http, Said said)
    {
        JustSaid.Say(http, said);
        return Answers.SeeOther(Addresses.Account);
    }

    /// <summary>Several forms on the page have a field of the same name: this one's, as the page knows it.</summary>
    private static Refusal? In(string form, Refusal? refusal) => refusal is { About: "password" } ? refusal with { About = $"{form}-password" } : refusal;

    private static AccountNews TooMany => new(new(SignInEndpoints.TooManyTries));
}

/// <summary>What the last form on the account page did.</summary>
/// <param name="Secret">Of a second step that waits for its first code.</param>
/// <param name="Typed">Of a token that was refused.</param>
internal sealed record AccountNews(Refusal? Refusal = null, string? Secret = null, IReadOnlyList<string>? RecoveryCodes = null, string? NewToken = null, TokenTyped? Typed = null);

internal sealed record TokenTyped(string? Name, IReadOnlyList<string> Scopes);

/// <summary>Carries the encrypted secret from the picture to the first code, so that neither page nor database holds it.</summary>
internal static class OfferCookie
{
    private const string Name = "lotse-offer";

    public static void Keep(HttpContext http, string offer) => http.Response.Cookies.Append(Name, offer, Options(http));

    public static string? Of(HttpContext http) => http.Request.Cookies[Name];

    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http));

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/account", IsEssential = true,
    };
}

using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Setup;
using Microsoft.AspNetCore.Mvc;

namespace Lotse.Setup;

/// <summary>The first page of an empty desk. It closes for good with the first agent.</summary>
public static class SetUpEndpoints
{
    public const string Address = "/set-up", WrongToken = "set-up-token-wrong", TooManyTries = "too-many-tries";

    public static IServiceCollection AddSetUp(this IServiceCollection services) => services.AddSingleton<SetUpToken>().AddScoped<SetUpDesk>();

    public static void MapSetUp(this IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup(Address).AllowAnonymous().ExcludeFromDescription();
        page.MapGet("", ShowAsync);
        page.MapPost("", PostAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, SetUpDesk desk, string? token = null, CancellationToken cancel = default) =>
        await desk.IsDoneAsync(cancel) ? SetUpPages.Closed(http) : SetUpPages.Form(http, new(token), null, StatusCodes.Status200OK);

    private static async Task<IResult> PostAsync(HttpContext http, SetUpDesk desk, SetUpToken secret, Throttle throttle, [FromForm] string? token,
        [FromForm] string? name, [FromForm] string? email, [FromForm] string? password, [FromForm] string? community, [FromForm] string? mailbox,
        CancellationToken cancel)
    {
        var typed = new SetUpTyped(token, name, email, community, mailbox);
        if (!throttle.Admits(http)) return SetUpPages.Form(http, typed, new(TooManyTries), StatusCodes.Status429TooManyRequests);
        if (await desk.IsDoneAsync(cancel)) return SetUpPages.Closed(http);
        if (!secret.Is(token)) return SetUpPages.Form(http, typed, new(WrongToken, "token"), StatusCodes.Status422UnprocessableEntity);
        var wanted = new SetUp(email, name, password ?? "", community, (mailbox ?? "").Split([',', ' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
            LanguageOf(http));
        return (await desk.RunAsync(wanted, cancel)).Refusal switch
        {
            null => Answers.SeeOther("/sign-in"),
            { Code: SetUp.Done } => SetUpPages.Closed(http),
            var refusal => SetUpPages.Form(http, typed, refusal, StatusCodes.Status422UnprocessableEntity),
        };
    }

    private static string LanguageOf(HttpContext http) =>
        http.Request.Headers.AcceptLanguage.ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : "de";
}

/// <summary>What was typed, to be shown again: all but the password.</summary>
internal sealed record SetUpTyped(string? Token = null, string? Name = null, string? Email = null, string? Community = null, string? Mailbox = null);

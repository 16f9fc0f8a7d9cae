using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Setup;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Mvc;

namespace Lotse.Setup;

/// <summary>The first page of an empty desk. It closes for good with the first agent.</summary>
public static class SetUpEndpoints
{
    public const string Address = Addresses.Setup, WrongToken = "set-up-token-wrong", TooManyTries = "too-many-tries";

    public static IServiceCollection AddSetUp(this IServiceCollection services) => services.AddSingleton<SetUpToken>().AddSingleton<SetUpMark>().AddScoped<SetUpDesk>();

    public static void MapSetUp(this IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup(Address).AllowAnonymous().ExcludeFromDescription();
        page.MapGet("", ShowAsync);
        page.MapPost("", PostAsync);
    }

    /// <summary>While nobody can sign in yet, the pages one comes to first lead to the one that says what to do.</summary>
    public static IApplicationBuilder UseSetUpFirst(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var mark = http.RequestServices.GetRequiredService<SetUpMark>();
        if (mark.IsDone || !HttpMethods.IsGet(http.Request.Method) || http.Request.Path.Value is not ("/" or Addresses.SignIn)) await next(http);
        else if (mark.IsDone = await http.RequestServices.GetRequiredService<SetUpDesk>().IsDoneAsync(http.RequestAborted)) await next(http);
        else await Answers.SeeOther(Address).ExecuteAsync(http);
    });

    private static async Task<IResult> ShowAsync(HttpContext http, SetUpDesk desk, string? token = null, CancellationToken cancel = default) =>
        await desk.IsDoneAsync(cancel) ? SetUpPages.Closed() : SetUpPages.Form(http, new(token), null, StatusCodes.Status200OK);

    private static async Task<IResult> PostAsync(HttpContext http, SetUpDesk desk, SetUpToken secret, Throttle throttle, [FromForm] string? token,
        [FromForm] string? name, [FromForm] string? email, [FromForm] string? password, [FromForm] string? community, [FromForm] string? mailbox,
        CancellationToken cancel)
    {
        var typed = new SetUpTyped(token, name, email, community, mailbox);
        if (!throttle.Admits(http)) return SetUpPages.Form(http, typed, new(TooManyTries), StatusCodes.Status429TooManyRequests);
        if (await desk.IsDoneAsync(cancel)) return SetUpPages.Closed();
        if (!secret.Is(token)) return SetUpPages.Form(http, typed, new(WrongToken, "token"), StatusCodes.Status422UnprocessableEntity);
        var wanted = new SetUp(email, name, password ?? "", community, (mailbox ?? "").Split([',', ' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
            http.RequestServices.GetRequiredService<Viewing>().Language);
        return (await desk.RunAsync(wanted, cancel)).Refusal switch
        {
            null => Answers.SeeOther("/sign-in"),
            { Code: SetUp.Done } => SetUpPages.Closed(),
            var refusal => SetUpPages.Form(http, typed, refusal, StatusCodes.Status422UnprocessableEntity),
        };
    }
}

/// <summary>What was typed, to be shown again: all but the password.</summary>
internal sealed record SetUpTyped(string? Token = null, string? Name = null, string? Email = null, string? Community = null, string? Mailbox = null);

/// <summary>Remembers that the desk has begun, which never ends: nobody asks the database twice.</summary>
internal sealed class SetUpMark
{
    private volatile bool _done;

    public bool IsDone { get => _done; set => _done = value; }
}

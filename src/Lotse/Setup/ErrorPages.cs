using System.Diagnostics;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Tickets.Pages;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Lotse.Setup;

/// <summary>What is answered when there is nothing to answer: a page for people, problem details for programs, and never a stack trace.</summary>
internal static class ErrorPages
{
    public static void UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = FailedAsync, SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePages(context => Answers.IsApi(context.HttpContext)
            ? Answers.Problem(context.HttpContext.Response.StatusCode, CodeOf(context.HttpContext.Response.StatusCode)).ExecuteAsync(context.HttpContext)
            : ShowAsync(context.HttpContext, context.HttpContext.Response.StatusCode, null));
    }

    /// <summary>A store that is full, locked or gone is 503: it comes back by itself, and mail servers and programs try again.</summary>
    private static async Task FailedAsync(HttpContext http)
    {
        var error = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        var trouble = error is null ? null : StoreHealth.CodeOf(error);
        var reference = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        if (error is not null and not OperationCanceledException) Log(http, error, trouble, reference);
        if (trouble is not null) http.RequestServices.GetRequiredService<StoreHealth>().Failed(error!);
        var status = error switch { BadHttpRequestException bad => bad.StatusCode, _ when trouble is not null => StatusCodes.Status503ServiceUnavailable, _ => StatusCodes.Status500InternalServerError };
        if (status == StatusCodes.Status503ServiceUnavailable) http.Response.Headers.RetryAfter = "5";
        if (Answers.IsApi(http)) await Answers.Problem(status, trouble ?? CodeOf(status)).ExecuteAsync(http);
        else await ShowAsync(http, status, status == StatusCodes.Status500InternalServerError ? reference : null);
    }

    private static void Log(HttpContext http, Exception error, string? trouble, string reference)
    {
        var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Lotse.Pages");
        if (trouble is not null) log.LogWarning("{Method} {Path} could not be answered: {Trouble}", http.Request.Method, http.Request.Path, trouble);
        else log.LogError(error, "{Method} {Path} failed, reference {Reference}", http.Request.Method, http.Request.Path, reference);
    }

    /// <summary>After a form that was not taken, the way leads back to it: its script has kept what was typed. Where there is no way back, because the ticket was
    /// moved away meanwhile, the words stand on the page.</summary>
    private static Task ShowAsync(HttpContext http, int status, string? reference)
    {
        var back = HttpMethods.IsPost(http.Request.Method) ? LocalAddress.CameFrom(http, "") : "";
        return Forms.Page<ErrorPage>(status,
            ("Status", status is >= 400 and < 500 and not 400 and not 403 and not 404 and not 413 ? 404 : status), ("Reference", reference), ("Back", back.Length > 0 ? back : null),
            ("Typed", Typed(http))).ExecuteAsync(http);
    }

    private static string? Typed(HttpContext http) => http.Features.Get<IFormFeature>() is { Form: { } form } && form["text"].ToString() is { Length: > 0 } text ? text : null;

    private static string CodeOf(int status) => status switch
    {
        400 => "not-understood",
        401 => "not-signed-in",
        403 => "not-allowed",
        404 => "not-found",
        405 => "method-not-allowed",
        413 => "too-large",
        503 => "not-now",
        _ => status < 500 ? "not-possible" : "failed",
    };
}

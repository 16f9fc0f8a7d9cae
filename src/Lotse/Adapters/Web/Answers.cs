using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Adapters.Web;

/// <summary>How requests are answered beyond the plain good case.</summary>
public static class Answers
{
    public static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    /// <summary>Problem details (RFC 9457).</summary>
    /// <param name="code">Stable; the end of the problem's type.</param>
    /// <param name="about">The field it concerns.</param>
    /// <param name="detail">In words, where the code leaves something open.</param>
    public static ProblemHttpResult Problem(int status, string code, string? about = null, string? detail = null) => TypedResults.Problem(
        detail: detail, type: $"urn:lotse:{code}", statusCode: status, title: code,
        extensions: about is null ? null : new Dictionary<string, object?>(StringComparer.Ordinal) { ["field"] = about });

    /// <summary>After a form has done its work: the browser gets the page anew, and going back does not post again (RFC 9110, 15.4.4).</summary>
    public static SeeOther SeeOther(string address) => new(address);

    public static Task NotSignedIn(HttpContext http) => Problem(StatusCodes.Status401Unauthorized, "not-signed-in").ExecuteAsync(http);

    /// <summary>Problem details for programs. For people only the status: the error page is drawn around it.</summary>
    public static Task NotAllowed(HttpContext http, int status = StatusCodes.Status403Forbidden, string code = "not-allowed") =>
        IsApi(http) ? Problem(status, code).ExecuteAsync(http) : TypedResults.StatusCode(status).ExecuteAsync(http);
}

/// <summary>303 to an address of this desk.</summary>
public sealed class SeeOther(string address) : IResult
{
    public string Address { get; } = address;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = Address;
        return Task.CompletedTask;
    }
}

/// <summary>Where to go next, as a request may wish it: only ever within this desk.</summary>
public static class LocalAddress
{
    /// <returns>The wish, or the other where the wish leads elsewhere or is none.</returns>
    public static string Or(string? wish, string other) => IsLocal(wish) ? wish! : other;

    /// <returns>The page of this desk that the form stood on, where the browser says so.</returns>
    public static string CameFrom(HttpContext http, string other) =>
        Uri.TryCreate(http.Request.Headers.Referer, UriKind.Absolute, out var page) && page.Authority == http.Request.Host.Value
            ? Or(page.PathAndQuery, other) : other;

    /// <summary>Browsers read a backslash as a slash, skip control characters, and take two slashes for another host.</summary>
    private static bool IsLocal(string? wish) =>
        wish is ['/', ..] && wish is not ['/', '/' or '\\', ..] && wish.Length <= 2000 && !wish.Any(c => char.IsControl(c) || c == '\\');
}

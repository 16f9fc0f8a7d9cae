namespace Lotse.Ui.Language;

/// <summary>The language somebody chose on a page before sign-in: by ?language=de or en, kept in a cookie that says nothing else.</summary>
public static class ChosenLanguage
{
    private const string Field = "language", Cookie = "lotse-language";

    /// <returns>de or en; null where nothing was chosen.</returns>
    public static string? Of(HttpContext? http) => http is null ? null : Known(http.Request.Query[Field]) ?? Known(http.Request.Cookies[Cookie]);

    /// <summary>On pages before sign-in: keeps the choice for the next one.</summary>
    public static TBuilder KeepsLanguage<TBuilder>(this TBuilder pages) where TBuilder : IEndpointConventionBuilder =>
        pages.AddEndpointFilter(async (call, next) =>
        {
            Keep(call.HttpContext);
            return await next(call);
        });

    internal static string QueryWithout(HttpContext? http)
    {
        if (http is null || !HttpMethods.IsGet(http.Request.Method)) return "?";
        var others = http.Request.Query.Where(q => q.Key is not (Field or "out"))
            .SelectMany(q => q.Value, (q, value) => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(value ?? "")}&");
        return "?" + string.Concat(others);
    }

    private static void Keep(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || Known(http.Request.Query[Field]) is not { } chosen) return;
        http.Response.Cookies.Append(Cookie, chosen, new CookieOptions
        {
            HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), IsEssential = true,
        });
    }

    private static string? Known(string? language) => language is "de" or "en" ? language : null;
}

using Lotse.Adapters.Live;
using Lotse.Adapters.Web;
using Lotse.Domain.Staff;
using Lotse.Ui;

namespace Lotse.Tickets.Pages;

/// <summary>How the person who asks wants pages: language, look and zone from the account, else what the browser says.</summary>
public static class Looking
{
    private const string Cookie = "lotse-language";

    /// <summary>After authentication. Before sign-in a language can be chosen by ?language=, and is kept in a cookie, which also counts for an account
    /// that has chosen none.</summary>
    public static IApplicationBuilder UseLooking(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        // What is the same for everybody follows nobody's wishes, and sets no cookie.
        if (!Answers.IsApi(http) && !PublicPage.Is(http)) Apply(http);
        return next(http);
    });

    /// <summary>Whoever says that the browser is to decide means the browser, and not what was once chosen at the door.</summary>
    public static void ForgetLanguage(HttpContext http) => http.Response.Cookies.Delete(Cookie);

    private static void Apply(HttpContext http)
    {
        var viewing = http.RequestServices.GetRequiredService<Viewing>();
        viewing.NewsAfter = http.RequestServices.GetRequiredService<JournalTail>().Position is > 0 and var end ? end : null;
        viewing.IsAnswer = HttpMethods.IsPost(http.Request.Method);
        if (Signed.Of(http) is { } signed)
        {
            var chosen = signed.Preferences;
            viewing.Language = Known(chosen.Language) ?? Known(http.Request.Cookies[Cookie]) ?? viewing.Language;
            viewing.Theme = chosen.Theme switch { "light" => Theme.Light, "dark" => Theme.Dark, _ => Theme.System };
            viewing.Compact = chosen.Habits.Density == Density.Compact;
            viewing.Zone = TimeZoneInfo.TryFindSystemTimeZoneById(chosen.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
            return;
        }
        var asked = Known(http.Request.Query["language"]);
        if (asked is not null) http.Response.Cookies.Append(Cookie, asked, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
        viewing.Language = asked ?? Known(http.Request.Cookies[Cookie]) ?? viewing.Language;
    }

    private static string? Known(string? language) => language is "de" or "en" ? language : null;
}

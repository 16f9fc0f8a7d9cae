using Lotse.Ui.Layout;

namespace Lotse.Tickets.Pages;

/// <summary>What a form has done, told by the page that follows the redirect and by no other.</summary>
public static class JustSaid
{
    private const string Cookie = "lotse-said";

    public static void Say(HttpContext http, Said said) => http.Response.Cookies.Append(Cookie, said.ToString(), new CookieOptions
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(1), IsEssential = true,
    });

    /// <summary>Null for a page that is only fetched ahead, which may never be seen, and for the parts of one that is open already.</summary>
    public static Said? Take(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { } word || Forms.IsAhead(http) || http.Request.Path == Addresses.LiveParts) return null;
        http.Response.Cookies.Delete(Cookie);
        return Enum.TryParse<Said>(word, out var said) && Enum.IsDefined(said) ? said : null;
    }
}

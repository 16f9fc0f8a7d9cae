using Lotse.Adapters.Web;
using Lotse.Ui;
using Microsoft.AspNetCore.Components;

namespace Lotse.Knowledge.Articles.Help;

/// <summary>A help page on its way out: the same for everybody, without a cookie, to be kept for a moment.</summary>
internal sealed class HelpResult<TPage>(string language, int status, string cache, params (string Name, object? Value)[] parameters) : IResult where TPage : IComponent
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HelpResult.Prepare(httpContext, language);
        await KeptPage.SendAsync(httpContext, status, "text/html; charset=utf-8", await new Drawn<TPage>(status, parameters).BytesAsync(httpContext.RequestServices), cache);
    }
}

internal static class HelpResult
{
    /// <summary>Short: what is withdrawn is gone a minute later, wherever it was kept.</summary>
    public const string ForAll = "public, max-age=60";

    /// <summary>What somebody typed stands in it.</summary>
    public const string ForOne = "no-store";

    /// <summary>Nothing from anyone else, and of ours one style sheet and one small script.</summary>
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Prepare(HttpContext http, string language)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.ContentLanguage = language;
        http.RequestServices.GetRequiredService<Viewing>().Language = language == "de" ? "de" : "en";
    }

    public static HelpResult<TPage> Page<TPage>(HelpNow site, string language, HelpHead head, string cache, params (string Name, object? Value)[] more) where TPage : IComponent =>
        new(language, StatusCodes.Status200OK, cache, [("Site", site), ("Language", language), ("Head", head), .. more]);

    /// <param name="site">Null where there is none.</param>
    public static IResult NotThere(HelpNow? site, string? language) => Note(site, language, StatusCodes.Status404NotFound);

    public static IResult TooMany(HelpNow? site, string? language) => Note(site, language, StatusCodes.Status429TooManyRequests);

    private static HelpResult<HelpNote> Note(HelpNow? site, string? language, int status) =>
        new(language ?? "de", status, ForOne, ("Site", site), ("Language", language is { } known && site?.Languages.Contains(known) == true ? known : null), ("Status", status));
}

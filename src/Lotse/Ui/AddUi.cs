using Lotse.Ui.Language;
using Microsoft.AspNetCore.Antiforgery;

namespace Lotse.Ui;

public static class UiSetup
{
    /// <summary>What pages need: components, and a <see cref="Viewing"/> per request that follows the browser until the endpoint says otherwise.</summary>
    public static IServiceCollection AddUi(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddScoped(FromRequest);
        return services;
    }

    public static void MapUi(this IEndpointRouteBuilder routes) => routes.MapAssets();

    /// <summary>The headers of every page: nothing from anyone else, no inline script or style, no frames around us.</summary>
    public const string PageContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static Viewing FromRequest(IServiceProvider services)
    {
        var http = services.GetRequiredService<IHttpContextAccessor>().HttpContext;
        return new Viewing
        {
            Language = ChosenLanguage.Of(http) ?? Viewing.LanguageOf(http?.Request.Headers.AcceptLanguage),
            SameQuery = ChosenLanguage.QueryWithout(http),
            Now = services.GetRequiredService<TimeProvider>().GetUtcNow(),
            Development = services.GetService<IHostEnvironment>()?.IsDevelopment() ?? false,
            FormToken = () => TokenOf(services, http),
        };
    }

    private static (string, string) TokenOf(IServiceProvider services, HttpContext? http)
    {
        if (http is null || services.GetService<IAntiforgery>() is not { } antiforgery) return ("__RequestVerificationToken", "");
        var tokens = antiforgery.GetAndStoreTokens(http);
        return (tokens.FormFieldName, tokens.RequestToken ?? "");
    }
}

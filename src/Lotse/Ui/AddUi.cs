using Microsoft.AspNetCore.Antiforgery;

namespace Lotse.Ui;

public static class UiSetup
{
    /// <summary>What pages need: components, and a <see cref="Viewing"/> per request that follows the browser until the endpoint says otherwise.</summary>
    public static IServiceCollection AddUi(this IServiceCollection services)
    {
        services.AddAntiforgery();
        services.AddHttpContextAccessor();
        services.AddScoped(FromRequest);
        return services;
    }

    public static void MapUi(this IEndpointRouteBuilder routes) => routes.MapAssets();

    private static Viewing FromRequest(IServiceProvider services)
    {
        var http = services.GetRequiredService<IHttpContextAccessor>().HttpContext;
        return new Viewing
        {
            Language = Viewing.LanguageOf(http?.Request.Headers.AcceptLanguage),
            SameQuery = QueryWithoutLanguage(http),
            Now = services.GetRequiredService<TimeProvider>().GetUtcNow(),
            Development = services.GetService<IHostEnvironment>()?.IsDevelopment() ?? false,
            FormToken = () => TokenOf(services, http),
        };
    }

    private static string QueryWithoutLanguage(HttpContext? http)
    {
        if (http is null || !HttpMethods.IsGet(http.Request.Method)) return "?";
        return "?" + string.Concat(http.Request.Query.Where(q => q.Key is not ("language" or "out"))
            .SelectMany(q => q.Value, (q, value) => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(value ?? "")}&"));
    }

    private static (string, string) TokenOf(IServiceProvider services, HttpContext? http)
    {
        if (http is null || services.GetService<IAntiforgery>() is not { } antiforgery) return ("__RequestVerificationToken", "");
        var tokens = antiforgery.GetAndStoreTokens(http);
        return (tokens.FormFieldName, tokens.RequestToken ?? "");
    }
}

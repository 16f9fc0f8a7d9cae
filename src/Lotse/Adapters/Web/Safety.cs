using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.HttpOverrides;

namespace Lotse.Adapters.Web;

/// <summary>What holds for every page, whatever feature it belongs to. An endpoint that sets one of these headers itself keeps its own.</summary>
public static class Safety
{
    /// <summary>Nothing from anyone else, no script or style written into the page, nobody frames us.</summary>
    public const string PagePolicy =
        "default-src 'self'; img-src 'self' data:; frame-src 'self'; style-src 'self'; script-src 'self'; object-src 'none'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSafetyHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.TryAdd("Content-Security-Policy", PagePolicy);
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            if (http.User.Identity is { IsAuthenticated: true }) headers.TryAdd("Cache-Control", "no-store");
            return Task.CompletedTask;
        });
        return next(http);
    });

    /// <summary>Every form must carry the field that only our pages hold, whether or not its endpoint reads the form: 400 otherwise.
    /// Programs with a token have no cookie to be misused; with a cookie, a change must come from our own pages. Pages for everybody have neither, and ask the browser only.</summary>
    public static IApplicationBuilder UseFormGuard(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (!IsChange(http.Request.Method) || http.GetEndpoint() is null || await IsOursAsync(http)) await next(http);
        else await Answers.NotAllowed(http, StatusCodes.Status400BadRequest, "form-token-missing");
    });

    /// <summary>Believes X-Forwarded-For and X-Forwarded-Proto from these proxies and from nobody else.</summary>
    /// <param name="proxies">Addresses or networks such as 10.0.0.0/8; empty: such headers are ignored.</param>
    /// <exception cref="FormatException">One of them is neither; the message is fit to be shown.</exception>
    public static IApplicationBuilder UseListedProxies(this IApplicationBuilder app, IReadOnlyList<string> proxies)
    {
        if (proxies.Count == 0) return app;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address)) options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(proxy, out var network)) options.KnownIPNetworks.Add(network);
            else throw new FormatException($"'{proxy}' is neither an address nor a network of a proxy.");
        }
        return app.UseForwardedHeaders(options);
    }

    private static async Task<bool> IsOursAsync(HttpContext http)
    {
        if (PublicPage.Is(http)) return !ComesFromElsewhere(http.Request);
        if (Answers.IsApi(http)) return Signed.Of(http) is { Scopes: not null } || !ComesFromElsewhere(http.Request);
        if (http.Features.Get<IAntiforgeryValidationFeature>() is { } validated) return validated.IsValid;
        return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
    }

    /// <summary>Browsers say where a request comes from (Fetch Metadata; Origin before that); other programs say nothing.</summary>
    private static bool ComesFromElsewhere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site) return site != "same-origin" && site != "none";
        return request.Headers.Origin is { Count: > 0 } origin && origin != $"{request.Scheme}://{request.Host}";
    }

    private static bool IsChange(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method) && !HttpMethods.IsTrace(method);
}

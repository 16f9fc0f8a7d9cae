namespace Lotse.Setup;

/// <summary>Has the runtime meet what a first visitor needs while the database is still being opened: addresses, the drawing of a page. It decides nothing
/// and shows nothing to anybody; where it fails, the first page is only a little slower.</summary>
internal static class WarmUp
{
    private static int s_begun;

    /// <summary>Once in a process.</summary>
    public static void Begin(WebApplication app)
    {
        if (Interlocked.Exchange(ref s_begun, 1) == 0) _ = Task.Run(() => DrawAsync(app));
    }

    private static async Task DrawAsync(WebApplication app)
    {
        try
        {
            var pages = app.Services.GetRequiredService<EndpointDataSource>().Endpoints;
            var page = pages.OfType<RouteEndpoint>().First(each => each.RoutePattern.RawText == "/sign-in");
            await using var scope = app.Services.CreateAsyncScope();
            var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
            (http.Request.Method, http.Request.Scheme, http.Request.Host, http.Request.Path) = ("GET", "http", new HostString("localhost"), "/sign-in");
            http.Response.Body = Stream.Null;
            http.SetEndpoint(page);
            await page.RequestDelegate!(http);
        }
        catch (Exception)
        {
            // A real visitor will be told what is the matter; nobody has asked yet.
        }
    }
}

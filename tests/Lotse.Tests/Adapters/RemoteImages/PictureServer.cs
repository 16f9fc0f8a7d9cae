using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lotse.Tests.Adapters.RemoteImages;

/// <summary>A web server somewhere else, with pictures and with what pretends to be one. Listens on every loopback address.</summary>
internal sealed class PictureServer : IAsyncDisposable
{
    /// <summary>One grey dot.</summary>
    public static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    private readonly WebApplication _app;

    private PictureServer(WebApplication app) => _app = app;

    public int Port { get; private set; }

    /// <summary>The head of each request that came.</summary>
    public ConcurrentQueue<(string Path, IReadOnlyDictionary<string, string> Headers)> Asked { get; } = [];

    public TaskCompletionSource SlowIsWaiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string At(string path, string host = "127.0.0.1") => $"http://{host}:{Port}{path}";

    public static async Task<PictureServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, 0));
        var server = new PictureServer(builder.Build());
        server.Map();
        await server._app.StartAsync();
        server.Port = new Uri(server._app.Urls.First().Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)).Port;
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void Map()
    {
        _app.Use((http, next) =>
        {
            Asked.Enqueue((http.Request.Path + http.Request.QueryString, http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            return next(http);
        });
        _app.MapGet("/dot.png", (HttpContext http) =>
        {
            http.Response.Cookies.Append("seen", "1");
            return Results.Bytes(Png, "text/html");
        });
        _app.MapGet("/drawing.svg", () => Results.Text("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", "image/png"));
        _app.MapGet("/packed.png", (HttpContext http) =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            return Results.Bytes([0x1f, 0x8b, 8, 0], "image/png");
        });
        _app.MapGet("/huge.png", (long bytes, bool? said, HttpContext http) => HugeAsync(bytes, said ?? false, http));
        _app.MapGet("/hops/{left:int}", (int left) => Results.Redirect(left == 0 ? "/dot.png" : $"/hops/{left - 1}"));
        _app.MapGet("/elsewhere", (string to) => Results.Redirect(to));
        _app.MapGet("/slow.png", async (HttpContext http) =>
        {
            await http.Response.Body.WriteAsync(Png.AsMemory(0, 20), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            SlowIsWaiting.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
    }

    private static async Task HugeAsync(long bytes, bool said, HttpContext http)
    {
        if (said) http.Response.ContentLength = bytes;
        var block = new byte[64 * 1024];
        Png.CopyTo(block, 0);
        for (; bytes > 0 && !http.RequestAborted.IsCancellationRequested; bytes -= block.Length)
        {
            await http.Response.Body.WriteAsync(block.AsMemory(0, (int)Math.Min(bytes, block.Length)), http.RequestAborted).ConfigureAwait(false);
        }
    }
}

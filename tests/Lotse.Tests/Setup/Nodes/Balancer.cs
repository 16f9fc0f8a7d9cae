using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lotse.Tests.Setup.Nodes;

/// <summary>A balancer at its worst: each request goes to the next desk, whoever sends it. One that does not answer is passed over, as balancers do that look at health.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IReadOnlyList<Uri> _desks;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(60) };
    private int _turn;

    private Balancer(WebApplication app, IReadOnlyList<Uri> desks) => (_app, _desks) = (app, desks);

    public Uri Url => new(_app.Urls.Single());

    public static async Task<Balancer> StartAsync(params IReadOnlyList<Uri> desks)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var balancer = new Balancer(app, desks);
        app.Run(balancer.ForwardAsync);
        await app.StartAsync();
        return balancer;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        for (var tries = 1; ; tries++)
        {
            try
            {
                await AskAsync(http, _desks[Interlocked.Increment(ref _turn) % _desks.Count], body.ToArray());
                return;
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError && tries < _desks.Count)
            {
                // Nobody has heard of the request: the next one may.
            }
        }
    }

    private async Task AskAsync(HttpContext http, Uri desk, byte[] body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(desk, http.Request.Path + http.Request.QueryString));
        if (body.Length > 0) request.Content = new ByteArrayContent(body);
        foreach (var (name, values) in http.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray())) request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (name is not ("Transfer-Encoding" or "Connection")) http.Response.Headers[name] = values.ToArray();
        }
        await using var bytes = await answer.Content.ReadAsStreamAsync(http.RequestAborted);
        var some = new byte[16 * 1024];
        while (await bytes.ReadAsync(some, http.RequestAborted) is > 0 and var count)
        {
            await http.Response.Body.WriteAsync(some.AsMemory(0, count), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted); // Live updates are not held back.
        }
    }
}

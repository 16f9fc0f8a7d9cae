using System.Net;
using Lotse.Adapters.Outside;

namespace Lotse.Adapters.RemoteImages;

/// <summary>Asks for pictures at public addresses only.</summary>
internal sealed class CheckedConnections : IDisposable
{
    /// <summary>Ports that web servers have. Others belong to something that is no picture.</summary>
    private static readonly int[] Ports = [80, 443, 8080, 8443];

    private readonly HttpMessageInvoker _client;

    public CheckedConnections(RemoteImageOptions options)
    {
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = (context, cancel) => ConnectPublicly.RunAsync(context.DnsEndPoint, options.AllowedNetworks, port => Ports.Contains(port), cancel),
            UseProxy = false, // A proxy would look the name up once more, and elsewhere.
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None, // Pictures are packed already; a packed one is a trap.
            ActivityHeadersPropagator = null, // The traces of this desk are nobody else's business.
            MaxResponseHeadersLength = 32,
            MaxConnectionsPerServer = 8,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(100),
        });
    }

    /// <summary>The answer with its head; its content is still to come.</summary>
    /// <exception cref="HttpRequestException">Nobody answers, or <see cref="ConnectionRefused"/> stands inside.</exception>
    public async Task<HttpResponseMessage> AskAsync(Uri address, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (compatible)");
        request.Headers.TryAddWithoutValidation("Accept", "image/avif,image/webp,image/png,image/*;q=0.8");
        return await _client.SendAsync(request, cancel);
    }

    public void Dispose() => _client.Dispose();
}

using System.Net;
using System.Net.Sockets;
using Lotse.Domain.Intake.Mail.Images;

namespace Lotse.Adapters.RemoteImages;

/// <summary>Connects to public addresses only. The name is looked up here and the connection goes to what was looked up, so that a name cannot point
/// to one address while it is checked and to another while it is used.</summary>
internal sealed class CheckedConnections : IDisposable
{
    /// <summary>Ports that web servers have. Others belong to something that is no picture.</summary>
    private static readonly int[] Ports = [80, 443, 8080, 8443];

    private readonly RemoteImageOptions _options;
    private readonly HttpMessageInvoker _client;

    public CheckedConnections(RemoteImageOptions options)
    {
        _options = options;
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, cancel),
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

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint to, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(to.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(to.Host, cancel);
        // One address of the house among public ones is somebody's attempt: all of them have to be good.
        foreach (var address in addresses) Check(address, to.Port);
        if (addresses.Length == 0) throw new ConnectionRefused(ImageRefusal.Unreachable);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Check(IPAddress address, int port)
    {
        if (_options.AllowedNetworks.Any(network => network.Contains(address))) return;
        if (!PublicAddress.Is(address.GetAddressBytes())) throw new ConnectionRefused(ImageRefusal.PrivateAddress);
        if (!Ports.Contains(port)) throw new ConnectionRefused(ImageRefusal.AddressNotAllowed);
    }
}

/// <summary>The connection was not even tried. An exception because the HTTP client's callback knows no other way out.</summary>
internal sealed class ConnectionRefused(ImageRefusal why) : IOException("The address is not one to fetch pictures from.")
{
    public ImageRefusal Why => why;
}

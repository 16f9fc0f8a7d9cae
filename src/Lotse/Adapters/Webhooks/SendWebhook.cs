using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Lotse.Adapters.Outside;

namespace Lotse.Adapters.Webhooks;

/// <summary>How far the desk goes to tell a webhook.</summary>
public sealed record WebhookOptions
{
    /// <summary>Networks that are not public and may be told all the same: for programs of the house itself.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>For one try, the answer's head included.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    /// <param name="networks">Such as "10.1.2.0/24 fd00::/8", with blanks or commas between; null or empty for none.</param>
    /// <exception cref="FormatException">One of them is no network; the message is fit to be shown.</exception>
    public static WebhookOptions Parse(string? networks) => new()
    {
        AllowedNetworks = [.. (networks ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(text => IPNetwork.TryParse(text, out var network) ? network : throw new FormatException($"'{text}' is not a network such as 10.1.2.0/24."))],
    };
}

/// <summary>What came of one try.</summary>
/// <param name="Status">The HTTP status; null where nobody answered.</param>
/// <param name="Trouble">A code where nobody answered: private-address, port-not-allowed, unreachable, too-slow.</param>
public sealed record WebhookAnswer(int? Status, int Milliseconds, string? Trouble)
{
    public bool Heard => Status is >= 200 and < 300;

    /// <summary>The other side says that nobody is there any more (RFC 9110, 15.5.11).</summary>
    public bool Gone => Status == (int)HttpStatusCode.Gone;
}

/// <summary>Posts what happened to an address that an admin or a lead has named: signed, within a time, to public addresses only, and wherever a redirect points to is not followed.</summary>
public sealed class SendWebhook : IDisposable
{
    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpMessageInvoker _client;

    public SendWebhook(WebhookOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = (context, cancel) => ConnectPublicly.RunAsync(context.DnsEndPoint, options.AllowedNetworks, MayPort, cancel),
            UseProxy = false, // A proxy would look the name up once more, and elsewhere.
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 32,
            MaxConnectionsPerServer = 8,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(100),
        });
    }

    /// <summary>What may be told at all: http and https, with a host, and without a name and password of somebody.</summary>
    public static Uri? AddressOf(string? address) =>
        address is { Length: > 0 and <= 2000 } && Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0 && uri.Host.Length > 0 ? uri : null;

    /// <summary>The signature: HMAC-SHA256 over "time.body", so that what was caught on the way cannot be sent again much later.</summary>
    /// <param name="at">Unix seconds.</param>
    public static string Signature(string secret, long at, string body)
    {
        var time = at.ToString(CultureInfo.InvariantCulture);
        return $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}")))}";
    }

    /// <param name="delivery">The same for every try of one telling, so that the other side can leave out what it has heard.</param>
    public async Task<WebhookAnswer> RunAsync(Uri address, string secret, string delivery, string what, string body, CancellationToken cancel)
    {
        var begun = _clock.GetTimestamp();
        int Took() => (int)_clock.GetElapsedTime(begun).TotalMilliseconds;
        using var time = new CancellationTokenSource(_options.Time, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, time.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("User-Agent", "Lotse");
            request.Headers.TryAddWithoutValidation("X-Lotse-Event", what);
            request.Headers.TryAddWithoutValidation("X-Lotse-Delivery", delivery);
            request.Headers.TryAddWithoutValidation("X-Lotse-Signature", Signature(secret, _clock.GetUtcNow().ToUnixTimeSeconds(), body));
            using var answer = await _client.SendAsync(request, both.Token);
            return new WebhookAnswer((int)answer.StatusCode, Took(), null);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new WebhookAnswer(null, Took(), "too-slow");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new WebhookAnswer(null, Took(), ConnectionRefused.In(e) switch { NoConnection.PrivateAddress => "private-address", NoConnection.PortNotAllowed => "port-not-allowed", _ => "unreachable" });
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Web servers' ports, and those that belong to nobody; not those of mail servers and the like.</summary>
    private static bool MayPort(int port) => port is 80 or 443 or > 1023;
}

using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Lotse.Adapters.Web;

/// <summary>Counts the tries that come from one network address, for forms where somebody might guess.</summary>
public sealed class Throttle : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _limiter;

    /// <param name="perMinute">Tries allowed in a window of one minute.</param>
    public Throttle(int perMinute) => _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetSlidingWindowLimiter(address, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 4, QueueLimit = 0,
        }));

    /// <returns>False where it is enough for now.</returns>
    public bool Admits(HttpContext http)
    {
        using var lease = _limiter.AttemptAcquire(NetworkOf(http.Connection.RemoteIpAddress ?? IPAddress.None));
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    /// <summary>Whoever has one IPv6 address usually has 2^64 of them: they count as one.</summary>
    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}

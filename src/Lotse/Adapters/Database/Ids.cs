using System.Security.Cryptography;

namespace Lotse.Adapters.Database;

/// <summary>64-bit keys in order of time: 41 bits of milliseconds since 2024, 10 bits of process, 12 bits of count.
/// The one place that makes ids.</summary>
public sealed class Ids(TimeProvider clock)
{
    private static readonly long Start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly long _process = RandomNumberGenerator.GetInt32(1024);
    private readonly Lock _lock = new();
    private long _last;
    private long _count;

    public long Next()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds() - Start;
            if (now > _last) (_last, _count) = (now, 0);
            else if (++_count == 4096) (_last, _count) = (_last + 1, 0); // Runs ahead of the clock rather than wait, and stays in order.
            return (_last << 22) | (_process << 12) | _count;
        }
    }

    /// <summary>The time that stands in a key.</summary>
    public static DateTimeOffset TimeOf(long id) => DateTimeOffset.FromUnixTimeMilliseconds((id >> 22) + Start);

    /// <summary>Every key of an earlier time is smaller, every one of this time or later is not.</summary>
    public static long First(DateTimeOffset at) => Math.Max(0, at.ToUnixTimeMilliseconds() - Start) << 22;

    /// <summary>A secret that nobody guesses: the given number of random bytes as lower-case hexadecimal.</summary>
    public static string Secret(int bytes = 32) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>How a secret is kept: SHA-256, lower-case hexadecimal. Enough for what is random; never for what a person thought up.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)));
}

using System.Globalization;

namespace Lotse.Adapters.Files.Buckets;

/// <summary>Where an S3-compatible store is, and how one signs in. What it says of itself holds no secret.</summary>
public sealed class BucketAddress
{
    public const string Scheme = "s3://";

    private BucketAddress(Uri server, string bucket, string prefix, string key, string secret, string region, long cacheBytes) =>
        (Server, Bucket, Prefix, Key, Secret, Region, CacheBytes) = (server, bucket, prefix, key, secret, region, cacheBytes);

    /// <summary>http or https, host and port.</summary>
    public Uri Server { get; }
    public string Bucket { get; }

    /// <summary>Stands before all names; empty, or ends in a slash.</summary>
    public string Prefix { get; }
    public string Key { get; }
    public string Secret { get; }
    public string Region { get; }

    /// <summary>How much of it is kept at hand on this machine.</summary>
    public long CacheBytes { get; }

    /// <param name="text">s3://KEY[:SECRET]@HOST[:PORT]/BUCKET[/PREFIX][?tls=off&amp;region=NAME&amp;cache=MEGABYTES].</param>
    /// <param name="secret">Where the address holds none.</param>
    /// <exception cref="ArgumentException">It cannot be understood; the message holds no secret.</exception>
    public static BucketAddress Parse(string text, Func<string?> secret)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0) throw Wrong("cannot be read; letters such as / and + in key and secret are written as %2F and %2B");
        var user = uri.UserInfo.Split(':', 2);
        var path = Uri.UnescapeDataString(uri.AbsolutePath).Trim('/').Split('/', 2);
        if (user[0].Length == 0 || path[0].Length == 0) throw Wrong("names no key, or no bucket");
        var (tls, region, cache) = (true, "us-east-1", 2048L);
        foreach (var one in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (one.Split('=', 2))
            {
                case ["tls", "on"]: tls = true; break;
                case ["tls", "off"]: tls = false; break;
                case ["region", { Length: > 0 } name]: region = Uri.UnescapeDataString(name); break;
                case ["cache", var size] when long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out cache) && cache is >= 1 and <= 1_000_000: break;
                default: throw Wrong("takes tls=on or off, region=NAME and cache=MEGABYTES (1 to 1000000) after the question mark, and nothing else");
            }
        }
        var own = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : secret();
        if (string.IsNullOrEmpty(own)) throw Wrong("has no secret; give it in LOTSE_FILES_SECRET, or name a file that holds it in LOTSE_FILES_SECRET_FILE");
        var server = new UriBuilder(tls ? "https" : "http", uri.Host, uri.Port > 0 ? uri.Port : tls ? 443 : 80).Uri;
        return new(server, path[0], path.Length > 1 ? path[1].TrimEnd('/') + "/" : "", Uri.UnescapeDataString(user[0]), own, region, cache * 1024 * 1024);
    }

    public override string ToString() => $"{Scheme}{Server.Authority}/{Bucket}/{Prefix}";

    private static ArgumentException Wrong(string what) => new($"The address of the files {what}. It looks like s3://KEY:SECRET@HOST:PORT/BUCKET.");
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lotse.Adapters.Files.Buckets;

/// <summary>Signs requests as S3 asks for it: AWS Signature Version 4,
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html.</summary>
internal static class SignRequest
{
    public const string Nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <param name="sha256">Of the body; the server compares it with what arrives.</param>
    public static void Sign(HttpRequestMessage request, BucketAddress address, string sha256, DateTimeOffset now)
    {
        var uri = request.RequestUri!;
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/{address.Region}/s3/aws4_request";
        const string Signed = "host;x-amz-content-sha256;x-amz-date";
        var canonical = $"{request.Method.Method}\n{uri.AbsolutePath}\n{Sorted(uri.Query)}\nhost:{uri.Authority}\nx-amz-content-sha256:{sha256}\nx-amz-date:{time}\n\n{Signed}\n{sha256}";
        var words = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + address.Secret), (sofar, part) => HMACSHA256.HashData(sofar, Encoding.UTF8.GetBytes(part)));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(words)));
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", sha256);
        request.Headers.TryAddWithoutValidation("x-amz-date", time);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={address.Key}/{scope}, SignedHeaders={Signed}, Signature={signature}");
    }

    /// <summary>As it is in the address, by names in the order of their bytes.</summary>
    private static string Sorted(string query) => string.Join('&', query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
}

using System.Security.Cryptography;

namespace Lotse.Adapters.Web;

/// <summary>Answers that browsers and proxies keep for a moment and then ask about: 304 where nothing changed (RFC 9110, 13.1.2).</summary>
public static class KeptPage
{
    /// <param name="cache">Cache-Control.</param>
    public static async Task SendAsync(HttpContext http, int status, string type, ReadOnlyMemory<byte> body, string cache)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = cache;
        http.Response.ContentType = type;
        http.Response.StatusCode = status;
        if (status == StatusCodes.Status200OK)
        {
            // Weak: the same words in another packing are the same page.
            var tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(body.Span).AsSpan(0, 12))}\"";
            headers.ETag = tag;
            if (http.Request.Headers.IfNoneMatch.Any(sent => sent?.Split(',', StringSplitOptions.TrimEntries).Contains(tag) == true))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                http.Response.ContentType = null;
                return;
            }
        }
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.Body.WriteAsync(body, http.RequestAborted);
        else http.Response.ContentLength = body.Length;
    }
}

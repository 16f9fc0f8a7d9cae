using Microsoft.Net.Http.Headers;

namespace Lotse.Adapters.Web;

/// <summary>A file that some may see and others not. A browser keeps it but asks each time, so that nothing comes out of its memory for whoever sits there next, for somebody who may see it no more,
/// and after it was blacked out.</summary>
public static class GuardedFile
{
    /// <summary>To be asked once it is known that the caller may see the file, and before its bytes are looked for.</summary>
    /// <param name="sha256">Lower-case hexadecimal.</param>
    /// <returns>True where the browser has these bytes: 304 (RFC 9110, 13.1.2).</returns>
    public static bool IsKept(HttpContext http, string sha256)
    {
        var (headers, tag) = (http.Response.Headers, TagOf(sha256));
        headers.CacheControl = "private, no-cache";
        headers.ETag = tag.ToString();
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(sent => sent.Equals(EntityTagHeaderValue.Any) || sent.Compare(tag, useStrongComparison: false));
    }

    public static EntityTagHeaderValue TagOf(string sha256) => new($"\"{sha256}\"");
}

namespace Lotse.Adapters.Web;

/// <summary>What programs send, as it is.</summary>
public static class Bodies
{
    /// <returns>Null where it is longer than that.</returns>
    public static async Task<byte[]?> ReadAsync(HttpContext http, long longest, CancellationToken cancel)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int count; (count = await http.Request.Body.ReadAsync(buffer, cancel)) > 0;)
        {
            if (body.Length + count > longest) return null;
            body.Write(buffer, 0, count);
        }
        return body.ToArray();
    }
}

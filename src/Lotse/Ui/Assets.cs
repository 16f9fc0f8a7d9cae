using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Lotse.Ui;

/// <summary>Styles, scripts, icons and fonts, carried inside the program. Their addresses hold their hash, so browsers keep them for good.</summary>
public static class Assets
{
    private static readonly FrozenDictionary<string, Asset> ByName = ReadAll();

    public static IEnumerable<string> Names => ByName.Keys;

    /// <param name="name">As in dist/: app.css, app.js, editor.js, mail.css, icons.svg, or a font.</param>
    /// <exception cref="KeyNotFoundException">There is no such asset: a mistake in the page.</exception>
    public static string Url(string name) => $"/assets/{ByName[name].Hash}/{name}";

    /// <summary>Bytes on the wire with brotli.</summary>
    public static int SentLength(string name) => ByName[name].Sent.Length;

    /// <summary>The bytes as they were before packing.</summary>
    public static byte[] Plain(string name) => ByName[name].In("identity");

    public static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/assets/{hash}/{name}", Serve).ExcludeFromDescription().AllowAnonymous().ShortCircuit();

    private static Results<FileContentHttpResult, NotFound> Serve(string hash, string name, HttpContext http)
    {
        if (!ByName.TryGetValue(name, out var asset) || !string.Equals(asset.Hash, hash, StringComparison.Ordinal)) return TypedResults.NotFound();
        var encoding = asset.Packed ? Chosen(http.Request.Headers.AcceptEncoding) : "identity";
        var headers = http.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.XContentTypeOptions = "nosniff";
        // The mail frame has no origin of its own and may still take its style sheet from here.
        headers["Cross-Origin-Resource-Policy"] = "same-site";
        if (asset.Packed) headers.Vary = "Accept-Encoding";
        if (encoding != "identity") headers.ContentEncoding = encoding;
        return TypedResults.File(asset.In(encoding), asset.Type, entityTag: new EntityTagHeaderValue($"\"{asset.Hash}-{encoding}\""));
    }

    private static string Chosen(Microsoft.Extensions.Primitives.StringValues accepted)
    {
        var offered = StringWithQualityHeaderValue.TryParseList(accepted!, out var list) ? list : [];
        bool Takes(string coding) => offered.Any(o => o.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && o.Quality is null or > 0);
        return Takes("br") ? "br" : Takes("gzip") ? "gzip" : "identity";
    }

    private static FrozenDictionary<string, Asset> ReadAll()
    {
        var lines = JsonSerializer.Deserialize<Dictionary<string, ManifestLine>>(Resource("manifest.json"), JsonSerializerOptions.Web)!;
        return lines.ToFrozenDictionary(l => l.Key, l => new Asset(l.Value.Hash, l.Value.Type, l.Value.Packed, Resource(l.Key)), StringComparer.Ordinal);
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream($"Ui.dist.{name}")
            ?? throw new InvalidOperationException($"The asset {name} is not in the program.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed record ManifestLine(string Hash, string Type, bool Packed);

    private sealed record Asset(string Hash, string Type, bool Packed, byte[] Sent)
    {
        private readonly ConcurrentDictionary<string, byte[]> _others = new(StringComparer.Ordinal);

        /// <summary>Brotli as carried; gzip and plain for the few clients that want them, made once.</summary>
        public byte[] In(string encoding) => !Packed || encoding == "br" ? Sent : _others.GetOrAdd(encoding, Repack);

        private byte[] Repack(string encoding)
        {
            using var plain = new MemoryStream();
            using (var brotli = new BrotliStream(new MemoryStream(Sent), CompressionMode.Decompress)) brotli.CopyTo(plain);
            if (encoding != "gzip") return plain.ToArray();
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize)) plain.WriteTo(gzip);
            return packed.ToArray();
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Xml;
using System.Xml.Linq;

namespace Lotse.Adapters.Files.Buckets;

/// <summary>The five things that are asked of an S3-compatible store. Each ends within its patience: ten seconds, and one more for each quarter of a megabyte; what failed for a passing reason is
/// tried three times within it. One request puts a whole file, under the hash of its bytes, which the server compares: nothing is ever there in parts.</summary>
internal sealed class Bucket : IDisposable
{
    private const int TriesAtMost = 3;
    private const long BytesASecond = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), ForHealth = TimeSpan.FromSeconds(3);

    private readonly BucketAddress _address;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(3), UseProxy = false, AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Names a request; S3 gives a thousand at most.</summary>
    public int PageSize { get; init; } = 1000;

    public Bucket(BucketAddress address, TimeProvider clock) => (_address, _clock) = (address, clock);

    /// <summary>Null where there is no such object.</summary>
    public long? Length(string name) => Try(HttpMethod.Head, Of(name), null, 0, answer => answer.StatusCode == HttpStatusCode.NotFound ? (long?)null : answer.Content.Headers.ContentLength ?? 0, NotFoundToo);

    /// <summary>Puts what lies in a file; the same name again is the same bytes again.</summary>
    public void Put(string name, string path) => Try(HttpMethod.Put, Of(name), path, new FileInfo(path).Length, _ => true, sha256: name);

    /// <returns>Whether there is such an object.</returns>
    /// <param name="read">Called anew for each try.</param>
    public bool Get(string name, Action<Stream> read) => Try(HttpMethod.Get, Of(name), null, 0, answer =>
    {
        if (answer.StatusCode == HttpStatusCode.NotFound) return false;
        using var from = answer.Content.ReadAsStream();
        read(from);
        return true;
    }, NotFoundToo);

    public void Delete(string name) => Try(HttpMethod.Delete, Of(name), null, 0, _ => true, NotFoundToo);

    /// <summary>All names after the prefix, in their order, <see cref="PageSize"/> a request.</summary>
    public IEnumerable<string> Names()
    {
        for (string? from = null; ;)
        {
            var query = $"?{(from is null ? "" : $"continuation-token={Uri.EscapeDataString(from)}&")}list-type=2&max-keys={PageSize}&prefix={Uri.EscapeDataString(_address.Prefix)}";
            var (names, next) = Try(HttpMethod.Get, Of(null) + query, null, 0, ReadPage);
            foreach (var name in names) yield return name;
            if (next is null) yield break;
            from = next;
        }
    }

    /// <summary>Whether it is there and lets us in; one try.</summary>
    public void Ask() => Once(HttpMethod.Get, $"{Of(null)}?list-type=2&max-keys=1&prefix={Uri.EscapeDataString(_address.Prefix)}", null, ForHealth, _ => true, IsGood, SignRequest.Nothing);

    public void Dispose() => _http.Dispose();

    private string Of(string? name) => $"{_address.Server}{Uri.EscapeDataString(_address.Bucket)}{(name is null ? "" : "/" + string.Join('/', (_address.Prefix + name).Split('/').Select(Uri.EscapeDataString)))}";

    private static bool IsGood(HttpStatusCode status) => (int)status is >= 200 and < 300;

    private static bool NotFoundToo(HttpStatusCode status) => IsGood(status) || status == HttpStatusCode.NotFound;

    /// <param name="bytes">To be sent; how much comes back, the answer says.</param>
    private T Try<T>(HttpMethod method, string address, string? body, long bytes, Func<HttpResponseMessage, T> read, Func<HttpStatusCode, bool>? good = null, string sha256 = SignRequest.Nothing)
    {
        var patience = Patience + TimeSpan.FromSeconds(bytes / BytesASecond);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return Once(method, address, body, patience, read, good ?? IsGood, sha256);
            }
            catch (FilesAway away) when (tries < TriesAtMost && away.InnerException is not null)
            {
                using var nobody = new ManualResetEventSlim();
                nobody.Wait(TimeSpan.FromMilliseconds(100 * tries * tries));
            }
        }
    }

    private T Once<T>(HttpMethod method, string address, string? body, TimeSpan patience, Func<HttpResponseMessage, T> read, Func<HttpStatusCode, bool> good, string sha256)
    {
        using var late = new CancellationTokenSource(patience);
        try
        {
            using var request = new HttpRequestMessage(method, address);
            if (body is not null) request.Content = new StreamContent(new FileStream(body, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024));
            SignRequest.Sign(request, _address, sha256, _clock.GetUtcNow());
            using var answer = _http.Send(request, HttpCompletionOption.ResponseHeadersRead, late.Token);
            if (method == HttpMethod.Get && answer.Content.Headers.ContentLength is { } length) late.CancelAfter(patience + TimeSpan.FromSeconds(length / BytesASecond));
            using var cut = late.Token.Register(answer.Dispose); // A body that is read does not know of the token.
            return good(answer.StatusCode) && !(answer.StatusCode == HttpStatusCode.NotFound && Code(answer) == "NoSuchBucket") ? read(answer) : throw Refused(answer);
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException or OperationCanceledException or ObjectDisposedException or XmlException or IOException { InnerException: SocketException })
        {
            throw new FilesAway($"The files at {_address} cannot be reached: {(late.IsCancellationRequested ? "it takes too long." : e.Message)}", e);
        }
    }

    /// <summary>With a cause inside where another try may help.</summary>
    private FilesAway Refused(HttpResponseMessage answer)
    {
        var (status, code) = ((int)answer.StatusCode, Code(answer));
        var what = $"The files at {_address} cannot be used: {status} {code}".TrimEnd();
        return status >= 500 || status == 429 || code == "RequestTimeout" ? new FilesAway(what, new HttpRequestException(code)) : new FilesAway(what);
    }

    /// <summary>The store's word for what is wrong; of nobody else's answer is anything repeated.</summary>
    private static string Code(HttpResponseMessage answer)
    {
        try
        {
            using var body = answer.Content.ReadAsStream();
            return Read(body).Root?.Element("Code")?.Value is { Length: < 60 } code && code.All(char.IsAsciiLetterOrDigit) ? code : "";
        }
        catch (Exception e) when (e is XmlException or IOException)
        {
            return "";
        }
    }

    private (List<string> Names, string? Next) ReadPage(HttpResponseMessage answer)
    {
        using var body = answer.Content.ReadAsStream();
        var page = Read(body).Root!;
        var names = page.Elements(page.Name.Namespace + "Contents").Select(one => one.Element(page.Name.Namespace + "Key")?.Value ?? "").Where(key => key.StartsWith(_address.Prefix, StringComparison.Ordinal));
        var more = page.Element(page.Name.Namespace + "IsTruncated")?.Value == "true";
        return (names.Select(key => key[_address.Prefix.Length..]).ToList(), more ? page.Element(page.Name.Namespace + "NextContinuationToken")?.Value : null);
    }

    private static XDocument Read(Stream xml)
    {
        using var reader = XmlReader.Create(xml, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = 8_000_000 });
        return XDocument.Load(reader);
    }
}

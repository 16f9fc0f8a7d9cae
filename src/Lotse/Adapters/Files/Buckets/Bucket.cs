using System.Net;
using System.Net.Sockets;
using Minio;
using Minio.DataModel.Args;
using Minio.Exceptions;

namespace Lotse.Adapters.Files.Buckets;

/// <summary>What is asked of an S3-compatible store, and waited for. Each ends within its patience: ten seconds, and one more for each quarter of a megabyte; what failed for a passing reason is
/// tried three times. One request puts a whole file, in constant memory: nothing is ever there in parts.</summary>
internal sealed class Bucket : IDisposable
{
    private const int TriesAtMost = 3;
    private const long BytesASecond = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), ForHealth = TimeSpan.FromSeconds(3);

    private readonly BucketAddress _address;
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(3), UseProxy = false, AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly IMinioClient _store;

    public Bucket(BucketAddress address)
    {
        _address = address;
        _store = new MinioClient().WithEndpoint(address.Server.Authority).WithSSL(address.Server.Scheme == Uri.UriSchemeHttps).WithRegion(address.Region)
            .WithCredentials(address.Key, address.Secret).WithHttpClient(_http).WithTimeout((int)TimeSpan.FromHours(1).TotalMilliseconds).WithRetryPolicy(once => once()).Build();
    }

    /// <summary>Null where there is no such object.</summary>
    public long? Length(string name) => Try(0, async cancel => await IfThereAsync(async () => (long?)(await _store.StatObjectAsync(new StatObjectArgs().WithBucket(_address.Bucket).WithObject(_address.Prefix + name), cancel)).Size));

    /// <summary>Puts what lies in a file; the same name again is the same bytes again. By a signed address: the client's own way puts what is above 5 MB in parts, and those that a crash leaves behind are
    /// no object and in no listing, are paid for, and never go with their ticket.</summary>
    public void Put(string name, string path) => Try(new FileInfo(path).Length, async cancel =>
    {
        var address = await _store.PresignedPutObjectAsync(new PresignedPutObjectArgs().WithBucket(_address.Bucket).WithObject(_address.Prefix + name).WithExpiry((int)TimeSpan.FromHours(2).TotalSeconds));
        await using var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024);
        using var answer = await _http.PutAsync(new Uri(address), new StreamContent(from), cancel);
        return answer.IsSuccessStatusCode ? true : throw Refused(answer.StatusCode.ToString(), answer.StatusCode, null);
    });

    /// <returns>Whether there is such an object.</returns>
    /// <param name="read">Called anew for each try.</param>
    public bool Get(string name, Action<Stream> read) => Length(name) is { } length && Try(length, async cancel => await IfThereAsync(async () =>
    {
        await _store.GetObjectAsync(new GetObjectArgs().WithBucket(_address.Bucket).WithObject(_address.Prefix + name).WithCallbackStream(read), cancel);
        return (bool?)true;
    })) == true;

    public void Delete(string name) => Try(0, async cancel =>
    {
        await _store.RemoveObjectAsync(new RemoveObjectArgs().WithBucket(_address.Bucket).WithObject(_address.Prefix + name), cancel);
        return true;
    });

    /// <summary>Inside the store, whole.</summary>
    /// <returns>Whether there is such an object.</returns>
    public bool Copy(string name, string to) => Length(name) is { } length && Try(length, async cancel => await IfThereAsync(async () =>
    {
        var from = new CopySourceObjectArgs().WithBucket(_address.Bucket).WithObject(_address.Prefix + name);
        await _store.CopyObjectAsync(new CopyObjectArgs().WithBucket(_address.Bucket).WithObject(_address.Prefix + to).WithCopyObjectSource(from), cancel);
        return (bool?)true;
    })) == true;

    /// <summary>All names after the prefix, in their order; the store gives them a thousand at a time.</summary>
    /// <param name="under">How they begin.</param>
    public IEnumerable<string> Names(string under)
    {
        using var names = _store.ListObjectsEnumAsync(new ListObjectsArgs().WithBucket(_address.Bucket).WithPrefix(_address.Prefix + under).WithRecursive(true)).ToBlockingEnumerable().GetEnumerator();
        while (Told(() => names.MoveNext(), CancellationToken.None)) yield return names.Current.Key[_address.Prefix.Length..];
    }

    /// <summary>Whether it is there and lets us in; one try.</summary>
    public void Ask() => Once(ForHealth, async cancel =>
    {
        await foreach (var _ in _store.ListObjectsEnumAsync(new ListObjectsArgs().WithBucket(_address.Bucket).WithPrefix(_address.Prefix + "asked"), cancel)) break;
        return true;
    });

    public void Dispose()
    {
        _store.Dispose();
        _http.Dispose();
    }

    private static async Task<T?> IfThereAsync<T>(Func<Task<T?>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ObjectNotFoundException)
        {
            return default;
        }
    }

    private T Try<T>(long bytes, Func<CancellationToken, Task<T>> ask)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return Once(Patience + TimeSpan.FromSeconds(bytes / BytesASecond), ask);
            }
            catch (FilesAway away) when (tries < TriesAtMost && away.Passes)
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(100 * tries * tries));
            }
        }
    }

    /// <summary>Waits on the thread that asks: whoever writes or reads a file has nothing else to do.</summary>
    private T Once<T>(TimeSpan patience, Func<CancellationToken, Task<T>> ask)
    {
        using var late = new CancellationTokenSource(patience);
        return Told(() => Task.Run(() => ask(late.Token), CancellationToken.None).GetAwaiter().GetResult(), late.Token);
    }

    private T Told<T>(Func<T> ask, CancellationToken late)
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (e is not FilesAway && late.IsCancellationRequested)
        {
            throw Away("cannot be reached: it takes too long.", e, passes: true);
        }
        catch (Exception e) when (e is HttpRequestException or ConnectionException or SocketException or HttpIOException or OperationCanceledException)
        {
            throw Away($"cannot be reached: {e.Message}", e, passes: true);
        }
        catch (Exception e) when (e.GetType().Namespace == typeof(MinioException).Namespace)
        {
            var known = e as MinioException; // Not all of them have one base.
            throw Refused(known?.Response?.Code ?? e.GetType().Name.Replace("Exception", "", StringComparison.Ordinal), e is InternalServerException ? HttpStatusCode.InternalServerError : known?.ServerResponse?.StatusCode, e);
        }
    }

    private FilesAway Refused(string code, HttpStatusCode? status, Exception? e) => Away($"cannot be used: {code}", e, status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError);

    private FilesAway Away(string what, Exception? e, bool passes) => new($"The files at {_address} {what}", e) { Passes = passes };
}

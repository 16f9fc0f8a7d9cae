using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Lotse.Adapters.Files;
using Lotse.Adapters.Files.Buckets;
using Xunit;

namespace Lotse.Tests.Adapters.Files.Buckets;

[Collection(SwiftCollection.Name)]
public sealed class KeepingFilesInABucketTests : IDisposable
{
    private readonly SwiftStore _swift;
    private readonly List<string> _folders = [];
    private readonly List<BucketFiles> _stores = [];

    public KeepingFilesInABucketTests(SwiftStore swift)
    {
        _swift = swift;
        swift.SkipIfMissing();
    }

    public void Dispose()
    {
        _stores.ForEach(store => store.Dispose());
        _folders.ForEach(folder => Directory.Delete(folder, recursive: true));
    }

    [Fact]
    public async Task Puts_measures_reads_lists_and_removes()
    {
        var store = Open(await _swift.BucketAsync());
        var bytes = RandomNumberGenerator.GetBytes(100_000);

        var name = store.Put(bytes);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), name);
        Assert.True(store.Has(name));
        Assert.Equal(100_000, store.Length(name));
        Assert.Equal(bytes, Read(store.Open(name)));
        Assert.Equal(bytes, Read(store.OpenAsKept(name)));
        Assert.Equal([name], store.Names());
        Assert.Equal(name, store.Put(bytes));
        Assert.True(store.SetAside(name));
        Assert.False(store.Remove(name));
        Assert.False(store.Remove(name));
        Assert.False(store.Has(name));
        Assert.Null(store.Open(name));
        Assert.Empty(store.Names());
        Assert.Null(store.Open("../../etc/passwd"));
    }

    [Fact]
    public async Task Two_desks_on_one_bucket_see_each_others_files_and_put_the_same_one_at_once()
    {
        var address = await _swift.BucketAsync();
        var (here, there) = (Open(address), Open(address));
        var bytes = RandomNumberGenerator.GetBytes(300_000);

        var names = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(() => (n % 2 == 0 ? here : there).Put(bytes))));

        Assert.Single(names.Distinct());
        Assert.Equal([names[0]], here.Names());
        var mine = here.Put("mine"u8);
        Assert.Equal("mine", Encoding.UTF8.GetString(Read(there.Open(mine))));
        there.SetAside(mine);
        there.Remove(mine);
        Assert.False(here.Has(mine));
    }

    [Fact]
    public async Task What_is_set_aside_is_read_listed_and_put_back_and_is_kept_anew_by_whoever_brings_it()
    {
        var address = await _swift.BucketAsync();
        var (store, there) = (Open(address), Open(address));
        var (first, second) = (store.Put("eins"u8), store.Put("zwei"u8));
        Assert.True(store.SetAside(first) && store.SetAside(second) && store.SetAside(second));

        Assert.Equal("eins", Encoding.UTF8.GetString(Read(there.Open(first))));
        Assert.Equal("eins", Encoding.UTF8.GetString(Read(there.OpenAsKept(first))));
        Assert.Equal(4, there.Length(first));
        Assert.Equal(new[] { first, second }.Order(StringComparer.Ordinal), there.Names().Order(StringComparer.Ordinal));

        store.PutBack(first);
        there.Put("zwei"u8);
        Assert.True(store.Remove(first));
        Assert.True(store.Remove(second));
        Assert.Equal(new[] { first, second }.Order(StringComparer.Ordinal), there.Names().Order(StringComparer.Ordinal));
        Assert.False(store.SetAside(new string('a', 64)));
    }

    [Fact]
    public async Task Lists_page_by_page()
    {
        var address = await _swift.BucketAsync();
        var store = Open(address);
        // A page of the store has a thousand names.
        var names = await Task.WhenAll(Enumerable.Range(0, 1010).Chunk(101).Select(some => Task.Run(() => some.Select(n => store.Put(Encoding.UTF8.GetBytes($"file {n}"))).ToList())));
        Assert.Equal(names.SelectMany(some => some).Order(StringComparer.Ordinal), store.Names());
    }

    [Fact]
    public async Task A_large_file_goes_there_and_comes_back_whole()
    {
        var address = await _swift.BucketAsync("&cache=100");
        var store = Open(address);
        var chunk = RandomNumberGenerator.GetBytes(1024 * 1024);
        using var file = store.Begin();
        for (var n = 0; n < 50; n++) file.Write(chunk);
        var name = file.Finish();
        using (var kept = Open(address).Open(name)!) Assert.Equal(50 * 1024 * 1024, kept.Length);
        Assert.Equal(50 * 1024 * 1024, store.Length(name));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folders[1], "unfinished"))); // Too large for a cache of a hundred: it went when it was closed.
    }

    [Fact]
    public async Task What_was_damaged_in_the_bucket_is_not_read_as_if_it_were_whole()
    {
        var address = await _swift.BucketAsync();
        var name = Open(address).Put("as it was"u8);
        await _swift.DamageAsync(address, name, "not as it was"u8.ToArray());
        var store = Open(address);
        Assert.Throws<InvalidDataException>(() => store.Open(name));
        Assert.Equal("not as it was", Encoding.UTF8.GetString(Read(store.OpenAsKept(name))));
        Assert.Empty(Directory.GetFiles(_folders[1], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_wrong_secret_a_missing_bucket_and_nobody_there_are_told_apart_without_any_secret()
    {
        var address = await _swift.BucketAsync();
        var name = new string('b', 64);
        string Said(string at)
        {
            var store = Open(at);
            var away = Assert.Throws<FilesAway>(() => store.Length(name));
            Assert.NotNull(store.AwaySince);
            Assert.Throws<FilesAway>(store.Ask);
            Assert.Throws<FilesAway>(() => store.Put("x"u8));
            var told = away.ToString();
            Assert.DoesNotContain(SwiftStore.Secret, told, StringComparison.Ordinal);
            Assert.DoesNotContain(Uri.EscapeDataString(SwiftStore.Secret), told, StringComparison.Ordinal);
            return away.Message;
        }

        // A head has no body, so no word of the store.
        Assert.Contains("cannot be used: AccessDenied", Said(address.Replace(Uri.EscapeDataString(SwiftStore.Secret), "wrong", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("cannot be reached", Said(address.Replace($":{_swift.Port}/", ":9/", StringComparison.Ordinal)), StringComparison.Ordinal);
        using var none = new Bucket(SwiftStore.Of(address.Replace("/bucket-", "/no-bucket-", StringComparison.Ordinal)));
        Assert.Contains("BucketNotFound", Assert.Throws<FilesAway>(none.Ask).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_takes_calls_and_says_nothing_is_given_up()
    {
        using var silent = new TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        using var store = new BucketFiles(SwiftStore.Of($"s3://key:secret@127.0.0.1:{((System.Net.IPEndPoint)silent.LocalEndpoint).Port}/bucket?tls=off"), NewFolder(), TimeProvider.System);
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        await Task.Run(() => Assert.Throws<FilesAway>(store.Ask));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(begun).TotalSeconds, 2, 20);
    }

    private BucketFiles Open(string address)
    {
        var store = new BucketFiles(SwiftStore.Of(address), NewFolder(), TimeProvider.System);
        _stores.Add(store);
        return store;
    }

    private string NewFolder()
    {
        _folders.Add(Directory.CreateTempSubdirectory("lotse-files-").FullName);
        return _folders[^1];
    }

    private static byte[] Read(Stream? file)
    {
        using var from = Assert.IsAssignableFrom<Stream>(file);
        using var bytes = new MemoryStream();
        from.CopyTo(bytes);
        return bytes.ToArray();
    }
}

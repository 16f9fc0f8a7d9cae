using System.Security.Cryptography;
using Lotse.Adapters.Files;
using Lotse.Adapters.Files.Buckets;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Adapters.Files.Buckets;

public sealed class FilesAtHandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lotse-at-hand-").FullName;
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Who_was_not_asked_for_longest_goes_first()
    {
        using var near = new FilesAtHand(_folder, 10_000, _clock);
        var names = Enumerable.Range(0, 9).Select(n => Keep(near, 1000 + n)).ToList();
        Assert.True(IsThere(near, names[0]));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(IsThere(near, names[0]));
        var more = Enumerable.Range(0, 3).Select(n => Keep(near, 1500 + n)).ToList();

        Assert.True(IsThere(near, names[0]));
        Assert.All(more, name => Assert.True(IsThere(near, name)));
        Assert.False(IsThere(near, names[1]));
        Assert.InRange(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 1, 10_000);
    }

    [Fact]
    public void No_copy_is_older_than_an_hour_however_often_it_is_read()
    {
        using var near = new FilesAtHand(_folder, 10_000, _clock);
        var name = Keep(near, 100);
        for (var minutes = 0; minutes < 55; minutes += 5)
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            Assert.True(IsThere(near, name));
        }
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.False(IsThere(near, name));
        _clock.Advance(FilesAtHand.LooksEvery);
        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_a_crash_left_is_used_while_it_is_young_and_goes_when_it_is_old_or_half_written()
    {
        string name;
        using (var before = new FilesAtHand(_folder, 10_000, _clock)) name = Keep(before, 100);
        var half = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "unfinished")).FullName, "half");
        File.WriteAllText(half, "half");
        using (var after = new FilesAtHand(_folder, 10_000, _clock)) Assert.True(IsThere(after, name));
        Assert.True(File.Exists(half)); // Another process may be at it.
        _clock.Advance(TimeSpan.FromHours(2));
        using var later = new FilesAtHand(_folder, 10_000, _clock);
        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("s3://key:se%2Fcret@store.example/files", "s3://store.example/files/", "https://store.example/")]
    [InlineData("s3://key:se%2Fcret@store.example:9000/files/a/b/?tls=off&region=eu-1&cache=5", "s3://store.example:9000/files/a/b/", "http://store.example:9000/")]
    public void An_address_says_where_it_is_and_no_secret(string typed, string said, string server)
    {
        var address = BucketAddress.Parse(typed, () => null);
        Assert.Equal((said, server, "key", "se/cret"), (address.ToString(), address.Server.ToString(), address.Key, address.Secret));
        Assert.Equal(said, FilesPlace.Of(_folder, typed).ToString());
    }

    [Theory]
    [InlineData("s3://store.example/files", "names no key")]
    [InlineData("s3://key:secret@store.example", "no bucket")]
    [InlineData("s3://key@store.example/files", "LOTSE_FILES_SECRET")]
    [InlineData("s3://key:se/cret@store.example/files", "cannot be read")]
    [InlineData("s3://key:secret@store.example/files?speed=9", "nothing else")]
    [InlineData("s3://key:secret@store.example/files?cache=0", "nothing else")]
    [InlineData("ftp://key:secret@store.example/files", "neither a folder")]
    [InlineData("/no/such/folder", "There is no folder")]
    public void A_place_that_cannot_be_is_said_in_one_line_without_the_secret(string typed, string said)
    {
        var wrong = Assert.Throws<ArgumentException>(() => FilesPlace.Of(_folder, typed));
        Assert.Contains(said, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@", wrong.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("se/cret", wrong.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_desks_may_share_a_folder()
    {
        var (here, there) = (FilesPlace.Of("/none", _folder).Open(_clock), FilesPlace.Of("/none", _folder).Open(_clock));
        var bytes = RandomNumberGenerator.GetBytes(50_000);
        var names = new string[8];
        Parallel.For(0, 8, n => names[n] = (n % 2 == 0 ? here : there).Put(bytes));
        Assert.Equal([names[0]], there.Names());
        here.SetAside(names[3]);
        here.Remove(names[3]);
        Assert.False(there.Has(names[0]));
    }

    /// <summary>With seconds between, so that one is older than the other.</summary>
    private string Keep(FilesAtHand near, int bytes)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        var content = RandomNumberGenerator.GetBytes(bytes);
        var (name, path) = (Convert.ToHexStringLower(SHA256.HashData(content)), Path.Combine(_folder, "new"));
        File.WriteAllBytes(path, content);
        near.Keep(path, name);
        return name;
    }

    private static bool IsThere(FilesAtHand near, string name)
    {
        using var file = near.Open(name);
        return file is not null;
    }
}

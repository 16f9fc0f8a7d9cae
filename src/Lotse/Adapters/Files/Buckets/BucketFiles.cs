using System.Security.Cryptography;

namespace Lotse.Adapters.Files.Buckets;

/// <summary>Files in an S3-compatible store that all desks share, and copies of some at hand.</summary>
public sealed class BucketFiles : FileStore, IDisposable
{
    private readonly Bucket _bucket;
    private readonly FilesAtHand _near;
    private readonly TimeProvider _clock;
    private long _awaySince;

    /// <param name="folder">For the copies; absolute, made where it is missing.</param>
    public BucketFiles(BucketAddress address, string folder, TimeProvider clock)
        : base(folder) => (_bucket, _near, _clock) = (new Bucket(address), new FilesAtHand(folder, address.CacheBytes, clock), clock);

    public override DateTimeOffset? AwaySince => Interlocked.Read(ref _awaySince) is not 0 and var since ? DateTimeOffset.FromUnixTimeMilliseconds(since) : null;

    public override long? Length(string sha256) => IsName(sha256) ? Noted(() => _bucket.Length(sha256) ?? _bucket.Length(AsideOf(sha256))) : null;

    public override Stream? Open(string sha256)
    {
        if (!IsName(sha256)) return null;
        if (_near.Open(sha256) is { } near) return near;
        if (Fetch(sha256) is not var (path, hash)) return null;
        var stays = hash == sha256 && _near.HasRoomFor(path);
        var file = Read(path, stays);
        if (stays) _near.Keep(path, sha256);
        if (hash == sha256) return file;
        file.Dispose();
        throw new InvalidDataException($"The file {sha256} holds other bytes than its name says.");
    }

    public override Stream? OpenAsKept(string sha256) => IsName(sha256) && Fetch(sha256) is var (path, _) ? Read(path, stays: false) : null;

    public override bool SetAside(string sha256) => IsName(sha256) && Noted(() => Move(sha256, AsideOf(sha256)) || _bucket.Length(AsideOf(sha256)) is not null);

    public override void PutBack(string sha256)
    {
        if (IsName(sha256)) Noted(() => Move(AsideOf(sha256), sha256));
    }

    public override bool Remove(string sha256)
    {
        if (!IsName(sha256)) return false;
        _near.Remove(sha256);
        return Noted(() =>
        {
            _bucket.Delete(AsideOf(sha256));
            return _bucket.Length(sha256) is not null;
        });
    }

    public override void Ask() => Noted(_bucket.Ask);

    public void Dispose()
    {
        _near.Dispose();
        _bucket.Dispose();
    }

    /// <summary>The bucket has it before its name is given out; then a copy stays here, since whoever writes a file is mostly the first to read it.</summary>
    internal override void Keep(FileStream written, string path, string sha256)
    {
        written.Flush(flushToDisk: true); // A copy that a power cut has emptied would be read as if it were whole.
        written.Dispose();
        Noted(() =>
        {
            if (_bucket.Length(sha256) != new FileInfo(path).Length) _bucket.Put(sha256, path);
        });
        if (_near.HasRoomFor(path)) _near.Keep(path, sha256);
    }

    private protected override IEnumerable<string> NamesKept() => Listed("").Where(name => !name.StartsWith(AsideOf(""), StringComparison.Ordinal));

    private protected override IEnumerable<string> NamesAside() => Listed(AsideOf("")).Select(name => name[AsideOf("").Length..]);

    private IEnumerable<string> Listed(string under)
    {
        using var names = _bucket.Names(under).GetEnumerator();
        while (Noted(names.MoveNext)) yield return names.Current;
    }

    /// <summary>Into a file without a name.</summary>
    private (string Path, string Hash)? Fetch(string sha256)
    {
        var path = NewPath();
        try
        {
            var hash = "";
            bool From(string name) => _bucket.Get(name, from => hash = Write(from, path));
            return Noted(() => From(sha256) || From(AsideOf(sha256)) || From(sha256)) ? (path, hash) : null; // It may be put back in between.
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>There is no renaming: for a moment it lies in both places.</summary>
    private bool Move(string from, string to)
    {
        if (!_bucket.Copy(from, to)) return false;
        _bucket.Delete(from);
        return true;
    }

    private static string AsideOf(string sha256) => $"{Aside}/{sha256}";

    private static string Write(Stream from, string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var to = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        var buffer = new byte[64 * 1024];
        while (from.Read(buffer) is > 0 and var count)
        {
            hash.AppendData(buffer, 0, count);
            to.Write(buffer, 0, count);
        }
        to.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <param name="stays">Whether it is given a name; else it goes when it is closed.</param>
    private static FileStream Read(string path, bool stays) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 4096, stays ? FileOptions.None : FileOptions.DeleteOnClose);

    private void Noted(Action act) => Noted(() =>
    {
        act();
        return true;
    });

    private T Noted<T>(Func<T> act)
    {
        try
        {
            var done = act();
            Interlocked.Exchange(ref _awaySince, 0);
            return done;
        }
        catch (FilesAway)
        {
            Interlocked.CompareExchange(ref _awaySince, _clock.GetUtcNow().ToUnixTimeMilliseconds(), 0);
            throw;
        }
    }
}

using System.Security.Cryptography;

namespace Lotse.Adapters.Files;

/// <summary>Files named by what is in them: the same bytes are kept once. A file is on disk for good before its name is given out.</summary>
public sealed class FileStore
{
    private readonly string _folder;
    private readonly string _unfinished;

    /// <param name="folder">Absolute; made where it is missing.</param>
    public FileStore(string folder)
    {
        _folder = folder;
        _unfinished = Path.Combine(folder, "unfinished");
        Directory.CreateDirectory(_unfinished);
    }

    public bool Has(string sha256) => IsName(sha256) && File.Exists(PathOf(sha256));

    /// <summary>Null where there is no such file. The caller disposes the stream.</summary>
    public Stream? Open(string sha256) => Has(sha256) ? new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read) : null;

    /// <summary>Begins a file whose name is known when it is finished.</summary>
    public UnfinishedFile Begin() => new(this, Path.Combine(_unfinished, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))));

    public string Put(ReadOnlySpan<byte> bytes)
    {
        using var file = Begin();
        file.Write(bytes);
        return file.Finish();
    }

    /// <summary>Takes a file away for good. The caller knows that nothing names it.</summary>
    public void Remove(string sha256)
    {
        if (Has(sha256)) File.Delete(PathOf(sha256));
    }

    /// <summary>All names, for checking.</summary>
    public IEnumerable<string> Names() => Directory.EnumerateDirectories(_folder)
        .Where(folder => Path.GetFileName(folder).Length == 2)
        .SelectMany(Directory.EnumerateFiles)
        .Select(file => Path.GetFileName(file));

    internal string PathOf(string sha256) => Path.Combine(_folder, sha256[..2], sha256);

    private static bool IsName(string name) => name.Length == 64 && name.All(char.IsAsciiHexDigitLower);
}

/// <summary>A file on its way into the store. Disposed unfinished it leaves nothing behind.</summary>
public sealed class UnfinishedFile : IDisposable
{
    private readonly FileStore _store;
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _finished;

    internal UnfinishedFile(FileStore store, string path)
    {
        (_store, _path) = (store, path);
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _stream.Write(bytes);
    }

    /// <summary>Makes it durable under its name and gives that.</summary>
    public string Finish()
    {
        var name = Convert.ToHexStringLower(_hash.GetHashAndReset());
        var path = _store.PathOf(name);
        if (!File.Exists(path))
        {
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            var folder = Path.GetDirectoryName(path)!;
            Directory.CreateDirectory(folder);
            File.Move(_path, path, overwrite: true);
            DurableFolder.Sync(folder);
            _finished = true;
        }
        return name;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _hash.Dispose();
        if (!_finished) File.Delete(_path);
    }
}

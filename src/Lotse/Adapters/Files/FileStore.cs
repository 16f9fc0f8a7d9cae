using System.Security.Cryptography;

namespace Lotse.Adapters.Files;

/// <summary>Files named by what is in them: the same bytes are kept once. A file is kept for good before its name is given out.
/// This one keeps them in a folder, which several desks may share: no two of them write the same name with other bytes.</summary>
public class FileStore
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

    /// <summary>Since when files can neither be read nor written; null while they can, or nobody has tried.</summary>
    public virtual DateTimeOffset? AwaySince => null;

    public bool Has(string sha256) => Length(sha256) is not null;

    /// <summary>Its bytes; null where there is no such file.</summary>
    /// <exception cref="FilesAway">The place of the files cannot be reached. So for all that follow.</exception>
    public virtual long? Length(string sha256) => IsName(sha256) && new FileInfo(PathOf(sha256)) is { Exists: true } file ? file.Length : null;

    /// <summary>Null where there is no such file. The caller disposes the stream.</summary>
    /// <exception cref="InvalidDataException">It holds other bytes than its name says, where that is known.</exception>
    public virtual Stream? Open(string sha256) => OpenAsKept(sha256);

    /// <summary>As it is kept, past whatever copies there are at hand, and not compared with its name: for checking and copying away.</summary>
    public virtual Stream? OpenAsKept(string sha256)
    {
        if (!IsName(sha256)) return null;
        try
        {
            return new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // Also where it was taken away in this moment.
        }
    }

    /// <summary>Begins a file whose name is known when it is finished.</summary>
    public UnfinishedFile Begin() => new(this, NewPath());

    public string Put(ReadOnlySpan<byte> bytes)
    {
        using var file = Begin();
        file.Write(bytes);
        return file.Finish();
    }

    /// <summary>Takes a file away for good. The caller knows that nothing names it.</summary>
    public virtual void Remove(string sha256)
    {
        if (IsName(sha256)) File.Delete(PathOf(sha256));
    }

    /// <summary>All names, for checking; what is no name of ours too.</summary>
    public virtual IEnumerable<string> Names() => Directory.EnumerateDirectories(_folder)
        .Where(folder => Path.GetFileName(folder).Length == 2)
        .SelectMany(Directory.EnumerateFiles)
        .Select(file => Path.GetFileName(file));

    /// <summary>Asks whether files can be read and written now; quick, for health.</summary>
    public virtual void Ask()
    {
        if (!Directory.Exists(_unfinished)) throw new FilesAway($"The folder {_folder} is not there.");
    }

    /// <summary>Keeps a finished file under its name.</summary>
    /// <param name="path">Where it was written.</param>
    internal virtual void Keep(FileStream written, string path, string sha256)
    {
        var place = PathOf(sha256);
        if (File.Exists(place)) return;
        written.Flush(flushToDisk: true);
        written.Dispose();
        var folder = Path.GetDirectoryName(place)!;
        Directory.CreateDirectory(folder);
        File.Move(path, place, overwrite: true);
        DurableFolder.Sync(folder);
    }

    protected static bool IsName(string name) => name.Length == 64 && name.All(char.IsAsciiHexDigitLower);

    private protected string NewPath() => Path.Combine(_unfinished, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)));

    private string PathOf(string sha256) => Path.Combine(_folder, sha256[..2], sha256);
}

/// <summary>A file on its way into the store. Disposed unfinished it leaves nothing behind.</summary>
public sealed class UnfinishedFile : IDisposable
{
    private readonly FileStore _store;
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal UnfinishedFile(FileStore store, string path)
    {
        (_store, _path) = (store, path);
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 64 * 1024);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _stream.Write(bytes);
    }

    /// <summary>Makes it durable under its name and gives that.</summary>
    /// <exception cref="FilesAway">The place of the files cannot be reached.</exception>
    public string Finish()
    {
        var name = Convert.ToHexStringLower(_hash.GetHashAndReset());
        _store.Keep(_stream, _path, name);
        return name;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _hash.Dispose();
        File.Delete(_path); // Gone already where it was kept under its name.
    }
}

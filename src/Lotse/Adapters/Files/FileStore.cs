using System.Security.Cryptography;

namespace Lotse.Adapters.Files;

/// <summary>Files named by what is in them: the same bytes are kept once. A file is kept for good before its name is given out.
/// This one keeps them in a folder, which several desks may share: no two of them write the same name with other bytes.</summary>
/// <remarks>Who takes a file away cannot see who has just been told that it is there, and is about to write its name down. So it is set aside first, where it is still read, and whoever keeps the same bytes
/// from then on writes them anew; once all who had been told before must have written it down, it goes for good, or is put back.</remarks>
public class FileStore
{
    /// <summary>The folder of those that are set aside.</summary>
    private protected const string Aside = "aside";

    private readonly string _folder;
    private readonly string _unfinished;
    private readonly string _aside;

    /// <param name="folder">Absolute; made where it is missing.</param>
    public FileStore(string folder)
    {
        _folder = folder;
        (_unfinished, _aside) = (Path.Combine(folder, "unfinished"), Path.Combine(folder, Aside));
        Directory.CreateDirectory(_unfinished);
    }

    /// <summary>Since when files can neither be read nor written; null while they can, or nobody has tried.</summary>
    public virtual DateTimeOffset? AwaySince => null;

    public bool Has(string sha256) => Length(sha256) is not null;

    /// <summary>Its bytes; null where there is no such file.</summary>
    /// <exception cref="FilesAway">The place of the files cannot be reached. So for all that follow.</exception>
    public virtual long? Length(string sha256) => !IsName(sha256) ? null : new FileInfo(PathOf(sha256)) is { Exists: true } file ? file.Length : new FileInfo(AsideOf(sha256)) is { Exists: true } aside ? aside.Length : null;

    /// <summary>Null where there is no such file. The caller disposes the stream.</summary>
    /// <exception cref="InvalidDataException">It holds other bytes than its name says, where that is known.</exception>
    public virtual Stream? Open(string sha256) => OpenAsKept(sha256);

    /// <summary>As it is kept, past whatever copies there are at hand, and not compared with its name: for checking and copying away.</summary>
    public virtual Stream? OpenAsKept(string sha256) => !IsName(sha256) ? null : Read(PathOf(sha256)) ?? Read(AsideOf(sha256)) ?? Read(PathOf(sha256)); // It may be put back in between.

    /// <summary>Begins a file whose name is known when it is finished.</summary>
    public UnfinishedFile Begin() => new(this, NewPath());

    public string Put(ReadOnlySpan<byte> bytes)
    {
        using var file = Begin();
        file.Write(bytes);
        return file.Finish();
    }

    /// <summary>Sets a file aside: it can still be read, and is not there for whoever keeps the same bytes.</summary>
    /// <returns>Whether it lies aside now.</returns>
    public virtual bool SetAside(string sha256)
    {
        if (!IsName(sha256)) return false;
        Directory.CreateDirectory(_aside);
        return Move(PathOf(sha256), AsideOf(sha256)) || File.Exists(AsideOf(sha256));
    }

    /// <summary>Puts back what was set aside, if it was.</summary>
    public virtual void PutBack(string sha256)
    {
        if (!IsName(sha256) || !File.Exists(AsideOf(sha256))) return;
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(sha256))!);
        Move(AsideOf(sha256), PathOf(sha256));
    }

    /// <summary>Takes away for good what was set aside. The caller knows that nothing names it.</summary>
    /// <returns>Whether it has been kept again meanwhile, and is there.</returns>
    public virtual bool Remove(string sha256)
    {
        if (!IsName(sha256)) return false;
        if (File.Exists(AsideOf(sha256))) File.Delete(AsideOf(sha256));
        return File.Exists(PathOf(sha256));
    }

    /// <summary>All names, for checking and copying away; what is no name of ours too. What is moved meanwhile is not missed, and may come twice.</summary>
    public virtual IEnumerable<string> Names()
    {
        var aside = NamesAside().ToHashSet(StringComparer.Ordinal);
        foreach (var name in aside) yield return name;
        foreach (var name in NamesKept()) if (!aside.Contains(name)) yield return name;
        foreach (var name in NamesAside()) if (!aside.Contains(name)) yield return name;
    }

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

    private protected virtual IEnumerable<string> NamesKept() => Directory.EnumerateDirectories(_folder)
        .Where(folder => Path.GetFileName(folder).Length == 2)
        .SelectMany(Directory.EnumerateFiles)
        .Select(file => Path.GetFileName(file));

    private protected virtual IEnumerable<string> NamesAside() => Directory.Exists(_aside) ? Directory.EnumerateFiles(_aside).Select(file => Path.GetFileName(file)) : [];

    /// <summary>Over the same bytes, where they are there already.</summary>
    private static bool Move(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: true);
            DurableFolder.Sync(Path.GetDirectoryName(to)!);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static FileStream? Read(string path)
    {
        try
        {
            return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete) : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // Moved in this moment.
        }
    }

    private string PathOf(string sha256) => Path.Combine(_folder, sha256[..2], sha256);

    private string AsideOf(string sha256) => Path.Combine(_aside, sha256);
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

using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Lotse.Setup.Backup;

/// <summary>A backup as it lies there, to be verified and then read.</summary>
public sealed class BackupArchive(string path)
{
    /// <summary>Names of files that were damaged when they were copied: all else is as its manifest says, and they alone are not what their names say. Known once it has been verified.</summary>
    public IReadOnlySet<string> Damaged => _damaged;

    private readonly HashSet<string> _damaged = new(StringComparer.Ordinal);

    /// <summary>Reads all of it and compares every hash with the manifest at its end. What happened to the archive itself since, gzip's own sum finds.</summary>
    /// <exception cref="InvalidDataException">It is damaged, cut off, or no backup of a desk.</exception>
    public async Task<BackupManifest> VerifyAsync(CancellationToken cancel)
    {
        using var digest = new BackupDigest();
        BackupManifest? manifest = null;
        await ForEachAsync(async entry =>
        {
            if (manifest is not null) throw new InvalidDataException("Something follows its manifest.");
            if (entry.Name == BackupManifest.Entry) manifest = BackupManifest.Read(entry.DataStream!);
            else digest.Add(entry.Name, Said(entry.Name, entry.DataStream is { } content ? await SHA256.HashDataAsync(content, cancel) : SHA256.HashData([])));
        }, cancel);
        if (manifest is null) throw new InvalidDataException("It has no manifest: it was cut off, or is no backup of a desk.");
        return digest.Finish() == manifest.Digest ? manifest : throw new InvalidDataException("Its contents are not what its manifest says.");
    }

    /// <summary>One picture that has rotted must not cost the whole desk.</summary>
    private byte[] Said(string entry, byte[] hash)
    {
        if (BackupManifest.FileOf(entry) is not { } name || name == Convert.ToHexStringLower(hash)) return hash;
        _damaged.Add(name);
        return Convert.FromHexString(name);
    }

    /// <param name="read">Gets table, and lines.</param>
    public Task ReadTablesAsync(Func<string, Stream, Task> read, CancellationToken cancel) => ForEachAsync(entry =>
        entry.Name.StartsWith(BackupManifest.TablesFolder, StringComparison.Ordinal) ? read(entry.Name.Split('/')[1], entry.DataStream ?? Stream.Null) : Task.CompletedTask, cancel);

    /// <param name="read">Gets the file's name, which is its hash, and its bytes; of those that are not damaged.</param>
    public Task ReadFilesAsync(Func<string, Stream, Task> read, CancellationToken cancel) => ForEachAsync(entry =>
        BackupManifest.FileOf(entry.Name) is { } name && !_damaged.Contains(name) ? read(name, entry.DataStream ?? Stream.Null) : Task.CompletedTask, cancel);

    private async Task ForEachAsync(Func<TarEntry, Task> read, CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024);
        await using var zip = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(zip);
        while (await NextAsync(tar, cancel) is { } entry) await read(entry);
        await zip.CopyToAsync(Stream.Null, cancel); // Only at its very end does gzip compare its own sum, over headers and padding too.
    }

    private static async Task<TarEntry?> NextAsync(TarReader tar, CancellationToken cancel)
    {
        try
        {
            return await tar.GetNextEntryAsync(copyData: false, cancel);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("It is cut off or no archive.", e);
        }
    }
}

using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Lotse.Adapters.Database.Checking;
using Lotse.Adapters.Database.Copying;
using Lotse.Adapters.Files;

namespace Lotse.Setup.Backup;

/// <summary>Writes one archive with all that the desk keeps, while it runs. The database comes first, as it is in one moment, then the files: a file is there before a row names it, so that none is missing but
/// those that were forgotten for good meanwhile. Their rows are in the archive: in a restored desk the rule is at work on them again.</summary>
/// <param name="snapshot">Is closed before the files are read, which may take hours.</param>
/// <remarks>A tar in gzip: tables/NAME/NUMBER.jsonl, files/SHA-256, manifest.json. The file appears under its name only when it is whole.</remarks>
public sealed class BackUpDesk(DatabaseSnapshot snapshot, FileStore files, TimeProvider clock)
{
    private readonly BackupDigest _digest = new();
    private readonly List<string> _damaged = [];
    private int _chunks;

    /// <summary>Names of files that hold other bytes than their names say. They are in the archive as they are; a restored desk is without them.</summary>
    public IReadOnlyList<string> Damaged => _damaged;

    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task<BackupManifest> RunAsync(string path, CancellationToken cancel = default)
    {
        var part = path + ".part";
        await using var file = PrivateFile.Create(part); // Whoever writes to the same file at this time keeps it: it is opened before anything would be taken away.
        try
        {
            BackupManifest manifest;
            await using (var zip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
            await using (var tar = new TarWriter(zip, TarEntryFormat.Pax))
            {
                manifest = await WriteAsync(tar, cancel);
            }
            PrivateFile.Publish(file, path);
            return manifest;
        }
        catch
        {
            File.Delete(part);
            throw;
        }
        finally
        {
            _digest.Dispose();
        }
    }

    private async Task<BackupManifest> WriteAsync(TarWriter tar, CancellationToken cancel)
    {
        var tables = await CopyOut.RunAsync(snapshot, (table, lines) => ChunkAsync(tar, table, lines, cancel), cancel);
        var schema = CopyOut.Schema(snapshot.Database);
        await snapshot.DisposeAsync();
        var (count, bytes) = (0L, 0L);
        foreach (var name in files.Names())
        {
            await using var file = files.OpenAsKept(name);
            if (file is null) continue;
            await using var hashed = new HashedFile(file);
            await AddAsync(tar, BackupManifest.FilesFolder + name, hashed, Convert.FromHexString(name), cancel);
            if (hashed.Finish() != name) _damaged.Add(name);
            (count, bytes) = (count + 1, bytes + file.Length);
        }
        var version = typeof(BackUpDesk).Assembly.GetName().Version?.ToString(3) ?? "";
        var manifest = new BackupManifest(version, schema, clock.GetUtcNow(), tables, count, bytes, _digest.Finish());
        using var json = new MemoryStream(manifest.Write());
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.Entry) { DataStream = json, ModificationTime = clock.GetUtcNow() }, cancel);
        return manifest;
    }

    private Task ChunkAsync(TarWriter tar, string table, MemoryStream lines, CancellationToken cancel)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{BackupManifest.TablesFolder}{table}/{++_chunks:000000}.jsonl");
        return AddAsync(tar, name, lines, SHA256.HashData(lines.GetBuffer().AsSpan(0, (int)lines.Length)), cancel);
    }

    private async Task AddAsync(TarWriter tar, string name, Stream content, byte[] hash, CancellationToken cancel)
    {
        _digest.Add(name, hash);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, ModificationTime = clock.GetUtcNow() }, cancel);
    }
}

using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Copying;
using Lotse.Adapters.Database.Searching;
using Lotse.Adapters.Files;
using Lotse.Domain;

namespace Lotse.Setup.Backup;

/// <summary>Makes a desk out of a backup, in an empty folder and database only. Nothing is written before all of the backup has been verified.</summary>
/// <param name="files">Opens the place of the files; in the data folder where left out.</param>
public sealed class RestoreDesk(BackupArchive archive, DatabaseLocation location, Func<FileStore>? files = null)
{
    public const string NotEmpty = "restore-not-empty", Newer = "restore-newer";

    /// <exception cref="InvalidDataException">The backup is damaged.</exception>
    public async Task<(Refusal? Refusal, BackupManifest? Manifest)> RunAsync(CancellationToken cancel = default)
    {
        if (!await IsFreeAsync(cancel)) return (new Refusal(NotEmpty), null);
        var manifest = await archive.VerifyAsync(cancel);
        await using (var any = DatabaseParts.Open(location))
        {
            if (!CopyIn.Knows(any, manifest.Schema)) return (new Refusal(Newer, manifest.Version), null);
        }
        PrivateFile.Folder(location.Folder);
        await FilesAsync(cancel);
        await TablesAsync(manifest, cancel);
        return (null, manifest);
    }

    private async Task<bool> IsFreeAsync(CancellationToken cancel)
    {
        // What a desk that did not end in order has left beside its file would be put over the new one's pages.
        if (location.File is { } file) return !Beside(file).Prepend(file).Any(File.Exists);
        await using var database = DatabaseParts.Open(location);
        return await CopyIn.IsEmptyAsync(database, cancel);
    }

    private async Task FilesAsync(CancellationToken cancel)
    {
        var store = files?.Invoke() ?? new FileStore(Path.Combine(location.Folder, "files"));
        await archive.ReadFilesAsync(async (name, content) =>
        {
            using var file = store.Begin();
            var buffer = new byte[64 * 1024];
            while (await content.ReadAsync(buffer, cancel) is > 0 and var count) file.Write(buffer.AsSpan(0, count));
            if (file.Finish() != name) throw new InvalidDataException($"The file {name} in it holds other bytes than its name says.");
        }, cancel);
    }

    /// <summary>A SQLite file gets its name when it is whole, so that a broken-off restore leaves nothing that looks like a desk.</summary>
    private async Task TablesAsync(BackupManifest manifest, CancellationToken cancel)
    {
        var unfinished = location.File is null ? location : DatabaseLocation.Of(location.Folder, $"Data Source={location.File}.restoring");
        foreach (var left in Leftovers(unfinished.File).Concat(Leftovers(location.File is null ? null : SqliteSearch.FileOf(location)))) File.Delete(left);
        await using (var database = DatabaseParts.Open(unfinished))
        {
            var tables = manifest.Tables.ToDictionary(table => table.Name, StringComparer.Ordinal);
            await using var copy = await CopyIn.BeginAsync(database, manifest.Schema, manifest.Tables, cancel);
            await archive.ReadTablesAsync((name, lines) => copy.AddAsync(tables[name], lines, cancel), cancel);
            await copy.FinishAsync(cancel);
        }
        if (location.File is not { } file) return;
        CopyIn.Settle(unfinished);
        File.Move(unfinished.File!, file);
        DurableFolder.Sync(Path.GetDirectoryName(file)!);
    }

    /// <summary>A broken-off restore; and the search index of a desk that was here before, which would go on with this one's journal where that one's ended.</summary>
    private static IEnumerable<string> Leftovers(string? file) => file is null ? [] : Beside(file).Prepend(file);

    private static string[] Beside(string file) => [file + "-wal", file + "-shm", file + "-journal"];
}

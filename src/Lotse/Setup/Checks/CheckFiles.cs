using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Checking;
using Lotse.Adapters.Files;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Checks;

/// <summary>Finds files that are missing or are not what their name says.</summary>
internal static class CheckFiles
{
    private const int Page = 500;

    private const string NoFile = "is no file of the desk, or lies in the wrong folder";

    /// <summary>Attachments whose bytes are in the file store only.</summary>
    public static IAsyncEnumerable<string> AttachmentsAsync(DatabaseSnapshot snapshot, DeskDatabase now, FileStore files, CancellationToken cancel) =>
        NamedAsync("attachments", database => database.Attachments.Where(a => a.Part == -1 && a.RemovedAt == null).Select(a => new Named { Id = a.Id, Sha256 = a.Sha256, Size = a.Size }), snapshot, now, files, cancel);

    /// <summary>Files of answers that are not sent yet.</summary>
    public static IAsyncEnumerable<string> DraftsAsync(DatabaseSnapshot snapshot, DeskDatabase now, FileStore files, CancellationToken cancel) =>
        NamedAsync("draft_files", database => database.DraftFiles.Select(f => new Named { Id = f.Id, Sha256 = f.Sha256, Size = f.Size }), snapshot, now, files, cancel);

    /// <summary>Files that go with text blocks.</summary>
    public static IAsyncEnumerable<string> TextBlocksAsync(DatabaseSnapshot snapshot, DeskDatabase now, FileStore files, CancellationToken cancel) =>
        NamedAsync("text_block_files", database => database.TextBlockFiles.Select(f => new Named { Id = f.Id, Sha256 = f.Sha256, Size = f.Size }), snapshot, now, files, cancel);

    private static async IAsyncEnumerable<string> NamedAsync(
        string table, Func<DeskDatabase, IQueryable<Named>> rows, DatabaseSnapshot snapshot, DeskDatabase now, FileStore files, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var after = 0L; ;)
        {
            var page = await rows(snapshot.Database).Where(row => row.Id > after).OrderBy(row => row.Id).Take(Page).ToListAsync(cancel);
            foreach (var one in page)
            {
                var bytes = files.Length(one.Sha256);
                // A file goes after what names it.
                if (bytes == one.Size || !await rows(now).AnyAsync(row => row.Id == one.Id && row.Sha256 == one.Sha256 && row.Size == one.Size, cancel)) continue;
                yield return bytes is null ? Text($"{table} {one.Id}: the file {one.Sha256} is missing") : Text($"{table} {one.Id}: the file {one.Sha256} has {bytes} bytes, not {one.Size}");
            }
            if (page.Count < Page) yield break;
            after = page[^1].Id;
        }
    }

    private sealed record Named
    {
        public long Id { get; init; }
        public string Sha256 { get; init; } = "";
        public long Size { get; init; }
    }

    /// <param name="looked">Called for each file.</param>
    public static async IAsyncEnumerable<string> HashesAsync(FileStore files, Action looked, [EnumeratorCancellation] CancellationToken cancel)
    {
        var none = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in files.Names())
        {
            looked();
            var trouble = await TroubleAsync(files, name, cancel);
            if (trouble == NoFile) none.Add(name);
            else if (trouble is not null) yield return $"files {name}: {trouble}";
        }
        if (none.Count == 0) yield break;
        // What was taken away between its name and its bytes is not listed again.
        foreach (var name in files.Names().Where(none.Contains))
        {
            if (await TroubleAsync(files, name, cancel) is { } trouble) yield return $"files {name}: {trouble}";
        }
    }

    private static async Task<string?> TroubleAsync(FileStore files, string name, CancellationToken cancel)
    {
        try
        {
            await using var file = files.OpenAsKept(name);
            if (file is null) return NoFile;
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
            return hash == name ? null : "holds other bytes than its name says";
        }
        catch (Exception e) when (e is (IOException and not FilesAway) or UnauthorizedAccessException)
        {
            return "cannot be read";
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

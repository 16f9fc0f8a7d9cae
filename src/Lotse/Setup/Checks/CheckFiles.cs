using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Lotse.Adapters.Database.Checking;
using Lotse.Adapters.Files;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Checks;

/// <summary>Finds files that are missing or are not what their name says.</summary>
internal static class CheckFiles
{
    private const int Page = 500;

    /// <summary>Attachments whose bytes are in the file store only.</summary>
    public static IAsyncEnumerable<string> AttachmentsAsync(DatabaseSnapshot snapshot, FileStore files, CancellationToken cancel) =>
        NamedAsync("attachments", snapshot.Database.Attachments.Where(a => a.Part == -1 && a.RemovedAt == null).Select(a => new Named { Id = a.Id, Sha256 = a.Sha256, Size = a.Size }), files, cancel);

    /// <summary>Files of answers that are not sent yet.</summary>
    public static IAsyncEnumerable<string> DraftsAsync(DatabaseSnapshot snapshot, FileStore files, CancellationToken cancel) =>
        NamedAsync("draft_files", snapshot.Database.DraftFiles.Select(f => new Named { Id = f.Id, Sha256 = f.Sha256, Size = f.Size }), files, cancel);

    /// <summary>Files that go with text blocks.</summary>
    public static IAsyncEnumerable<string> TextBlocksAsync(DatabaseSnapshot snapshot, FileStore files, CancellationToken cancel) =>
        NamedAsync("text_block_files", snapshot.Database.TextBlockFiles.Select(f => new Named { Id = f.Id, Sha256 = f.Sha256, Size = f.Size }), files, cancel);

    private static async IAsyncEnumerable<string> NamedAsync(string table, IQueryable<Named> rows, FileStore files, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var after = 0L; ;)
        {
            var page = await rows.Where(row => row.Id > after).OrderBy(row => row.Id).Take(Page).ToListAsync(cancel);
            foreach (var one in page)
            {
                var bytes = files.Length(one.Sha256);
                if (bytes is null) yield return Text($"{table} {one.Id}: the file {one.Sha256} is missing");
                else if (bytes != one.Size) yield return Text($"{table} {one.Id}: the file {one.Sha256} has {bytes} bytes, not {one.Size}");
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
        foreach (var name in files.Names())
        {
            looked();
            if (await TroubleAsync(files, name, cancel) is { } trouble) yield return $"files {name}: {trouble}";
        }
    }

    private static async Task<string?> TroubleAsync(FileStore files, string name, CancellationToken cancel)
    {
        try
        {
            await using var file = files.OpenAsKept(name);
            if (file is null) return "is no file of the desk, or lies in the wrong folder";
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

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
    public static async IAsyncEnumerable<string> AttachmentsAsync(DatabaseSnapshot snapshot, FileStore files, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var after = 0L; ;)
        {
            var page = await snapshot.Database.Attachments.Where(a => a.Id > after && a.Part == -1 && a.RemovedAt == null).OrderBy(a => a.Id).Take(Page)
                .Select(a => new { a.Id, a.Sha256, a.Size }).ToListAsync(cancel);
            foreach (var one in page)
            {
                using var file = files.Open(one.Sha256);
                if (file is null) yield return Text($"attachments {one.Id}: the file {one.Sha256} is missing");
                else if (file.Length != one.Size) yield return Text($"attachments {one.Id}: the file {one.Sha256} has {file.Length} bytes, not {one.Size}");
            }
            if (page.Count < Page) yield break;
            after = page[^1].Id;
        }
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
            await using var file = files.Open(name);
            if (file is null) return "is no file of the desk, or lies in the wrong folder";
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
            return hash == name ? null : "holds other bytes than its name says";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "cannot be read";
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.IO.Compression;
using Lotse.Adapters.Database;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Finding;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Pages;

/// <summary>All files of a message in one ZIP. It is made on disk first: what cannot be read is said before anything is sent.</summary>
public static class MessageFiles
{
    public static async Task<Results<FileStreamHttpResult, NotFound>> AllAsync(
        long id, Signed signed, DeskDatabase database, ReadRawMail raw, Spool spool, CancellationToken cancel)
    {
        var message = await database.Messages.VisibleTo(database, signed.Acting).Include(m => m.Attachments.OrderBy(a => a.Id)).SingleOrDefaultAsync(m => m.Id == id, cancel);
        if (message is null || message.Attachments.Count == 0) return TypedResults.NotFound();
        var file = spool.Temporary();
        try
        {
            await PackAsync(message, raw, file, cancel);
            file.Position = 0;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
        return TypedResults.Stream(file, "application/zip", $"{id.ToString(CultureInfo.InvariantCulture)}.zip");
    }

    private static async Task PackAsync(Message message, ReadRawMail raw, Stream to, CancellationToken cancel)
    {
        var names = Names(message.Attachments.Select(a => a.Name));
        await using var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (file, name) in message.Attachments.Zip(names))
        {
            if (await raw.OpenAsync(file, message.ContentMailId, cancel) is not { } bytes) continue;
            await using (bytes)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
                entry.LastWriteTime = message.At;
                await using var into = await entry.OpenAsync(cancel);
                await bytes.CopyToAsync(into, cancel);
            }
        }
    }

    /// <summary>Names that stay in the folder they are unpacked into, each one different, also where capitals do not count.</summary>
    internal static IEnumerable<string> Names(IEnumerable<string> wanted)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var each in wanted)
        {
            var plain = string.Concat(each.Select(c => char.IsControl(c) || "/\\:*?\"<>|".Contains(c, StringComparison.Ordinal) ? '_' : c)).Trim(' ', '.');
            if (plain.Length == 0) plain = "file";
            var (stem, end) = (Path.GetFileNameWithoutExtension(plain), Path.GetExtension(plain));
            var name = plain;
            for (var n = 2; !taken.Add(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"{stem} ({n}){end}");
            yield return name;
        }
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using Lotse.Adapters.Database.Checking;
using Lotse.Adapters.Files;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Checks;

/// <summary>Finds raw mails that cannot be unpacked, because they or a file they name are damaged or missing.</summary>
internal static class CheckRawMails
{
    /// <summary>A raw mail without its attachments is small; a page stays within a few megabytes.</summary>
    private const int Page = 50;

    public static async IAsyncEnumerable<string> FindAsync(
        DatabaseSnapshot snapshot, RawMailCodec codec, string spool, [EnumeratorCancellation] CancellationToken cancel)
    {
        var database = snapshot.Database;
        for (var after = 0L; ;)
        {
            var page = await database.Deliveries.Where(d => d.Id > after).OrderBy(d => d.Id).Take(Page)
                .Join(database.RawMails, d => d.RawMailId, r => r.Id, (d, r) => new { d.Id, d.Size, r.Bytes }).ToListAsync(cancel);
            foreach (var one in page)
            {
                if (Trouble(codec, one.Bytes, one.Size, spool) is { } trouble) yield return string.Create(CultureInfo.InvariantCulture, $"deliveries {one.Id}: {trouble}");
            }
            var last = await database.Deliveries.Where(d => d.Id > after).OrderBy(d => d.Id).Take(Page).Select(d => d.Id).ToListAsync(cancel);
            if (last.Count < Page) yield break;
            after = last[^1];
        }
    }

    private static string? Trouble(RawMailCodec codec, byte[] packed, long size, string spool)
    {
        try
        {
            using var mail = codec.Unpack(packed, spool);
            return mail.Length == size ? null : string.Create(CultureInfo.InvariantCulture, $"its raw mail has {mail.Length} bytes, not {size}");
        }
        catch (Exception e) when (e is not OutOfMemoryException and not FilesAway)
        {
            // Damaged bytes can make the unpacking fail in any way.
            return $"its raw mail cannot be unpacked: {(e is InvalidDataException ? e.Message : e.GetType().Name)}";
        }
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using Lotse.Adapters.Database;
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
        DatabaseSnapshot snapshot, DeskDatabase now, RawMailCodec codec, string spool, [EnumeratorCancellation] CancellationToken cancel)
    {
        var database = snapshot.Database;
        for (var after = 0L; ;)
        {
            var page = await database.Deliveries.Where(d => d.Id > after).OrderBy(d => d.Id).Take(Page)
                .Join(database.RawMails, d => d.RawMailId, r => r.Id, (d, r) => new { d.Id, d.Size, r.Bytes }).ToListAsync(cancel);
            foreach (var one in page)
            {
                if (await TroubleAsync(now, new RawMailOf(one.Id, one.Size, one.Bytes), codec, spool, cancel) is { } trouble) yield return string.Create(CultureInfo.InvariantCulture, $"deliveries {one.Id}: {trouble}");
            }
            var last = await database.Deliveries.Where(d => d.Id > after).OrderBy(d => d.Id).Take(Page).Select(d => d.Id).ToListAsync(cancel);
            if (last.Count < Page) yield break;
            after = last[^1];
        }
    }

    /// <summary>A mail that has been forgotten since, with its files, is none; one that was written anew is looked at as it is by now.</summary>
    private static async Task<string?> TroubleAsync(DeskDatabase now, RawMailOf mail, RawMailCodec codec, string spool, CancellationToken cancel)
    {
        while (Trouble(codec, mail.Bytes, mail.Size, spool) is { } trouble)
        {
            var there = await now.Deliveries.Where(d => d.Id == mail.Delivery).Join(now.RawMails, d => d.RawMailId, r => r.Id, (d, r) => new { d.Size, r.Bytes }).SingleOrDefaultAsync(cancel);
            if (there is null) return null;
            if (there.Size == mail.Size && there.Bytes.AsSpan().SequenceEqual(mail.Bytes)) return trouble;
            mail = mail with { Size = there.Size, Bytes = there.Bytes };
        }
        return null;
    }

    private sealed record RawMailOf(long Delivery, long Size, byte[] Bytes);

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

using System.Globalization;
using System.Runtime.CompilerServices;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Checking;
using Lotse.Adapters.Files;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Checks;

/// <summary>Finds raw mails that cannot be unpacked, because they or a file they name are damaged or missing: as they came in, and what was inside of sealed ones.</summary>
internal static class CheckRawMails
{
    /// <summary>A raw mail without its attachments is small; a page stays within a few megabytes.</summary>
    private const int Page = 50;

    /// <summary>Few messages were sealed, and no index knows which: all are gone through by their key, two numbers of each.</summary>
    private const int MessagesAtOnce = 10_000;

    public static async IAsyncEnumerable<string> FindAsync(
        DatabaseSnapshot snapshot, DeskDatabase now, RawMailCodec codec, string spool, [EnumeratorCancellation] CancellationToken cancel)
    {
        var database = snapshot.Database;
        for (var after = 0L; ;)
        {
            var page = await database.Deliveries.Where(d => d.Id > after).OrderBy(d => d.Id).Take(Page)
                .Join(database.RawMails, d => d.RawMailId, r => r.Id, (d, r) => new RawMailOf(d.Id, d.Size, r.Bytes)).ToListAsync(cancel);
            foreach (var one in page)
            {
                var trouble = await TroubleAsync(one, () => now.Deliveries.Where(d => d.Id == one.Id).Join(now.RawMails, d => d.RawMailId, r => r.Id, (d, r) => new RawMailOf(d.Id, d.Size, r.Bytes)).SingleOrDefaultAsync(cancel), codec, spool);
                if (trouble is not null) yield return Text($"deliveries {one.Id}: its raw mail {trouble}");
            }
            var last = await database.Deliveries.Where(d => d.Id > after).OrderBy(d => d.Id).Take(Page).Select(d => d.Id).ToListAsync(cancel);
            if (last.Count < Page) break;
            after = last[^1];
        }
        await foreach (var line in OpenedAsync(database, now, codec, spool, cancel)) yield return line;
    }

    private static async IAsyncEnumerable<string> OpenedAsync(DeskDatabase database, DeskDatabase now, RawMailCodec codec, string spool, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var after = 0L; ;)
        {
            var messages = await database.Messages.Where(m => m.Id > after).OrderBy(m => m.Id).Take(MessagesAtOnce).Select(m => new { m.Id, m.OpenedMailId }).ToListAsync(cancel);
            foreach (var some in messages.Where(m => m.OpenedMailId is not null).Select(m => m.Id).Chunk(Page))
            {
                foreach (var one in await Opened(database, [.. some]).ToListAsync(cancel))
                {
                    var trouble = await TroubleAsync(one, () => Opened(now, [one.Id]).SingleOrDefaultAsync(cancel), codec, spool);
                    if (trouble is not null) yield return Text($"messages {one.Id}: its opened mail {trouble}");
                }
            }
            if (messages.Count < MessagesAtOnce) yield break;
            after = messages[^1].Id;
        }
    }

    private static IQueryable<RawMailOf> Opened(DeskDatabase database, List<long> messages) =>
        database.Messages.Where(m => messages.Contains(m.Id)).Join(database.RawMails, m => m.OpenedMailId, r => (long?)r.Id, (m, r) => new RawMailOf(m.Id, null, r.Bytes));

    /// <summary>A mail that has been forgotten since, with its files, is none; one that was written anew is looked at as it is by now.</summary>
    /// <param name="ask">As it is by now; null where it is gone.</param>
    private static async Task<string?> TroubleAsync(RawMailOf mail, Func<Task<RawMailOf?>> ask, RawMailCodec codec, string spool)
    {
        while (Trouble(codec, mail.Bytes, mail.Size, spool) is { } trouble)
        {
            if (await ask() is not { } there) return null;
            if (there.Size == mail.Size && there.Bytes.AsSpan().SequenceEqual(mail.Bytes)) return trouble;
            mail = there;
        }
        return null;
    }

    /// <param name="Id">Of what names it.</param>
    /// <param name="Size">Null where nobody says.</param>
    private sealed record RawMailOf(long Id, long? Size, byte[] Bytes);

    private static string? Trouble(RawMailCodec codec, byte[] packed, long? size, string spool)
    {
        try
        {
            using var mail = codec.Unpack(packed, spool);
            return size is null || mail.Length == size ? null : Text($"has {mail.Length} bytes, not {size}");
        }
        catch (Exception e) when (e is not OutOfMemoryException and not FilesAway)
        {
            // Damaged bytes can make the unpacking fail in any way.
            return $"cannot be unpacked: {(e is InvalidDataException ? e.Message : e.GetType().Name)}";
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

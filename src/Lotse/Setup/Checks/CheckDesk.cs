using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Checking;
using Lotse.Adapters.Files;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Checks;

/// <summary>What a check found, and how much it looked at.</summary>
public sealed record CheckSummary(long Tickets, long Messages, long Deliveries, long Files, long Findings);

/// <summary>Verifies everything the desk keeps: references, counters, raw mails, files. Looks at one moment of the database and changes nothing,
/// so it may run while the desk serves. What it holds in memory does not grow with the desk. Files are not of that moment: before it says that one is missing it asks whether what names it is still there.</summary>
/// <param name="snapshot">Is closed before the files are read, which may take hours.</param>
/// <param name="now">The same database as it is by now.</param>
/// <param name="spool">Folder for temporary files.</param>
/// <param name="progress">Gets a line now and then while files are read.</param>
/// <param name="report">Gets one line a finding; lines of one kind beyond <see cref="LinesOfOneKind"/> are only counted.</param>
public sealed class CheckDesk(DatabaseSnapshot snapshot, DeskDatabase now, FileStore files, string spool, TimeProvider clock, Action<string> report, Action<string>? progress = null)
{
    public const int LinesOfOneKind = 100;

    private long _findings;

    public async Task<CheckSummary> RunAsync(CancellationToken cancel = default)
    {
        await TakeAsync("pages", CheckPages.FindAsync(snapshot, cancel));
        await TakeAsync("references", CheckReferences.FindAsync(snapshot, cancel));
        await TakeAsync("counters", CheckCounters.FindAsync(snapshot, clock.GetUtcNow(), cancel));
        await TakeAsync("raw mails", CheckRawMails.FindAsync(snapshot, now, new RawMailCodec(files), spool, cancel));
        await TakeAsync("attachments", CheckFiles.AttachmentsAsync(snapshot, now, files, cancel));
        await TakeAsync("files of drafts", CheckFiles.DraftsAsync(snapshot, now, files, cancel));
        await TakeAsync("files of text blocks", CheckFiles.TextBlocksAsync(snapshot, now, files, cancel));
        var database = snapshot.Database;
        var (tickets, messages, deliveries) = (await database.Tickets.LongCountAsync(cancel), await database.Messages.LongCountAsync(cancel), await database.Deliveries.LongCountAsync(cancel));
        await snapshot.DisposeAsync();
        var looked = 0L;
        await TakeAsync("files", CheckFiles.HashesAsync(files, () => Say(++looked), cancel));
        return new CheckSummary(tickets, messages, deliveries, looked, _findings);
    }

    private void Say(long looked)
    {
        if (looked % 1000 == 0) progress?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{looked} files looked at"));
    }

    private async Task TakeAsync(string kind, IAsyncEnumerable<string> findings)
    {
        var count = 0L;
        await foreach (var line in findings)
        {
            if (++count <= LinesOfOneKind) report(line);
        }
        if (count > LinesOfOneKind) report(string.Create(CultureInfo.InvariantCulture, $"{kind}: {count - LinesOfOneKind} more"));
        _findings += count;
    }
}

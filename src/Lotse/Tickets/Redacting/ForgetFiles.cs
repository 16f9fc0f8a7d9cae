using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Files;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Redacting;

/// <summary>Takes noted files out of the store that nothing names any more: no attachment, no answer that is being written or held, no text block, no mail as it came. Each is set aside first, and looked at once more
/// an hour later: whoever had kept the same bytes just before has written their name down by then, and it is put back. One process at a time does it.</summary>
public sealed class ForgetFiles(DeskDatabase database, WriteGate gate, HeldWork held, FilesOfMails mails, FileStore files, TimeProvider clock, ILogger<ForgetFiles> log)
{
    /// <summary>Much longer than from keeping a file to saving what names it.</summary>
    public static readonly TimeSpan Aside = TimeSpan.FromHours(1);

    private const int AtOnce = 200;

    /// <summary>One step, to be followed by the next one after a pause.</summary>
    /// <returns>How many mails or files were looked at; 0 where there are none for now, or somebody else does it.</returns>
    public async Task<int> StepAsync(CancellationToken cancel)
    {
        if (await Leases.HoldAsync(database, gate, held, Setting.FilesLease, cancel) is not { } claim) return 0;
        try
        {
            // Before all older mails are known, nothing can be said of any file.
            return await mails.AdvanceAsync(cancel) is > 0 and var read ? read : await LookAsync(claim, cancel);
        }
        finally
        {
            await Leases.GiveBackAsync(database, gate, Setting.FilesLease, claim);
        }
    }

    private async Task<int> LookAsync(HeldClaim claim, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var due = await database.FilesToForget.Where(f => f.LookAt <= now).OrderBy(f => f.LookAt).ThenBy(f => f.Sha256).Take(AtOnce).ToListAsync(cancel);
        if (due.Count == 0) return 0;
        var names = due.ConvertAll(f => f.Sha256);
        // Their words for the search, wherever the bytes were: a small file never lay in the store.
        using (await gate.EnterAsync(cancel)) await database.FileTexts.Where(f => names.Contains(f.Sha256) && !database.Attachments.Any(a => a.Sha256 == f.Sha256 && a.RemovedAt == null)).ExecuteDeleteAsync(cancel);
        if (due.Exists(f => f.AsideAt is not null)) await mails.ReadNewestAsync(cancel);
        var named = (await Named(names).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        foreach (var file in due)
        {
            if (!await claim.IsSureAsync(cancel)) return 0;
            await TakeAsync(file, named.Contains(file.Sha256), cancel);
        }
        return due.Count;
    }

    /// <summary>Asked in one statement, so that it sees one moment: what is sent, or taken back, moves a file from one of these to another.</summary>
    private IQueryable<string> Named(List<string> names) => database.DraftFiles.Where(f => names.Contains(f.Sha256)).Select(f => f.Sha256)
        .Union(database.Attachments.Where(a => names.Contains(a.Sha256) && a.RemovedAt == null).Select(a => a.Sha256))
        .Union(database.TextBlockFiles.Where(f => names.Contains(f.Sha256)).Select(f => f.Sha256))
        .Union(database.RawMailFiles.Where(f => names.Contains(f.Sha256)).Select(f => f.Sha256))
        .Union(database.FilesToForget.Where(f => names.Contains(f.Sha256) && database.PendingReplies.Any(p => p.Draft.Contains(f.Sha256))).Select(f => f.Sha256));

    private async Task TakeAsync(FileToForget file, bool isNamed, CancellationToken cancel)
    {
        try
        {
            if (isNamed)
            {
                if (file.AsideAt is not null) files.PutBack(file.Sha256);
                await StrikeAsync(file, cancel);
            }
            else if (file.AsideAt is null)
            {
                // Written down first: what is set aside and not written down would be put back by nobody.
                if (await PutOffAsync(file, clock.GetUtcNow(), clock.GetUtcNow() + Aside, cancel) && !files.SetAside(file.Sha256)) await StrikeAsync(file, cancel);
            }
            else if (files.Remove(file.Sha256))
            {
                await PutOffAsync(file, null, clock.GetUtcNow(), cancel);
            }
            else
            {
                await StrikeAsync(file, cancel);
            }
        }
        catch (Exception e) when (e is (IOException and not FilesAway) or UnauthorizedAccessException)
        {
            log.LogWarning("The file {Name} cannot be taken away for now: {Trouble}", file.Sha256, e.GetType().Name);
            await PutOffAsync(file, file.AsideAt, clock.GetUtcNow() + Aside, cancel);
        }
    }

    /// <summary>Unless it was noted again meanwhile: then it is looked at again.</summary>
    private async Task StrikeAsync(FileToForget file, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await database.FilesToForget.Where(f => f.Sha256 == file.Sha256 && f.LookAt == file.LookAt).ExecuteDeleteAsync(cancel);
    }

    private async Task<bool> PutOffAsync(FileToForget file, DateTimeOffset? aside, DateTimeOffset until, CancellationToken cancel)
    {
        // Kept in milliseconds; never back, or what was noted before would be taken for what was noted since.
        var next = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(until.ToUnixTimeMilliseconds(), file.LookAt.ToUnixTimeMilliseconds() + 1));
        using var pass = await gate.EnterAsync(cancel);
        if (await database.FilesToForget.Where(f => f.Sha256 == file.Sha256 && f.LookAt == file.LookAt)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.AsideAt, aside).SetProperty(f => f.LookAt, next), cancel) == 0) return false;
        file.LookAt = next;
        return true;
    }
}

using Lotse.Adapters.Database;
using Lotse.Adapters.Files;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Redacting;

/// <summary>Takes files out of the store that nothing names any more: no attachment, no answer that is being written, no text block, no mail as it came.</summary>
public sealed class ForgetFiles(DeskDatabase database, FileStore files)
{
    private const int Page = 200;

    public async Task RunAsync(IReadOnlyCollection<string> names, CancellationToken cancel)
    {
        // Their words for the search, wherever the bytes were: a small file never lay in the store.
        await database.FileTexts.Where(f => names.Contains(f.Sha256) && !database.Attachments.Any(a => a.Sha256 == f.Sha256 && a.RemovedAt == null)).ExecuteDeleteAsync(cancel);
        var left = names.Where(files.Has).ToHashSet(StringComparer.Ordinal);
        if (left.Count == 0) return;
        // The long look first: between the last question and the removal nobody may name them again.
        await ExceptMailsAsync(left, cancel);
        left.ExceptWith(await database.Attachments.Where(a => left.Contains(a.Sha256) && a.RemovedAt == null).Select(a => a.Sha256).Distinct().ToListAsync(cancel));
        left.ExceptWith(await database.DraftFiles.Where(f => left.Contains(f.Sha256)).Select(f => f.Sha256).Distinct().ToListAsync(cancel));
        left.ExceptWith(await database.TextBlockFiles.Where(f => left.Contains(f.Sha256)).Select(f => f.Sha256).Distinct().ToListAsync(cancel));
        foreach (var name in left) files.Remove(name);
    }

    /// <summary>A large piece of a mail need not be an attachment, and only the packed mails know their pieces: all of them are looked through, page by page. This is rare.</summary>
    private async Task ExceptMailsAsync(HashSet<string> left, CancellationToken cancel)
    {
        for (var after = 0L; left.Count > 0;)
        {
            var page = await database.RawMails.Where(r => r.Id > after).OrderBy(r => r.Id).Take(Page).ToListAsync(cancel);
            foreach (var mail in page) left.ExceptWith(RawMailCodec.FilesOf(mail.Bytes));
            if (page.Count < Page) return;
            after = page[^1].Id;
        }
    }
}

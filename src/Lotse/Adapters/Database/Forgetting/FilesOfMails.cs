using System.Globalization;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Files;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Forgetting;

/// <summary>Knows which files mails name: a large piece of a mail need not be an attachment, and only the packed mails know their pieces. Each mail is read once for it, some time after it came, so that intake
/// writes nothing more; a mark says up to which one that is done.</summary>
public sealed class FilesOfMails(DeskDatabase database, WriteGate gate, TimeProvider clock, ILogger<FilesOfMails> log)
{
    /// <summary>By then a mail is there that was given its key, whatever the clock of the desk that took it in says. Behind the mark nobody looks again.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromHours(2);

    private const int Page = 200, PagesAtOnce = 10;

    /// <summary>Goes on behind the mark for some pages.</summary>
    /// <returns>How many mails were read; 0 where all are known that have settled.</returns>
    public async Task<int> AdvanceAsync(CancellationToken cancel)
    {
        var (after, until, count) = (await MarkAsync(cancel), Ids.First(clock.GetUtcNow() - Settled), 0);
        for (var pages = 0; pages < PagesAtOnce; pages++)
        {
            var page = await database.RawMails.Where(r => r.Id > after && r.Id < until).OrderBy(r => r.Id).Take(Page).ToListAsync(cancel);
            if (page.Count == 0) break;
            (after, count) = (page[^1].Id, count + page.Count);
            await KeepAsync(page, after, cancel);
            if (page.Count < Page) break;
        }
        return count;
    }

    /// <summary>Those behind the mark too, as far as they are there now.</summary>
    public async Task ReadNewestAsync(CancellationToken cancel)
    {
        for (var after = await MarkAsync(cancel); ;)
        {
            var page = await database.RawMails.Where(r => r.Id > after).OrderBy(r => r.Id).Take(Page).ToListAsync(cancel);
            if (page.Count == 0) return;
            after = page[^1].Id;
            await KeepAsync(page, null, cancel);
        }
    }

    private async Task<long> MarkAsync(CancellationToken cancel) =>
        await database.Settings.Where(s => s.Name == Setting.FilesOfMailsAt).Select(s => s.Value).SingleOrDefaultAsync(cancel) is { } at ? long.Parse(at, CultureInfo.InvariantCulture) : 0;

    /// <summary>A mail that goes in this moment takes its rows with it, or is not there to be given any.</summary>
    private async Task KeepAsync(List<RawMail> mails, long? mark, CancellationToken cancel)
    {
        var named = mails.SelectMany(mail => NamesOf(mail).Select(name => (Name: name, mail.Id))).ToList();
        if (named.Count == 0 && mark is null) return;
        using var pass = await gate.EnterAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        foreach (var (name, id) in named)
        {
            await database.Database.ExecuteSqlAsync($"INSERT INTO raw_mail_files (sha256, raw_mail_id) SELECT {name}, id FROM raw_mails WHERE id = {id} ON CONFLICT (sha256, raw_mail_id) DO NOTHING", cancel);
        }
        if (mark is { } at)
        {
            var text = at.ToString(CultureInfo.InvariantCulture);
            await database.Database.ExecuteSqlAsync($"INSERT INTO settings (name, value) VALUES ({Setting.FilesOfMailsAt}, {text}) ON CONFLICT (name) DO UPDATE SET value = excluded.value", cancel);
        }
        await transaction.CommitAsync(cancel);
    }

    private IEnumerable<string> NamesOf(RawMail mail)
    {
        var names = RawMailCodec.FilesOf(mail.Bytes, out var damaged);
        if (damaged) log.LogWarning("The raw mail {Id} is damaged: files that it may name behind the damage are not known.", mail.Id);
        return names.Distinct(StringComparer.Ordinal);
    }
}

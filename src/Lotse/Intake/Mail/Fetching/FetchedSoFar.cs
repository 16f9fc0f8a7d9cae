using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.MailServer.Imap;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Fetching;

/// <summary>How far the mailboxes have been fetched, as their rows keep it.</summary>
internal sealed class FetchedSoFar(IServiceScopeFactory scopes, IDataProtectionProvider keys, WriteGate gate, TimeProvider clock)
{
    public async ValueTask<ImapCursor?> LoadAsync(ImapMailboxOptions from, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        var row = await database.Mailboxes.Where(m => m.Address == from.Address).Select(m => new { m.Id, m.ImapValidity, m.ImapLastUid, m.LastMailAt }).SingleOrDefaultAsync(cancel);
        if (row is not { ImapValidity: { } validity, ImapLastUid: { } uid }) return null;
        var note = Setting.LeftBehindOf(row.Id);
        var left = await database.Settings.Where(s => s.Name == note).Select(s => s.Value).SingleOrDefaultAsync(cancel);
        return new ImapCursor((uint)validity, (uint)uid) { LastMailAt = row.LastMailAt, Unmarked = Read(left, (uint)validity) };
    }

    /// <summary>Only where the mailbox is still fetched from there: who has changed the settings wants nothing to be known of another place.</summary>
    public async ValueTask SaveAsync(ImapMailboxOptions from, ImapCursor cursor, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        while (true)
        {
            var row = await database.Mailboxes.Where(m => m.Address == from.Address).Select(m => new { m.Id, m.Imap }).SingleOrDefaultAsync(cancel);
            if (row?.Imap is not { } kept || MailboxImap.Unprotect(keys, kept)?.IsOf(from) != true) return;
            var now = clock.GetUtcNow();
            await using var transaction = await database.Database.BeginTransactionAsync(cancel);
            // A token that is renewed meanwhile changes the settings too: then it is looked at once more.
            var saved = await database.Mailboxes.Where(m => m.Id == row.Id && m.Imap == kept).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.ImapValidity, cursor.UidValidity).SetProperty(m => m.ImapLastUid, cursor.LastUid).SetProperty(m => m.LastMailAt, now), cancel);
            if (saved == 0) continue;
            await NoteAsync(database, Setting.LeftBehindOf(row.Id), cursor, cancel);
            await transaction.CommitAsync(cancel);
            return;
        }
    }

    private static async Task NoteAsync(DeskDatabase database, string name, ImapCursor cursor, CancellationToken cancel)
    {
        if (cursor.Unmarked.Count == 0)
        {
            await database.Settings.Where(s => s.Name == name).ExecuteDeleteAsync(cancel);
            return;
        }
        var kept = await database.Settings.AsTracking().SingleOrDefaultAsync(s => s.Name == name, cancel);
        if (kept is null) database.Settings.Add(kept = new Setting { Name = name });
        kept.Value = Write(cursor);
        await database.SaveChangesAsync(cancel);
    }

    /// <summary>UIDVALIDITY, then UID and the reason's first letter of each.</summary>
    private static string Write(ImapCursor cursor) => string.Join(' ', cursor.Unmarked.Select(mail => string.Create(CultureInfo.InvariantCulture, $"{mail.Uid}{(mail.Reason == LeftBehindReason.TooLarge ? 'T' : 'U')}"))
        .Prepend(cursor.UidValidity.ToString(CultureInfo.InvariantCulture)));

    private static IReadOnlyList<LeftBehindMail> Read(string? kept, uint validity)
    {
        if (kept?.Split(' ') is not [var of, .. var mails] || of != validity.ToString(CultureInfo.InvariantCulture)) return [];
        return [.. mails.Where(mail => mail.Length > 1).Select(mail => new LeftBehindMail(
            uint.Parse(mail.AsSpan(0, mail.Length - 1), CultureInfo.InvariantCulture), mail[^1] == 'T' ? LeftBehindReason.TooLarge : LeftBehindReason.Unreadable))];
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Imap;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Importing;

/// <summary>An IMAP folder as a source of imported mails. How far it has come is written down by UIDVALIDITY and UID, so that the next run goes on there;
/// what a crash leaves between a mail and that note is found to be known already.</summary>
public sealed class ImportFolder(IServiceScopeFactory scopes, WriteGate gate, Spool spool, TimeProvider clock)
{
    /// <exception cref="ImapFolderAway">The server or the folder cannot be had; also while the mails are read.</exception>
    public async Task<ImportSource> OpenAsync(ImapMailboxOptions place, CancellationToken stop)
    {
        var note = Setting.ImportOf(KeyOf(place));
        var folder = new ReadImapFolder(place, spool.Folder, clock);
        try
        {
            await folder.OpenAsync(await CursorAsync(note, stop), stop);
        }
        catch
        {
            await folder.DisposeAsync();
            throw;
        }
        return new ImportSource(AllAsync(folder, stop), folder.Waiting, mail => mail.Mark is ImapCursor at ? KeepAsync(note, at) : Task.CompletedTask);
    }

    private static async IAsyncEnumerable<MailToImport> AllAsync(ReadImapFolder folder, [EnumeratorCancellation] CancellationToken stop)
    {
        await using (folder)
        {
            ImapCursor? safe = null;
            var waits = false;
            while (await NextAsync(folder, stop) is { } mail)
            {
                // What the server did not hand out today it may tomorrow: the next run begins there, and finds what lies behind it to be the same.
                waits |= mail.Missing == MissingMail.Refused;
                if (!waits) safe = mail.At;
                yield return new MailToImport($"UID {mail.At.LastUid}", mail.Bytes, Say(mail.Missing), mail.ReceivedAt, safe);
            }
        }
    }

    private static string? Say(MissingMail? missing) => missing switch
    {
        MissingMail.TooLarge => MailFiles.TooLarge,
        MissingMail.Refused => "the server does not hand it out; the next run tries it again",
        _ => null,
    };

    /// <summary>Whoever stops the import wants to hear how far it came, not of the mail that was on its way.</summary>
    private static async Task<FolderMail?> NextAsync(ReadImapFolder folder, CancellationToken stop)
    {
        try
        {
            return await folder.NextAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Another server, user, folder or mailbox is another import.</summary>
    private static string KeyOf(ImapMailboxOptions place) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', place.Address, place.Host.ToLowerInvariant(), place.Port.ToString(CultureInfo.InvariantCulture), place.User, place.Folder))))[..32];

    private async Task<ImapCursor?> CursorAsync(string note, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var kept = await scope.ServiceProvider.GetRequiredService<DeskDatabase>().Settings.Where(s => s.Name == note).Select(s => s.Value).SingleOrDefaultAsync(cancel);
        return kept?.Split(':') is [var validity, var uid] && uint.TryParse(validity, out var before) && uint.TryParse(uid, out var last) ? new ImapCursor(before, last) : null;
    }

    private async Task KeepAsync(string note, ImapCursor cursor)
    {
        using var pass = await gate.EnterAsync(CancellationToken.None);
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        var kept = await database.Settings.AsTracking().SingleOrDefaultAsync(s => s.Name == note);
        if (kept is null) database.Settings.Add(kept = new Setting { Name = note });
        kept.Value = string.Create(CultureInfo.InvariantCulture, $"{cursor.UidValidity}:{cursor.LastUid}");
        await database.SaveChangesAsync();
    }
}

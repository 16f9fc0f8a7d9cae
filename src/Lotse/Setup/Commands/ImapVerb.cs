using System.CommandLine;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.MailServer.Imap;
using Lotse.Domain.Communities;
using Lotse.Domain.Intake.Mail;
using Lotse.Intake.Mail.Fetching;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Commands;

/// <summary>The verb that says from where a mailbox is fetched. A desk that serves follows within seconds.</summary>
internal static class ImapVerb
{
    private static readonly Option<string> Address = new("--mailbox") { Description = "The mailbox's address at the desk", Required = true };
    private static readonly Option<string?> Host = new("--host") { Description = "The IMAP server" };
    private static readonly Option<int?> Port = new("--port") { Description = "993 where left out, 143 without TLS from the first byte" };
    private static readonly Option<ImapTls> Tls = new("--tls") { Description = "tls, starttls, or none for a server on this machine", DefaultValueFactory = _ => ImapTls.Tls };
    private static readonly Option<string?> User = new("--user") { Description = "Who signs in; the mailbox's address where left out" };
    private static readonly Option<bool> FromInput = new("--password-stdin") { Description = "Reads the password from standard input" };
    private static readonly Option<string> Folder = new("--folder") { Description = "The folder to empty", DefaultValueFactory = _ => "INBOX" };
    private static readonly Option<AfterTaking> After = new("--after") { Description = "What becomes of a mail on the server once the desk has it: mark, move or delete", DefaultValueFactory = _ => AfterTaking.Mark };
    private static readonly Option<string> MoveTo = new("--move-to") { Description = "The folder for --after move", DefaultValueFactory = _ => "Lotse" };
    private static readonly Option<bool> NewOnly = new("--new-only") { Description = "Leaves what lies there already" };
    private static readonly Option<bool> Off = new("--off") { Description = "Fetches no more" };

    public static Command Command()
    {
        var command = new Command("imap", "Says from where a mailbox is fetched by IMAP") { Address, Host, Port, Tls, User, FromInput, Folder, After, MoveTo, NewOnly, Off };
        foreach (var option in OAuthOptions.All) command.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            await using var desk = await OpenedDesk.OpenAsync(parsed, cancel: cancel);
            var address = MailAddresses.Normal(parsed.GetValue(Address)!);
            var mailbox = await desk.Database.Mailboxes.AsTracking().SingleOrDefaultAsync(m => m.Address == address, cancel)
                ?? throw new CommandFailed($"There is no mailbox {address}.");
            var keys = desk.Get<IDataProtectionProvider>();
            var wanted = parsed.GetValue(Off) ? null : await ReadAsync(parsed, address, cancel);
            if (wanted?.Problem(address) is { } problem) throw new CommandFailed(problem, 2);
            var before = mailbox.Imap is { } kept ? MailboxImap.Unprotect(keys, kept) : null;
            mailbox.Imap = wanted?.Protect(keys);
            if (wanted is null || !wanted.IsSamePlace(before)) Forget(desk.Database, mailbox);
            (mailbox.LastError, mailbox.LastErrorAt, mailbox.LastOkAt) = (null, null, null);
            await desk.Get<Journal>().SaveAsync(cancel);
            var left = Setting.LeftBehindOf(mailbox.Id);
            await desk.Database.Settings.Where(s => s.Name == left).ExecuteDeleteAsync(cancel);
            Console.WriteLine(wanted is null ? $"{address} is fetched no more." : $"{address} is fetched from {wanted}.");
            return 0;
        });
        return command;
    }

    /// <summary>Written in any case: a desk that serves may have come further since the row was read.</summary>
    private static void Forget(DeskDatabase database, Mailbox mailbox)
    {
        (mailbox.ImapValidity, mailbox.ImapLastUid) = (null, null);
        database.Entry(mailbox).Property(m => m.ImapValidity).IsModified = true;
        database.Entry(mailbox).Property(m => m.ImapLastUid).IsModified = true;
    }

    private static async Task<MailboxImap> ReadAsync(ParseResult parsed, string address, CancellationToken cancel)
    {
        var byToken = OAuthOptions.AreGiven(parsed);
        if (byToken == parsed.GetValue(FromInput))
            throw new CommandFailed(byToken ? "A mailbox has either a password or OAuth2, not both." : "The password is read from standard input; say so with --password-stdin.", 2);
        var oauth = byToken ? await OAuthOptions.ReadAsync(parsed, provider => provider.ImapScope, Console.In, cancel) : null;
        var password = byToken ? "" : (await Console.In.ReadLineAsync(cancel))?.TrimEnd('\r') ?? "";
        var tls = parsed.GetValue(Tls);
        return new MailboxImap(parsed.GetValue(Host) ?? OAuthOptions.ProviderOf(parsed)?.ImapHost ?? "", parsed.GetValue(Port) ?? (tls == ImapTls.Tls ? 993 : 143), tls, parsed.GetValue(User) ?? address, password,
            parsed.GetValue(Folder)!, parsed.GetValue(After), parsed.GetValue(MoveTo)!, parsed.GetValue(NewOnly) ? ImapStart.NewMailOnly : ImapStart.Everything) { OAuth = oauth };
    }
}

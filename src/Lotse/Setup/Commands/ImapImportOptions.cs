using System.CommandLine;
using Lotse.Adapters.MailServer.Door;
using Lotse.Adapters.MailServer.Imap;
using Lotse.Domain.Intake.Mail;
using Lotse.Intake.Mail.Fetching;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Commands;

/// <summary>By what an import learns which IMAP folder to read, and how to sign in. Secrets come from a file, from standard input or from what a mailbox has already.</summary>
internal static class ImapImportOptions
{
    private static readonly Option<string?> PasswordFile = new("--password-file") { Description = "A file whose first line is the IMAP password" };
    private static readonly Option<bool> FromInput = new("--password-stdin") { Description = "Reads the IMAP password from standard input" };
    private static readonly Option<ImapTls?> Tls = new("--tls") { Description = "With imap://: starttls where left out, tls, or none for a server on this machine" };
    private static readonly Option<string?> FromMailbox = new("--from-mailbox") { Description = "Signs in as that mailbox is fetched, by password or by OAuth2; instead of an imap:// address" };
    private static readonly Option<string?> Folder = new("--folder") { Description = "With --from-mailbox: the folder to read" };

    public static Option[] All => [PasswordFile, FromInput, Tls, FromMailbox, Folder];

    /// <returns>Null where the mails come from files.</returns>
    public static async Task<ImapMailboxOptions?> PlaceAsync(OpenedDesk desk, ParseResult parsed, string[] paths, string address, CancellationToken cancel)
    {
        if (parsed.GetValue(FromMailbox) is { } from)
        {
            if (paths.Length > 0) throw new CommandFailed("With --from-mailbox the folder is named by --folder, and there are no files.", 2);
            return await OfMailboxAsync(desk, MailAddresses.Normal(from), parsed.GetValue(Folder) ?? throw new CommandFailed("With --from-mailbox comes --folder, the folder to read.", 2), address, cancel);
        }
        if (!Array.Exists(paths, ImapPlace.IsOne))
        {
            return All.Any(option => parsed.GetResult(option) is { Implicit: false }) ? throw new CommandFailed("--password-file, --password-stdin, --tls and --folder belong to an imap:// address or to --from-mailbox.", 2) : null;
        }
        if (paths.Length > 1) throw new CommandFailed("An IMAP folder is imported on its own: one address, and no files beside it.", 2);
        var (place, problem) = ImapPlace.Parse(paths[0], parsed.GetValue(Tls));
        if (place is null) throw new CommandFailed(problem!, 2);
        var options = new ImapMailboxOptions(address, place.Host, place.Port, place.Tls, place.User)
        {
            Secret = await PasswordAsync(parsed, cancel), Folder = place.Folder, MaxMailBytes = desk.Get<MailDoorOptions>().MaxMailBytes,
        };
        return options.Problem() is { } wrong ? throw new CommandFailed(wrong, 2) : options;
    }

    /// <summary>In one sentence; the server's own words follow.</summary>
    public static string Say(MailboxTrouble trouble) => trouble switch
    {
        MailboxTrouble.Unreachable => "The IMAP server cannot be reached.",
        MailboxTrouble.TimedOut => "The IMAP server does not answer.",
        MailboxTrouble.Tls => "TLS with the IMAP server does not come about.",
        MailboxTrouble.SignIn => "The IMAP server does not take user and password.",
        MailboxTrouble.TokenNotTaken => "The IMAP server does not take the access token.",
        MailboxTrouble.TokenClient or MailboxTrouble.TokenGrant or MailboxTrouble.TokenConsent or MailboxTrouble.TokenEndpointAway or MailboxTrouble.TokenNotUnderstood => "There is no access token.",
        MailboxTrouble.Folder => "There is no such folder.",
        _ => "The connection to the IMAP server was lost.",
    };

    private static async Task<ImapMailboxOptions> OfMailboxAsync(OpenedDesk desk, string from, string folder, string address, CancellationToken cancel)
    {
        var row = await desk.Database.Mailboxes.SingleOrDefaultAsync(m => m.Address == from, cancel) ?? throw new CommandFailed($"There is no mailbox {from}.");
        if (row.Imap is not { } kept) throw new CommandFailed($"{from} is not fetched by IMAP: see lotse mailbox imap.");
        if (MailboxImap.Unprotect(desk.Get<IDataProtectionProvider>(), kept) is not { } imap) throw new CommandFailed($"The desk's keys do not open the settings of {from}; set them anew.");
        var tokens = imap.OAuth is { } oauth ? desk.Get<MailboxTokens>().Of(from, oauth) : null;
        // The folder is only read, so what becomes of fetched mail is of no account here.
        return imap.Options(address, desk.Get<MailDoorOptions>().MaxMailBytes, tokens is null ? null : tokens.GetAsync) with { Folder = folder, After = AfterTaking.Mark };
    }

    private static async Task<string> PasswordAsync(ParseResult parsed, CancellationToken cancel)
    {
        var file = parsed.GetValue(PasswordFile);
        if ((file is null) == !parsed.GetValue(FromInput)) throw new CommandFailed("The IMAP password comes from --password-file FILE or from --password-stdin.", 2);
        using var input = file is null ? null : File.OpenText(file);
        var password = (await (input ?? Console.In).ReadLineAsync(cancel))?.TrimEnd('\r') ?? "";
        return password.Length > 0 ? password : throw new CommandFailed($"{file ?? "Standard input"} holds no password in its first line.", 2);
    }
}

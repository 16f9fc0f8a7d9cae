using System.CommandLine;
using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.MailServer.Unsealing;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Commands;

/// <summary>Verbs for the keys of sealed mail (S/MIME, PGP): those that open it, and those that tell who signed it. A desk that serves follows with the next mail.</summary>
internal static class KeyVerbs
{
    private const int FileAtMost = 5_000_000;

    /// <summary>Enough of a fingerprint that nobody removes another key by a slip.</summary>
    private const int ShortestFingerprint = 8;

    private static readonly Option<string?> Import = new("--import") { Description = "The file with the key" };
    private static readonly Option<string?> PasswordFile = new("--password-file") { Description = "A file whose first line is the key's password or passphrase" };
    private static readonly Option<bool> List = new("--list") { Description = "Shows the keys that are set up, which is also what happens where nothing is asked" };
    private static readonly Option<string?> Remove = new("--remove") { Description = "The fingerprint of the key to take away, or its beginning" };

    public static Command OfMailbox()
    {
        var address = new Argument<string>("address") { Description = "The mailbox's address" };
        var command = new Command("keys", "The private keys that open mail encrypted to a mailbox: PKCS #12 for S/MIME, secret keys for PGP") { address, Import, PasswordFile, List, Remove };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var desk = await OpenAsync(parsed, cancel);
            var name = MailAddresses.Normal(parsed.GetValue(address)!);
            var mailbox = await desk.Database.Mailboxes.SingleOrDefaultAsync(m => m.Address == name, cancel) ?? throw new CommandFailed($"There is no mailbox {name}.");
            if (parsed.GetValue(Import) is not { } file) return await ListOrRemoveAsync(desk, parsed, mailbox.Id, cancel);
            var keys = Taken(KeyFile.ReadPrivate(await ReadAsync(file, cancel), await PasswordAsync(parsed, cancel)));
            await AddAsync(desk, MailKeyUse.Mailbox, mailbox.Id, keys, cancel);
            await Console.Error.WriteLineAsync($"lotse: Mail to {name} that comes from now on is opened with it. Mail that came before stays as it is until somebody chooses \"Read again\" on it.");
            if (keys.All(key => !key.Names.Contains(name))) await Console.Error.WriteLineAsync($"lotse: The key does not name {name}; people who write to it may not find that key.");
            return 0;
        });
        return command;
    }

    public static Command OfContacts()
    {
        var anchor = new Option<bool>("--anchor") { Description = "The file holds certificates of authorities: whom they vouch for is known here" };
        var command = new Command("keys", "Certificates and public keys of those who write to the desk: by these it knows who signed") { Import, anchor, List, Remove };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var desk = await OpenAsync(parsed, cancel);
            if (parsed.GetValue(Import) is not { } file) return await ListOrRemoveAsync(desk, parsed, null, cancel);
            var keys = Taken(KeyFile.ReadPublic(await ReadAsync(file, cancel)));
            var asAnchor = parsed.GetValue(anchor);
            if (asAnchor && keys.Any(key => key.Material.Kind != MailSeal.Smime)) throw new CommandFailed("Only certificates can be anchors; a PGP key speaks for its own addresses.");
            if (!asAnchor && keys.FirstOrDefault(key => !key.Names.Any(MailAddresses.LooksRight)) is { } nameless)
                throw new CommandFailed($"{nameless.Title} names no mail address. A certificate authority is set up with --anchor.");
            await AddAsync(desk, asAnchor ? MailKeyUse.Anchor : MailKeyUse.Contact, null, keys, cancel);
            return 0;
        });
        return command;
    }

    private static async Task<OpenedDesk> OpenAsync(ParseResult parsed, CancellationToken cancel)
    {
        string[] asked = [.. ((Option[])[Import, List, Remove]).Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name)];
        return asked.Length <= 1 ? await OpenedDesk.OpenAsync(parsed, services => services.AddScoped<KeptMailKeys>(), cancel)
            : throw new CommandFailed($"Only one of {string.Join(" and ", asked)} at a time.", 2);
    }

    private static IReadOnlyList<KeyFile> Taken((IReadOnlyList<KeyFile> Keys, string? Problem) read) => read.Problem is { } problem ? throw new CommandFailed(problem) : read.Keys;

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancel)
    {
        var info = new FileInfo(file);
        if (!info.Exists) throw new CommandFailed($"There is no {file}.");
        return info.Length <= FileAtMost ? await File.ReadAllBytesAsync(file, cancel) : throw new CommandFailed($"{file} is too large for a key.");
    }

    private static async Task<string?> PasswordAsync(ParseResult parsed, CancellationToken cancel)
    {
        if (parsed.GetValue(PasswordFile) is not { } file) return null;
        var text = System.Text.Encoding.UTF8.GetString(await ReadAsync(file, cancel));
        return text.Split('\n')[0].TrimEnd('\r').TrimStart('\uFEFF');
    }

    private static async Task AddAsync(OpenedDesk desk, MailKeyUse use, long? mailboxId, IReadOnlyList<KeyFile> keys, CancellationToken cancel)
    {
        var (kept, ids, now) = (desk.Get<KeptMailKeys>(), desk.Get<Ids>(), Clock.OfThisMachine.GetUtcNow());
        foreach (var key in keys) await kept.AddAsync(use, mailboxId, key, ids.Next(), now, cancel);
        await desk.Get<Journal>().SaveAsync(cancel);
        foreach (var key in keys) Console.WriteLine(Line(use, key.Material.Kind, key.Fingerprint, key.Title, key.ExpiresAt));
    }

    private static async Task<int> ListOrRemoveAsync(OpenedDesk desk, ParseResult parsed, long? mailboxId, CancellationToken cancel)
    {
        var kept = desk.Get<KeptMailKeys>();
        if (parsed.GetValue(Remove) is not { } asked)
        {
            foreach (var key in await kept.ListAsync(mailboxId, cancel)) Console.WriteLine(Line(key.Use, key.Kind, key.Fingerprint, key.Title, key.ExpiresAt));
            return 0;
        }
        var fingerprint = string.Concat(asked.Where(c => c is not (' ' or ':'))).ToLowerInvariant();
        if (fingerprint.Length < ShortestFingerprint || !fingerprint.All(char.IsAsciiHexDigitLower)) throw new CommandFailed($"--remove takes at least {ShortestFingerprint} digits of a fingerprint, as --list shows it.", 2);
        var found = (await kept.ListAsync(mailboxId, cancel)).Count(key => key.Fingerprint.StartsWith(fingerprint, StringComparison.Ordinal));
        if (found != 1) throw new CommandFailed(found == 0 ? $"There is no key {asked}." : $"{found} keys begin with {asked}.");
        await kept.RemoveAsync(mailboxId, fingerprint, cancel);
        await desk.Get<Journal>().SaveAsync(cancel);
        Console.WriteLine("The key is removed. What was opened with it stays readable.");
        return 0;
    }

    private static string Line(MailKeyUse use, MailSeal kind, string fingerprint, string title, DateTimeOffset? until)
    {
        var ends = until is { } end ? string.Create(CultureInfo.InvariantCulture, $"until {end:yyyy-MM-dd}") : "without end";
        return $"{fingerprint}  {(kind == MailSeal.Pgp ? "PGP" : "S/MIME")}{(use == MailKeyUse.Anchor ? " anchor" : "")}  {ends}  {title}";
    }
}

using System.CommandLine;
using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.MailServer.Composing;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Commands;

/// <summary>The verb that has mail of a domain signed. A desk that serves follows with the next mail.</summary>
internal static class DkimVerb
{
    private const string UsualSelector = "lotse";

    public static Command Command()
    {
        var domain = new Option<string>("--domain") { Description = "The domain of mailboxes", Required = true };
        var selector = new Option<string?>("--selector") { Description = $"The key's name in DNS, {UsualSelector} where left out. Another name than before makes a new key" };
        var off = new Option<bool>("--off") { Description = "Signs no more, and forgets the key" };
        var command = new Command("dkim", "Signs mail of a domain by DKIM, and prints the record to publish in DNS") { domain, selector, off };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var desk = await OpenedDesk.OpenAsync(parsed, services => services.AddScoped<KeptDkimKeys>(), cancel);
            var name = parsed.GetValue(domain)!.Trim().TrimEnd('.').ToLowerInvariant();
            var ending = $"@{name}";
            if (!await desk.Database.Mailboxes.AnyAsync(m => m.Address.EndsWith(ending), cancel)) throw new CommandFailed($"There is no mailbox at {name}.");
            var keys = desk.Get<KeptDkimKeys>();
            var key = parsed.GetValue(off) ? null : Key(await keys.FindAsync(name, cancel), name, parsed.GetValue(selector)?.Trim().ToLowerInvariant());
            await keys.SetAsync(name, key, cancel);
            await desk.Get<Journal>().SaveAsync(cancel);
            Console.WriteLine(key is null ? $"Mail from {name} is signed no more." : $"{key.RecordName}. IN TXT {DkimKey.InZoneFile(key.RecordText)}");
            if (key is not null) await Console.Error.WriteLineAsync($"lotse: Mail from {name} is signed from now on. Publish the line above in DNS; the quoted strings are one text.");
            return 0;
        });
        return command;
    }

    /// <summary>Asked again, the verb prints the same record again.</summary>
    private static DkimKey Key(DkimKey? known, string domain, string? selector)
    {
        if (selector is not null && !DkimKey.IsSelector(selector)) throw new CommandFailed("--selector is made of letters, digits and hyphens.", 2);
        return known is not null && (selector is null || selector == known.Selector) ? known : DkimKey.Make(new IdnMapping().GetAscii(domain), selector ?? UsualSelector);
    }
}

using System.Diagnostics;
using System.Globalization;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MimeKit;
using Xunit;

namespace Lotse.Tests.MailTown;

/// <summary>What lies in somebody's mailbox, seen and changed by IMAP as their own mail program would.</summary>
public sealed class TownMailbox(Town town, string address)
{
    /// <summary>The first mail whose subject contains the given text, as soon as it is there.</summary>
    public async Task<MimeMessage> WaitForAsync(string subject = "", string folder = "INBOX", int seconds = 20)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            var found = (await AllAsync(folder)).FirstOrDefault(mail => mail.Subject?.Contains(subject, StringComparison.Ordinal) ?? subject.Length == 0);
            if (found is not null) return found;
            await Task.Delay(100);
        }
        Assert.Fail($"No mail \"{subject}\" came to {address} within {seconds} s.\n{town.Log}");
        throw new UnreachableException();
    }

    public Task<List<MimeMessage>> AllAsync(string folder = "INBOX") => InAsync(folder, async open =>
    {
        var mails = new List<MimeMessage>();
        foreach (var uid in await open.SearchAsync(SearchQuery.All)) mails.Add(await open.GetMessageAsync(uid));
        return mails;
    });

    /// <summary>Puts mails straight into the mailbox, past every relay, in this order.</summary>
    public Task PutAsync(string folder, params IEnumerable<MimeMessage> mails) => InAsync(folder, async open =>
    {
        foreach (var mail in mails) await open.AppendAsync(new AppendRequest(mail, MessageFlags.None));
        return 0;
    });

    /// <summary>As if the server had got it then.</summary>
    public Task PutAtAsync(string folder, MimeMessage mail, DateTimeOffset at) => InAsync(folder, async open => await open.AppendAsync(new AppendRequest(mail, MessageFlags.None, at)));

    /// <summary>Small mails "Mail 1", "Mail 2" and so on, straight into the mailbox.</summary>
    public Task PutAsync(int first, int count, string folder = "INBOX") =>
        PutAsync(folder, Enumerable.Range(first, count).Select(number => SmallMail(string.Create(CultureInfo.InvariantCulture, $"Mail {number}"))));

    /// <summary>Flags and keywords of each mail, in order, joined by spaces.</summary>
    public Task<List<string>> FlagsAsync(string folder = "INBOX") => InAsync(folder, async open =>
    {
        var mails = await open.FetchAsync(0, -1, new FetchRequest(MessageSummaryItems.UniqueId | MessageSummaryItems.Flags));
        return mails.Select(mail => string.Join(' ', (string[])[$"{mail.Flags & ~MessageFlags.Recent}", .. mail.Keywords.Order(StringComparer.Ordinal)])).ToList();
    });

    /// <summary>As somebody does who has dealt with a mail.</summary>
    public Task MoveAsync(uint uid, string to) => AsUserAsync(async client =>
    {
        await client.Inbox.OpenAsync(FolderAccess.ReadWrite);
        return await client.Inbox.MoveToAsync(new UniqueId(uid), await client.GetFolderAsync(to));
    });

    /// <summary>Deletes the folder and makes it again, so that its UIDs start anew under another UIDVALIDITY. Not for INBOX.</summary>
    public Task RenewAsync(string folder) => AsUserAsync(async client =>
    {
        await (await client.GetFolderAsync(folder)).DeleteAsync();
        return await client.GetFolder(client.PersonalNamespaces[0]).CreateAsync(folder, isMessageFolder: true);
    });

    public Task MakeFolderAsync(string folder) =>
        AsUserAsync(client => client.GetFolder(client.PersonalNamespaces[0]).CreateAsync(folder, isMessageFolder: true));

    public static MimeMessage SmallMail(string subject, string text = "Hallo!") => new(
        [MailboxAddress.Parse("anna@kunde.example")], [MailboxAddress.Parse("support@lotse.example")], subject, new TextPart("plain") { Text = text });

    private Task<T> InAsync<T>(string folder, Func<IMailFolder, Task<T>> work) => AsUserAsync(async client =>
    {
        var open = await client.GetFolderAsync(folder);
        await open.OpenAsync(FolderAccess.ReadWrite);
        return await work(open);
    });

    private async Task<T> AsUserAsync<T>(Func<ImapClient, Task<T>> work)
    {
        var options = town.ImapOptions(address);
        using var client = new ImapClient();
        await client.ConnectAsync(options.Host, options.Port, MailKit.Security.SecureSocketOptions.None);
        await client.AuthenticateAsync(address, Town.Password);
        var result = await work(client);
        await client.DisconnectAsync(quit: true);
        return result;
    }
}

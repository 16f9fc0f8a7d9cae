using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.MailServer.Imap;
using Lotse.Adapters.Tokens;
using Lotse.Domain.Communities;
using Lotse.Intake.Mail.Fetching;
using Lotse.Tests.Desk;
using Lotse.Tests.Replies.Automatic;
using Lotse.Tests.Setup;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors.Imap;

/// <summary>What the whole desk makes of a mailbox in which something is wrong or old.</summary>
public sealed class FetchingIntoADeskTests
{
    private const int FiftyMegabytes = 50_000_000;

    [Theory]
    [InlineData(@"\Seen \Flagged \Deleted \*")]
    [InlineData(@"\Seen \Flagged \Deleted")]
    public async Task A_mail_too_large_to_come_is_trouble_of_its_mailbox_until_it_is_seen_to(string flags)
    {
        await using var server = new ScriptedImapServer(_ => null) { SizesAreShortBy = -FiftyMegabytes, PermanentFlags = flags };
        server.Mails.Enqueue(Mail("Pläne"));
        await using var desk = await RunningDesk.StartAsync();
        await desk.FetchFromAsync(RunningDesk.Mailbox, server.Port);
        await Wait.UntilAsync(async () => (await RowAsync(desk)).LastError is not null, "it is said");
        var row = await RowAsync(desk);
        Assert.Equal((true, true), (row.LastError!.StartsWith("LeftTooLarge: 1; 2026-01-05T10:00:00Z; 50000", StringComparison.Ordinal), row.LastErrorAt > row.LastOkAt));
        Assert.Equal(1L, row.ImapLastUid);
        Assert.Contains(await desk.LookAsync(d => QueueNumbers.ReadAsync(d, 0, true, DateTimeOffset.UtcNow, default)), number => number is { State: QueueNumbers.SickMailboxes, Count: 1 });
        using (var admin = await desk.SignedInAsync())
        {
            var page = System.Net.WebUtility.HtmlDecode(await (await admin.GetAsync("/mailboxes")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Matches("50[.,]0 MB", page);
            Assert.DoesNotContain("Pläne", page, StringComparison.Ordinal);
        }

        await desk.StopAsync();
        await desk.ServeAgainAsync();
        await desk.LookAsync(d => d.Mailboxes.ExecuteUpdateAsync(set => set.SetProperty(m => m.LastError, (string?)null)));
        await Wait.UntilAsync(async () => (await RowAsync(desk)).LastError is not null, "it is said after a restart too");
    }

    [Fact]
    public async Task A_mail_that_lay_on_the_server_for_long_is_not_acknowledged_whatever_date_a_new_one_bears()
    {
        await using var old = new ScriptedImapServer(_ => null) { ReceivedAt = new DateTimeOffset(2019, 1, 5, 10, 0, 0, TimeSpan.Zero) };
        await using var live = new ScriptedImapServer(_ => null) { ReceivedAt = DateTimeOffset.UtcNow };
        await using var desk = await RunningDesk.StartAsync();
        await desk.AcknowledgeAsync();
        old.Mails.Enqueue(Mail("Vor Jahren"));
        await desk.FetchFromAsync(RunningDesk.Mailbox, old.Port);
        var first = await NumberAsync(desk, "Vor Jahren");
        live.Mails.Enqueue(Mail("Gerade eben", "Date: Thu, 01 Jan 2004 10:00:00 +0000\r\n"));
        await desk.LookAsync(d => d.Mailboxes.ExecuteUpdateAsync(set => set.SetProperty(m => m.ImapValidity, (long?)null).SetProperty(m => m.ImapLastUid, (long?)null)));
        await desk.FetchFromAsync(RunningDesk.Mailbox, live.Port);
        var second = await NumberAsync(desk, "Gerade eben");
        await desk.QuietAsync();

        Assert.Equal(("old", null), (await desk.WithheldAsync(first), await desk.WithheldAsync(second)));
        Assert.Single(desk.Outgoing());
        var messages = await desk.LookAsync(d => d.Messages.Where(m => m.Kind == Domain.Tickets.MessageKind.Incoming).ToListAsync());
        Assert.All(messages, message => Assert.True(message.At > DateTimeOffset.UtcNow.AddMinutes(-5))); // It came to the desk now, as its ticket did.
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task A_watcher_of_before_writes_nothing_over_new_settings()
    {
        await using var desk = await FilledDesk.StartAsync(mails: 1);
        var keys = desk.Services.GetRequiredService<IDataProtectionProvider>();
        var kept = new FetchedSoFar(desk.Services.GetRequiredService<IServiceScopeFactory>(), keys, desk.Services.GetRequiredService<WriteGate>(), TimeProvider.System);
        var before = new MailboxImap("127.0.0.1", 9, ImapTls.None, "anna", "x", "INBOX", AfterTaking.Mark, "Lotse", ImapStart.Everything) { OAuth = Client("first") };
        var (from, to) = (before.Options(FilledDesk.Mailbox, 1000), (before with { Folder = "Neu" }).Options(FilledDesk.Mailbox, 1000));
        var cursor = new ImapCursor(7, 100) { Unmarked = [new LeftBehindMail(40, LeftBehindReason.TooLarge), new LeftBehindMail(41, LeftBehindReason.Unreadable)] };

        await desk.InAsync<DeskDatabase, int>(d => SetAsync(d, before.Protect(keys)));
        await kept.SaveAsync(from, cursor, default);
        var loaded = await kept.LoadAsync(from, default);
        Assert.Equal((7u, 100u, "40 TooLarge, 41 Unreadable"), (loaded!.UidValidity, loaded.LastUid, string.Join(", ", loaded.Unmarked.Select(m => $"{m.Uid} {m.Reason}"))));
        Assert.NotNull(loaded.LastMailAt);

        await desk.InAsync<DeskDatabase, int>(d => SetAsync(d, (before with { OAuth = Client("second") }).Protect(keys))); // A renewed token changes no place.
        await kept.SaveAsync(from, cursor with { LastUid = 101 }, default);
        Assert.Equal(101u, (await kept.LoadAsync(from, default))!.LastUid);

        await desk.InAsync<DeskDatabase, int>(d => SetAsync(d, (before with { Folder = "Neu" }).Protect(keys)));
        await kept.SaveAsync(from, cursor with { LastUid = 102 }, default);
        Assert.Null(await kept.LoadAsync(to, default));
        await kept.SaveAsync(to, new ImapCursor(9, 1), default);
        loaded = await kept.LoadAsync(to, default);
        Assert.Equal((9u, 1u, 0), (loaded!.UidValidity, loaded.LastUid, loaded.Unmarked.Count));
        Assert.False(await desk.InAsync<DeskDatabase, bool>(d => d.Settings.AnyAsync(s => s.Name.StartsWith("left-behind:"))));
    }

    private static OAuthClient Client(string refresh) => new("https://login.example/token", "id", null, "scope") { RefreshToken = refresh };

    /// <summary>As the verb does.</summary>
    private static Task<int> SetAsync(DeskDatabase database, string imap) => database.Mailboxes.ExecuteUpdateAsync(set => set.SetProperty(m => m.Imap, imap)
        .SetProperty(m => m.ImapValidity, (long?)null).SetProperty(m => m.ImapLastUid, (long?)null));

    private static Task<Mailbox> RowAsync(RunningDesk desk) => desk.LookAsync(d => d.Mailboxes.SingleAsync());

    private static async Task<long> NumberAsync(RunningDesk desk, string subject)
    {
        await Wait.UntilAsync(() => desk.LookAsync(d => d.Tickets.AnyAsync(t => t.Subject == subject)), subject);
        return await desk.LookAsync(d => d.Tickets.Where(t => t.Subject == subject).Select(t => t.Number).SingleAsync());
    }

    private static string Mail(string subject, string more = "") =>
        $"From: anna@kunde.example\r\nTo: {RunningDesk.Mailbox}\r\nSubject: {subject}\r\nMessage-ID: <{Guid.CreateVersion7():N}@kunde.example>\r\n{more}\r\nHallo!\r\n";
}

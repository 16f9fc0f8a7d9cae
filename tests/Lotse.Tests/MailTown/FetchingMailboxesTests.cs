using Lotse.Adapters.Database;
using Lotse.Adapters.MailServer.Imap;
using Lotse.Intake.Mail.Fetching;
using Lotse.Tests.Setup;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Lotse.Tests.MailTown;

/// <summary>The whole desk empties a mailbox in a real Dovecot.</summary>
[Collection(TownCollection.Name)]
public sealed class FetchingMailboxesTests
{
    private readonly Town _town;

    public FetchingMailboxesTests(Town town)
    {
        _town = town;
        town.SkipIfMissing();
    }

    [Fact]
    public async Task A_mail_in_the_mailbox_becomes_one_ticket_also_after_a_restart()
    {
        await using var desk = await FilledDesk.StartAsync(mails: 1);
        var mailbox = _town.MailboxOf("fetched@postfach.example");
        await mailbox.PutAsync(1, 2);
        await SetAsync(desk, _town.ImapOptions("fetched@postfach.example"));

        await Eventually(async () => await CountAsync(desk) == 2);
        await Eventually(async () => (await mailbox.FlagsAsync()).All(flags => flags == "Seen"));
        Assert.NotNull((await RowAsync(desk)).ImapLastUid);

        await desk.StopAsync();
        await mailbox.PutAsync(3, 1);
        Assert.Equal(["Seen", "Seen", "None"], await mailbox.FlagsAsync());
        await desk.ServeAsync();
        await Eventually(async () => await CountAsync(desk) == 3 && (await RowAsync(desk)).LastOkAt is not null);
        Assert.Equal(["Seen", "Seen", "Seen"], await mailbox.FlagsAsync());
        Assert.Equal(3, await desk.InAsync<DeskDatabase, int>(database => database.Deliveries.CountAsync(d => d.Door == "imap")));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task What_is_wrong_with_a_mailbox_stands_on_it_until_it_is_set_right()
    {
        await using var desk = await FilledDesk.StartAsync(mails: 1);
        var right = _town.ImapOptions("troubled@postfach.example");
        await SetAsync(desk, right with { Folder = "Missing" });
        await Eventually(async () => (await RowAsync(desk)).LastError is { } error && error.StartsWith("Folder:", StringComparison.Ordinal));
        await SetAsync(desk, right);
        await Eventually(async () => await RowAsync(desk) is { LastError: null, LastOkAt: not null });
    }

    private static async Task SetAsync(FilledDesk desk, ImapMailboxOptions from)
    {
        var imap = new MailboxImap(from.Host, from.Port, from.Tls, from.User, from.Secret!, from.Folder, AfterTaking.Mark, "Lotse", ImapStart.Everything);
        var kept = imap.Protect(desk.Services.GetRequiredService<IDataProtectionProvider>());
        Assert.DoesNotContain(from.User, kept, StringComparison.Ordinal);
        await desk.InAsync<DeskDatabase, int>(database => database.Mailboxes.ExecuteUpdateAsync(set => set.SetProperty(m => m.Imap, kept)));
    }

    private static Task<Domain.Communities.Mailbox> RowAsync(FilledDesk desk) => desk.InAsync<DeskDatabase, Domain.Communities.Mailbox>(database => database.Mailboxes.SingleAsync());

    private static Task<int> CountAsync(FilledDesk desk) =>
        desk.InAsync<DeskDatabase, int>(database => database.Tickets.CountAsync(t => t.Subject.StartsWith("Mail ")));

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await condition()) return;
            await Task.Delay(150);
        }
        Assert.Fail("It did not come to pass within half a minute.");
    }
}

using System.Net.Http.Json;
using Lotse.Domain.Notices;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Notices;

/// <summary>Mails with what agents have not read.</summary>
public sealed class MailingNoticesTests
{
    private const string Lena = "lena@desk.example";

    private static async Task<(RunningDesk Desk, ApiClient Lena)> StartAsync(NoticeHabits habits)
    {
        var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        var lena = await desk.AddAgentAsync("Lena", RunningDesk.Community);
        (await lena.SendAsync(HttpMethod.Put, "/notice-settings", JsonContent.Create(habits, options: ApiClient.Json))).EnsureSuccessStatusCode();
        await desk.PostMailAsync(new CustomerMail("Netz <eins>", "Streng vertraulich.\n"));
        return (desk, lena);
    }

    private static async Task NameAsync(RunningDesk desk, string text = "@lena bitte ansehen")
    {
        await TellingAgentsTests.NoteAsync(desk.Api, 1001, text);
        await desk.ToldAsync();
    }

    /// <summary>Mails to Lena once time has passed and the desk has had a moment to look.</summary>
    private static async Task<IReadOnlyList<MimeKit.MimeMessage>> AfterAsync(RunningDesk desk, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(30))
        {
            desk.Pass(TimeSpan.FromSeconds(30));
            await Task.Delay(60, TestContext.Current.CancellationToken);
        }
        await Task.Delay(400, TestContext.Current.CancellationToken);
        return await desk.SentAsync(Lena, atLeast: 0);
    }

    [Fact]
    public async Task What_is_unread_for_a_while_leaves_in_one_mail_that_nobody_can_answer()
    {
        var (desk, _) = await StartAsync(new NoticeHabits { Mail = NoticeMail.AtOnce });
        await using var own = desk;
        await NameAsync(desk);
        await NameAsync(desk);
        Assert.Empty(await AfterAsync(desk, TimeSpan.FromSeconds(60)));

        var mail = Assert.Single(await AfterAsync(desk, TimeSpan.FromSeconds(120)));
        Assert.Equal("2 ungelesene Benachrichtigungen", mail.Subject);
        Assert.Contains("#1001 Netz <eins>", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Ada hat Sie in einer Notiz erwähnt.", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("vertraulich", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("ansehen", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Netz &lt;eins&gt;", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Equal(("auto-generated", "All"), (mail.Headers["Auto-Submitted"], mail.Headers["X-Auto-Response-Suppress"]));
        Assert.Equal(Lena, Assert.Single(mail.ReplyTo.Mailboxes).Address);
        Assert.Equal(RunningDesk.Mailbox, Assert.Single(mail.From.Mailboxes).Address);

        // Not again, and not before ten minutes are over.
        await NameAsync(desk);
        Assert.Single(await AfterAsync(desk, TimeSpan.FromMinutes(4)));
        Assert.Equal(2, (await AfterAsync(desk, TimeSpan.FromMinutes(8))).Count);
    }

    [Fact]
    public async Task What_answers_such_a_mail_is_parked_and_never_a_ticket()
    {
        var (desk, _) = await StartAsync(new NoticeHabits { Mail = NoticeMail.AtOnce });
        await using var own = desk;
        await NameAsync(desk);
        var mail = Assert.Single(await AfterAsync(desk, TimeSpan.FromMinutes(3)));

        var taken = await desk.PostMailAsync(CustomerMail.Answering(mail.MessageId!, mail.Subject!, "Bin im Urlaub.\n") with { From = Lena });
        Assert.Equal(("parked", "answers-a-notice"), (taken.Outcome, taken.Reason));
        Assert.Single((await desk.Api.ListAsync()).Items);
        Assert.Equal("opened", (await desk.PostMailAsync(CustomerMail.Answering("1.0123456789abcdef@hafen.example", "Erfunden") with { From = Lena })).Outcome);
    }

    [Fact]
    public async Task What_is_read_in_time_is_not_mailed_nor_is_anything_to_those_who_want_none_or_are_gone()
    {
        var (desk, lena) = await StartAsync(new NoticeHabits { Mail = NoticeMail.AtOnce });
        await using var own = desk;
        await NameAsync(desk, "@lena und @ada");
        await TellingAgentsTests.NoteAsync(lena, 1001, "@ada");
        await desk.ToldAsync();
        (await lena.PostAsync("/notices/readings", new { })).EnsureSuccessStatusCode();
        Assert.Empty(await AfterAsync(desk, TimeSpan.FromMinutes(3)));
        Assert.Empty(await desk.SentAsync(RunningDesk.Admin, atLeast: 0)); // Never, unless asked for.

        await NameAsync(desk);
        await desk.LookAsync(d => d.Users.Where(u => u.Id == lena.AgentId).ExecuteUpdateAsync(set => set.SetProperty(u => u.Active, false)));
        Assert.Empty(await AfterAsync(desk, TimeSpan.FromMinutes(3)));
    }

    [Fact]
    public async Task Nothing_is_mailed_of_a_ticket_that_can_no_longer_be_seen()
    {
        var (desk, lena) = await StartAsync(new NoticeHabits { Mail = NoticeMail.AtOnce });
        await using var own = desk;
        await NameAsync(desk);
        await desk.LookAsync(d => d.AgentCommunities.Where(c => c.AgentId == lena.AgentId).ExecuteDeleteAsync());

        Assert.Empty(await AfterAsync(desk, TimeSpan.FromMinutes(3)));
    }

    [Fact]
    public async Task Whoever_wants_it_so_is_mailed_the_number_only_and_in_their_language()
    {
        var (desk, lena) = await StartAsync(new NoticeHabits { Mail = NoticeMail.AtOnce, Discreet = true });
        await using var own = desk;
        await desk.LookAsync(d => d.Users.Where(u => u.Id == lena.AgentId).ExecuteUpdateAsync(set => set.SetProperty(u => u.Language, "en")));
        await NameAsync(desk);

        var mail = Assert.Single(await AfterAsync(desk, TimeSpan.FromMinutes(3)));
        Assert.Equal("One unread notice", mail.Subject);
        Assert.Contains("#1001\n", mail.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("Netz", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_way_out_is_closed_notices_wait()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true, Smtp = "smtp://127.0.0.1:9" });
        var lena = await desk.AddAgentAsync("Lena", RunningDesk.Community);
        (await lena.SendAsync(HttpMethod.Put, "/notice-settings", JsonContent.Create(new NoticeHabits { Mail = NoticeMail.AtOnce }, options: ApiClient.Json))).EnsureSuccessStatusCode();
        await desk.PostMailAsync(new CustomerMail("Netz"));
        await NameAsync(desk);
        for (var i = 0; i < 8; i++)
        {
            desk.Pass(TimeSpan.FromSeconds(30));
            await Task.Delay(60, TestContext.Current.CancellationToken);
        }
        Assert.True(await desk.LookAsync(d => d.Notices.AllAsync(n => n.MailedAt == null)));
    }

    [Fact]
    public async Task Notices_that_are_older_than_ninety_days_go()
    {
        var (desk, _) = await StartAsync(new NoticeHabits());
        await using var own = desk;
        await NameAsync(desk);
        desk.Pass(TimeSpan.FromDays(89));
        await AfterAsync(desk, TimeSpan.FromMinutes(1));
        Assert.Equal(1, await desk.LookAsync(d => d.Notices.CountAsync()));

        desk.Pass(TimeSpan.FromDays(2));
        await AfterAsync(desk, TimeSpan.FromMinutes(1));
        await Wait.UntilAsync(async () => await desk.LookAsync(d => d.Notices.CountAsync()) == 0, "old notices are gone");
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Intake;

/// <summary>The page of mailboxes counts what whoever looks may see; what the machine is and where is for admins.</summary>
public sealed class SeeingMailboxesTests
{
    private const string Werft = "hilfe@werft.example";

    [Fact]
    public async Task An_agent_sees_the_mails_of_the_own_communities_and_nothing_of_the_servers()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Smtp = "smtp://post.invalid:2525" });
        await desk.AddMailboxAsync("Werft", Werft);
        await desk.AddAgentAsync("Clara", "Hafen");
        await FillAsync(desk, RunningDesk.Mailbox, waiting: 2, failed: 1);
        await FillAsync(desk, Werft, waiting: 5, failed: 3);

        var (hers, all) = (await PageAsync(desk, "clara@desk.example"), await PageAsync(desk, RunningDesk.Admin));

        Assert.Equal(("2", "1"), (Fact(hers, "Wartet auf Versand"), Fact(hers, "Aufgegeben")));
        Assert.Equal(("7", "4"), (Fact(all, "Wartet auf Versand"), Fact(all, "Aufgegeben")));
        foreach (var said in (string[])["post.invalid", "per LMTP an", "Versand über"])
        {
            Assert.Contains(said, all, StringComparison.Ordinal);
            Assert.DoesNotContain(said, hers, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_agent_reads_that_no_mail_leaves_but_not_where_it_lies()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddAgentAsync("Clara", "Hafen");

        var (hers, all) = (await PageAsync(desk, "clara@desk.example"), await PageAsync(desk, RunningDesk.Admin));

        Assert.Contains("Es geht keine Mail hinaus.", hers, StringComparison.Ordinal);
        Assert.Contains("Es geht keine Mail hinaus.", all, StringComparison.Ordinal);
        Assert.Contains(desk.Folder, all, StringComparison.Ordinal);
        Assert.DoesNotContain(desk.Folder, hers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_banner_names_the_mail_server_that_is_away_to_admins_only()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Smtp = "smtp://post.invalid:2525" });
        await desk.AddAgentAsync("Clara", "Hafen");
        await desk.Api.ReplyAsync((await desk.PostMailAsync(new CustomerMail())).Ticket!.Value);

        await Wait.UntilAsync(async () => (await PageAsync(desk, RunningDesk.Admin, "/account")).Contains("post.invalid", StringComparison.Ordinal), "the banner says it");
        var hers = await PageAsync(desk, "clara@desk.example", "/account");
        Assert.Contains(Texts.German["trouble.mailServer"], hers, StringComparison.Ordinal);
        Assert.DoesNotContain("post.invalid", hers, StringComparison.Ordinal);
    }

    /// <summary>Mails that are not to be tried before tomorrow, and some that were given up.</summary>
    private static Task FillAsync(RunningDesk desk, string mailbox, int waiting, int failed) => desk.LookAsync(async database =>
    {
        var (id, now) = (await database.Mailboxes.Where(m => m.Address == mailbox).Select(m => m.Id).SingleAsync(), DateTimeOffset.UtcNow);
        for (var n = 0; n < waiting + failed; n++)
        {
            database.Outbox.Add(new OutboxItem
            {
                Id = n + (mailbox == Werft ? 101 : 1), MailboxId = id, MessageId = 1, TicketId = 1, Recipient = "anna@kunde.example", CreatedAt = now,
                Step = n < waiting ? OutboxStep.Waiting : OutboxStep.Failed, NextAt = now.AddDays(1), DoneAt = n < waiting ? null : now,
            });
        }
        return await database.SaveChangesAsync();
    });

    private static async Task<string> PageAsync(RunningDesk desk, string email, string page = "/mailboxes")
    {
        using var visitor = new Visitor(desk.Url);
        await visitor.PostAsync("/sign-in", ("email", email), ("password", "a plain long sentence"));
        return WebUtility.HtmlDecode(await (await visitor.GetAsync(page)).Content.ReadAsStringAsync());
    }

    private static string Fact(string page, string name) =>
        Regex.Match(page, $"<dt>{name}</dt>\\s*<dd[^>]*>(?<value>[^<]*)</dd>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value;
}

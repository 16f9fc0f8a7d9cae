using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.MailServer.Composing;
using Lotse.Adapters.MailServer.Sending;
using Lotse.Adapters.Web;
using Lotse.Domain.Communities;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Notices;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Notices.Mailing;

/// <summary>Mails agents what they have not read, as each of them wants it. These mails belong to no ticket: they leave by the same way out as answers but past the outbox,
/// and whatever did not leave is still unmailed, and so tried again with the next pass.</summary>
/// <remarks>Nobody answers them: bounces have nowhere to go, Reply-To is the agent's own address, and a mail that answers one all the same is parked by its Message-ID.</remarks>
public sealed class MailNotices(
    DeskDatabase database, WriteGate gate, HeldWork held, IMailSending way, SignedMailIds signed, KeptDkimKeys dkim, DeskAddress desk, TimeProvider clock, ILogger<MailNotices> log)
{
    /// <summary>Told of in one mail. What is more comes with the next.</summary>
    private const int AtMost = 200;

    private sealed record Person(Acting Acting, string Email, string? Language, string TimeZone, NoticeHabits Habits);

    public async Task RunAsync(CancellationToken cancel)
    {
        var people = await PeopleAsync(cancel);
        if (people.Count == 0) return;
        var now = clock.GetUtcNow();
        if (await Leases.HoldAsync(database, gate, held, Setting.NoticeMailLease, cancel) is not { } claim) return;
        try
        {
            foreach (var person in people)
            {
                if (!await claim.IsSureAsync(cancel) || !await MailAsync(person, now, cancel)) break;
            }
        }
        finally
        {
            await way.EndBatchAsync();
            await Leases.GiveBackAsync(database, gate, Setting.NoticeMailLease, claim);
        }
    }

    private async Task<List<Person>> PeopleAsync(CancellationToken cancel)
    {
        var agents = await database.Users.Where(a => a.Active && a.Email != null && database.Notices.Any(n => n.AgentId == a.Id && n.ReadAt == null && n.MailedAt == null)).ToListAsync(cancel);
        var wanting = agents.Select(a => (Agent: a, Habits: NoticeHabits.Of(a.Habits))).Where(one => one.Habits.Mail != NoticeMail.Never).ToList();
        if (wanting.Count == 0) return [];
        var ids = wanting.ConvertAll(one => one.Agent.Id);
        var communities = (await database.AgentCommunities.Where(c => ids.Contains(c.AgentId)).ToListAsync(cancel)).ToLookup(c => c.AgentId, c => c.CommunityId);
        return wanting.ConvertAll(one => new Person(
            new Acting(one.Agent.Id, one.Agent.Name, one.Agent.Role, [.. communities[one.Agent.Id]]), one.Agent.Email!, one.Agent.Language, one.Agent.TimeZone, one.Habits));
    }

    /// <returns>False where the way out is closed: the others wait too.</returns>
    private async Task<bool> MailAsync(Person person, DateTimeOffset now, CancellationToken cancel)
    {
        var unread = await database.Notices.Where(n => n.AgentId == person.Acting.AgentId && n.ReadAt == null && n.MailedAt == null)
            .Join(database.Tickets.VisibleTo(person.Acting), n => n.TicketId, t => t.Id, (n, t) => new { n, t }).OrderBy(row => row.n.Id).Take(AtMost)
            .Select(row => new MailedNotice(row.n.Id, row.n.Kind, row.n.ByAgentId, row.n.At, row.t.Number, row.t.Subject, row.t.CommunityId)).ToListAsync(cancel);
        if (unread.Count == 0) return true;
        var day = now - TimeSpan.FromDays(1);
        var mails = await database.Notices.Where(n => n.AgentId == person.Acting.AgentId && n.MailedAt > day).Select(n => n.MailedAt).Distinct().ToListAsync(cancel);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(person.TimeZone, out var own) ? own : TimeZoneInfo.Utc;
        if (!DigestTimes.IsDue(person.Habits, new DigestState(unread[0].At, mails.Max(), mails.Count), zone, now)) return true;
        var community = unread[^1].CommunityId;
        if (await database.Mailboxes.Where(m => m.CommunityId == community).OrderBy(m => m.Id).FirstOrDefaultAsync(cancel) is not { } mailbox) return true;
        var by = await NamesAsync(unread, cancel);
        var text = new NoticeMailText(Texts.For(person.Language), zone, desk.Url, now, person.Habits.Discreet);
        await using var mime = await ComposeAsync(person, mailbox, text, unread, by, now, cancel);
        var result = await way.SendAsync(mime, "", [person.Email], cancel);
        if (result.Trouble is { } trouble)
        {
            log.LogWarning("Mails with notices wait: {Trouble}", trouble);
            return false;
        }
        // Refused for good is done with, too: asking again and again would not change it. The notices are in the page.
        if (result.Recipients is [{ Outcome: not RecipientOutcome.TempFailed }]) await NoteAsync(unread, now);
        return true;
    }

    private async Task<Dictionary<long, string>> NamesAsync(List<MailedNotice> unread, CancellationToken cancel)
    {
        var ids = unread.Select(n => n.By).OfType<long>().Distinct().ToList();
        return ids.Count == 0 ? [] : await database.Users.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, cancel);
    }

    private async Task<Stream> ComposeAsync(
        Person person, Mailbox mailbox, NoticeMailText text, List<MailedNotice> unread, Dictionary<long, string> by, DateTimeOffset now, CancellationToken cancel)
    {
        var domain = MailAddresses.Domain(mailbox.Address);
        var plain = text.Write(person.Acting.Name, unread, by);
        return await ComposeMail.WriteAsync(new OutgoingMail
        {
            From = new MailName("Lotse", mailbox.Address),
            To = [new MailName(person.Acting.Name, person.Email)],
            ReplyTo = person.Email,
            Subject = text.Subject(unread.Count),
            MessageId = signed.NoticeMailId(unread[^1].Id, domain),
            Date = now,
            AutoSubmitted = "auto-generated",
            Text = plain,
            Html = NoticeMailText.Html(plain),
            Dkim = await dkim.FindAsync(domain, cancel),
        }, cancel);
    }

    /// <summary>What the server has taken must be noted, even when we are asked to stop in this moment.</summary>
    private async Task NoteAsync(List<MailedNotice> mailed, DateTimeOffset now)
    {
        var ids = mailed.ConvertAll(n => n.Id);
        using var pass = await gate.EnterAsync(CancellationToken.None);
        await database.Notices.Where(n => ids.Contains(n.Id)).ExecuteUpdateAsync(set => set.SetProperty(n => n.MailedAt, now), CancellationToken.None);
    }
}

/// <param name="By">Who did it; null for a customer or the desk.</param>
public sealed record MailedNotice(long Id, string Kind, long? By, DateTimeOffset At, long Number, string Subject, long CommunityId);

using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Contacts;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Intake.Spam;
using Lotse.Domain.Replies;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Involving;
using Lotse.Tickets.Macros;
using Lotse.Tickets.Reading;
using Lotse.Tickets.Responsible;
using Lotse.Tickets.Writing;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;
using Lotse.Tickets.Finding;

namespace Lotse.Tickets.Pages;

/// <summary>One ticket as people see it, in three statements: the ticket, its messages, and all that stands beside them.</summary>
public sealed class TicketViews(DeskDatabase database, DeskNames names, AttachmentLimit limit)
{
    private static readonly KnownQuery<Func<DeskDatabase, long, IAsyncEnumerable<Domain.Tickets.Message>>> s_messages = new(() => EF.CompileAsyncQuery(
        (DeskDatabase database, long ticketId) =>
        database.Messages.Where(m => m.TicketId == ticketId).OrderByDescending(m => m.Id).Take(ReadTicket.MessagesAtMost)
            .Include(m => m.Attachments.OrderBy(a => a.Id)).AsSingleQuery()));

    /// <returns>Null where it is not there or not for this agent.</returns>
    public async Task<TicketView?> ForAsync(Signed signed, long number, string? queue, CancellationToken cancel, long? draft = null)
    {
        var found = await database.ReadTicketAsync(signed.Acting, number, cancel);
        if (found is null) return null;
        var ticket = found.Ticket;
        var messages = new List<Domain.Tickets.Message>();
        await foreach (var message in s_messages.On(database)(database, ticket.Id).WithCancellation(cancel)) messages.Add(message);
        messages.Reverse();
        var lines = (await TicketLines.ReadAsync(database, ticket.Id, ticket.CommunityId, ticket.ContactId, ticket.PossibleMatchId ?? 0, signed.AgentId, cancel)).ToLookup(line => line.Sort);
        var known = await names.NowAsync(cancel);
        var view = Make(signed, ticket, found.Contact, messages, lines, known);
        var composer = new DraftsOf(lines[TicketLines.Written], signed.AgentId, id => known.Agent(id) ?? "").Into(view.Composer! with { FilesLimit = limit.Bytes }, draft);
        return view with { Composer = composer, From = queue is null ? null : QueueViews.QueueOf(queue, signed.Acting, known) };
    }

    private static TicketView Make(
        Signed signed, Ticket ticket, Contact? contact, List<Domain.Tickets.Message> messages, ILookup<string, TicketLine> lines, NamesNow names) => new()
        {
            Number = Text(ticket.Number),
            Subject = ticket.Subject,
            State = (Ui.TicketState)(int)ticket.State,
            Priority = (TicketPriority)(int)ticket.Priority,
            Level = (int)ticket.Level,
            Way = WayThroughLevels.Of(ticket, lines[TicketLines.Fact]),
            HandOverWaits = ticket is { HandOverId: not null, HandOverAccepted: false, Lane: Lane.Active or Lane.Waiting },
            CameUp = ticket.HandOverId is not null,
            Community = new Named(Text(ticket.CommunityId), names.Community(ticket.CommunityId)),
            Assignee = ticket.AssigneeId is { } assignee ? new Named(Text(assignee), names.Agent(assignee) ?? "") : null,
            ActsFor = names.Agent(ticket.ActsForId),
            About = AboutView.Of(ticket, lines[TicketLines.Fact], names),
            Mine = ticket.AssigneeId == signed.AgentId,
            Team = ticket.TeamId is { } team ? new Named(Text(team), names.Teams.GetValueOrDefault(team, "")) : null,
            Tags = [.. lines[TicketLines.Tag].Select(line => line.Name).Order(StringComparer.CurrentCulture)],
            SnoozedUntil = ticket.SnoozedUntil,
            Due = names.DueOf(ticket.CommunityId, ticket.TeamId, ticket.Level, ticket.Lane == Lane.Active ? ticket.DueAt : null),
            Lies = ticket.Lane,
            SpamScore = ticket.Lane.IsAside() ? 0 : ticket.SpamScore,
            SpamReasons = SpamScore.Read(ticket.SpamReasons),
            Links = LinksOf(lines[TicketLines.Link]),
            Problem = lines[TicketLines.Problem].Select(ProblemOf).FirstOrDefault(),
            Teams = [.. names.TeamsOf(ticket.CommunityId).Select(t => new Named(Text(t.Key), t.Value))],
            Lead = signed.Acting.Role >= Role.Lead,
            Parts = LinksOf(lines[TicketLines.Part]),
            Version = ticket.Version,
            Newest = Text(ticket.NewestMessageId),
            Contact = CardOf(ticket, contact, lines),
            History = new HistoryEntries(signed.Acting, ticket, messages, lines, HasStayed(ticket, [.. lines[TicketLines.Fact]]) ? names : names.SeenBy(signed.Acting)).All(),
            Assignable = [.. names.Agents.Values.Where(a => a.Active && a.Sees(ticket.CommunityId)).OrderBy(a => a.Name, StringComparer.CurrentCulture).Select(a => new Named(Text(a.Id), a.Name))],
            Me = Text(signed.AgentId),
            Watchers = [.. lines[TicketLines.Watcher].OrderBy(line => line.At).Select(line => new Named(Text(line.Who), names.Agent(line.Who) ?? "")).Where(w => w.Name.Length > 0)],
            Nameable = [.. NamedPeople.Of(names, ticket.CommunityId, activeOnly: true).Select(one => new Named(one.Handle, one.Name))],
            Macros = [.. lines[TicketLines.Macro].OrderBy(line => line.Count > 0).ThenBy(line => line.State).ThenBy(line => line.Id)
                .Select(line => MacroSteps.Read(line.Data) is { } steps ? MacroItems.Of(line.Id, line.Name, steps, names) : null).OfType<MacroItem>()],
            UnreadNotices = lines[TicketLines.Notice].Sum(line => line.Count),
            Composer = ComposerOf(ticket, messages, lines, names),
        };

    /// <summary>Of a history that is cut off nobody knows.</summary>
    private static bool HasStayed(Ticket ticket, List<TicketLine> facts) => facts.Count < TicketLines.FactsAtMost && facts.TrueForAll(line => line.Count == ticket.CommunityId);

    private static ContactCard CardOf(Ticket ticket, Contact? contact, ILookup<string, TicketLine> lines) => new()
    {
        Id = Text(ticket.ContactId),
        Name = contact?.Name ?? "",
        Notes = contact?.Notes ?? "",
        Version = contact is null ? "" : EditContact.VersionOf(contact),
        Organisation = lines[TicketLines.Organisation].FirstOrDefault()?.Name,
        Addresses = [.. lines[TicketLines.Address].OrderBy(line => line.Id).Select(line => line.Name)],
        Failing = [.. lines[TicketLines.Address].Where(line => line.At > 0).Select(line => new FailingAddress(line.Name, line.Time, line.Data))],
        Phones = [.. lines[TicketLines.Phone].OrderBy(line => line.Id).Select(line => new FoundPhone(line.Name, line.Who == 0 ? null : line.Time))],
        TicketCount = lines[TicketLines.Tickets].Sum(line => line.Count),
        Others = LinksOf(lines[TicketLines.Ticket]),
    };

    private static IReadOnlyList<TicketLink> LinksOf(IEnumerable<TicketLine> lines) =>
        [.. lines.OrderByDescending(line => line.Id).Select(line => new TicketLink(Text(line.Who), line.Name, (Ui.TicketState)line.State, (int)line.Count, line.Time))];

    private static ProblemOfTicket ProblemOf(TicketLine line)
    {
        var words = line.Data.Split(TicketLines.Between);
        return new ProblemOfTicket(Text(line.Id), line.Name, line.State, line.Who, line.Count, words[0], words[1]);
    }

    private static ComposerView ComposerOf(Ticket ticket, List<Domain.Tickets.Message> messages, ILookup<string, TicketLine> lines, NamesNow names)
    {
        var ours = names.Mailboxes.Values.ToHashSet(StringComparer.OrdinalIgnoreCase);
        bool IsOurs(string address) => ours.Contains(MailAddresses.WithoutTag(address));
        var answered = messages.LastOrDefault(m => m is { Kind: MessageKind.Incoming, MailKind: MailKind.Human });
        IReadOnlyList<MailName> to = answered is not null ? ReplyRecipients.Answering(answered, IsOurs)
            : [.. lines[TicketLines.Address].OrderBy(line => line.Id).Take(1).Select(line => new MailName("", line.Name))];
        IReadOnlyList<MailName> cc = answered is null ? [] : ReplyRecipients.Others(answered, IsOurs);
        var recipients = to.Concat(cc).Select(name => MailAddresses.Normal(name.Address)).ToHashSet(StringComparer.Ordinal);
        return new ComposerView
        {
            From = names.Mailboxes.GetValueOrDefault(ticket.MailboxId, ""),
            To = Addresses(to),
            Cc = Addresses(cc),
            Failing = [.. lines[TicketLines.Failing].Where(line => recipients.Contains(line.Name)).Select(line => new FailingAddress(line.Name, line.Time, line.Data))],
            Kept = [.. lines[TicketLines.Draft].OrderBy(line => line.Id).Select(line => new KeptDraft(Text(line.Id), line.Name, line.Count))],
            LastSeen = Text(ticket.NewestMessageId),
            Answers = answered is null ? null : new AnsweredMail(Text(answered.Id), new Party(answered.FromName, answered.FromAddress), answered.At, answered.Visible ?? answered.Text,
                answered.Seal is { Opening: not SealOpening.None }),
        };
    }

    private static string Addresses(IReadOnlyList<MailName> people) => string.Join(", ", people.Select(p => p.Address));

    internal static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

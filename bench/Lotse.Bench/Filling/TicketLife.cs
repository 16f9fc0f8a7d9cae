using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Bench.Mails;
using Lotse.Domain;
using Lotse.Domain.Communities;
using Lotse.Domain.Intake;
using Lotse.Domain.Replies;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;

namespace Lotse.Bench.Filling;

/// <summary>What happens to one ticket, from the mail that opens it until somebody closes it, as the desk's own rules decide it. What lies in the future has not happened yet.</summary>
internal sealed class TicketLife(FilledHouse house, Customers customers, Dice dice, Ids ids, SteppingClock clock, DateTimeOffset end)
{
    /// <summary>Tickets of the last days are worked on; of older ones hardly any.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromDays(14);

    private const double StillOpen = 0.4, Forgotten = 0.005, WithFile = 0.05, Note = 0.12;

    public long Messages { get; private set; }

    /// <summary>Puts it down; the caller saves.</summary>
    /// <param name="mark">A word of its own in the subject; null for none.</param>
    public void Write(Journal journal, string? mark)
    {
        var place = house.Somewhere(dice);
        var phrases = dice.Happens(place.German) ? Phrases.German : Phrases.English;
        var at = clock.Now;
        var who = customers.Somebody(journal, ids, place.Community, phrases.Language, at);
        var opened = new TicketOpened(ids.Next(), place.Community.Id, place.Mailbox.Id, who.ContactId, Phrases.Fill(dice, dice.Of(phrases.Subjects)) + (mark is null ? "" : $" {mark}"), phrases.Language, LevelOf(), "lmtp", at);
        var ticket = Ticket.From(opened);
        journal.Insert(ticket);
        journal.Record(ticket, [opened], null);
        journal.Insert(new Participant { TicketId = ticket.Id, Address = who.Address });
        var talk = new Talk(journal, ticket, place, phrases, who);
        Receive(talk, at, opens: true);
        Classify(talk, at);
        var agent = dice.Of(place.Agents);
        var stays = dice.Happens(end - at < Young ? StillOpen : Forgotten);
        var more = Math.Clamp((int)dice.LogNormal(1.25, 0.6), 0, 40);
        for (var n = 0; n < more && (at += Pause(talk)) < end; n++) Happen(talk, agent, at);
        if (!stays && (at += TimeSpan.FromHours(dice.LogNormal(1, 1))) < end) Close(talk, agent, at);
    }

    private sealed record Talk(Journal Journal, Ticket Ticket, FilledCommunity Place, Phrases Phrases, Customer Who)
    {
        public long LastIncoming { get; set; }

        public bool CustomerWaits { get; set; } = true;
    }

    private void Happen(Talk talk, long agent, DateTimeOffset at)
    {
        if (talk.Ticket.AssigneeId is null) Decide(talk, new ChangeTicket(Assignee: agent, Team: talk.Place.Teams[talk.Ticket.Level == Level.First ? 0 : 1], Priority: dice.Happens(0.1) ? Priority.High : null), agent, at);
        if (dice.Happens(Note)) WriteNote(talk, agent, at);
        else if (talk.CustomerWaits) Answer(talk, agent, at);
        else Receive(talk, at, opens: false);
    }

    private void Receive(Talk talk, DateTimeOffset at, bool opens)
    {
        var (ticket, id) = (talk.Ticket, ids.Next());
        var mailId = string.Create(CultureInfo.InvariantCulture, $"{id}@{talk.Who.Address.Split('@')[1]}");
        var text = Words(talk, answers: !opens, dice.Of(talk.Phrases.Openings), talk.Who.Name);
        var message = new Message
        {
            Id = id, TicketId = ticket.Id, Kind = MessageKind.Incoming, At = at, FromName = talk.Who.Name, FromAddress = talk.Who.Address, To = [new MailName(talk.Place.Mailbox.Name, talk.Place.Mailbox.Address)],
            Subject = opens ? ticket.Subject : dice.Of(talk.Phrases.Replying) + ticket.Subject, Text = text, Language = talk.Phrases.Language, MailId = mailId, AnswersId = null,
        };
        talk.Journal.Insert(message);
        talk.Journal.Insert(new ThreadKey { Id = ids.Next(), Key = ThreadKey.KeyOf(mailId), TicketId = ticket.Id });
        if (dice.Happens(WithFile)) talk.Journal.Insert(FileOf(id));
        talk.Journal.Record(ticket, opens
            ? [new MessageReceived(ticket.Id, id, talk.Who.Address, MailKind.Human, PlacedBy.Nothing, false, Snippets.Of(text), at)]
            : PlaceMail.Arrive(ticket, message, new Placement(ticket, PlacedBy.KnownMessageId, false, null), at), null);
        (talk.LastIncoming, talk.CustomerWaits) = (id, true);
        Messages++;
    }

    private void Answer(Talk talk, long agent, DateTimeOffset at)
    {
        var (ticket, id, place) = (talk.Ticket, ids.Next(), talk.Place);
        var text = Words(talk, answers: true, talk.Phrases == Phrases.German ? $"Guten Tag {talk.Who.Name}," : $"Hello {talk.Who.Name},", place.Community.Name);
        var asked = talk.LastIncoming;
        talk.Journal.InsertNumbered(() => new Message
        {
            Id = id, TicketId = ticket.Id, Kind = MessageKind.Outgoing, At = at, AuthorId = agent, FromName = place.Mailbox.Name, FromAddress = place.Mailbox.Address, To = [new MailName(talk.Who.Name, talk.Who.Address)],
            Subject = SubjectNumbers.Write(ticket.Number, dice.Of(talk.Phrases.Replying) + ticket.Subject), Text = text, Language = talk.Phrases.Language,
            MailId = string.Create(CultureInfo.InvariantCulture, $"{id}@lotse.example"), AnswersId = asked, Delivery = DeliveryState.Sent,
        });
        var decision = new WriteReply(id, text, [talk.Who.Address], null, null).Decide(ticket, at);
        talk.Journal.Record(ticket, decision.Facts, agent);
        talk.CustomerWaits = false;
        Messages++;
    }

    private void WriteNote(Talk talk, long agent, DateTimeOffset at)
    {
        var id = ids.Next();
        talk.Journal.Insert(new Message { Id = id, TicketId = talk.Ticket.Id, Kind = MessageKind.Note, At = at, AuthorId = agent, Text = Phrases.Fill(dice, dice.Of(talk.Phrases.Sentences)) });
        talk.Journal.Record(talk.Ticket, [new NoteWritten(talk.Ticket.Id, id, at)], agent);
        Messages++;
    }

    private void Classify(Talk talk, DateTimeOffset at)
    {
        var ticket = talk.Ticket;
        if (dice.Happens(0.7)) talk.Journal.Record(ticket, [new TicketClassified(ticket.Id, CategoryKind.Product, null, dice.Of(talk.Place.Products), TicketClassified.ByMailbox, null, at)], null);
        if (dice.Happens(0.5)) talk.Journal.Record(ticket, [new TicketClassified(ticket.Id, CategoryKind.Topic, null, dice.Of(talk.Place.Topics), TicketClassified.ByMailbox, null, at)], null);
        if (!dice.Happens(0.6)) return;
        var tags = Enumerable.Range(0, dice.Between(1, 3)).Select(_ => talk.Place.Tags[(int)(talk.Place.Tags.Count * Math.Pow(dice.Share(), 2))]).Distinct().ToList();
        foreach (var tag in tags) talk.Journal.Insert(new TicketTag { TicketId = ticket.Id, TagId = tag.Id });
        talk.Journal.Record(ticket, [new TagsChanged(ticket.Id, [.. tags.Select(tag => tag.Name)], [], at)], null);
    }

    private void Close(Talk talk, long agent, DateTimeOffset at)
    {
        Decide(talk, new ChangeTicket(TicketState.Resolved), agent, at);
        if (end - at > Young) Decide(talk, new ChangeTicket(TicketState.Closed), agent, at + Young);
    }

    private static void Decide(Talk talk, ChangeTicket change, long agent, DateTimeOffset at) => talk.Journal.Record(talk.Ticket, change.Decide(talk.Ticket, at).Facts, agent);

    /// <summary>Customers take longer than agents; both mostly answer within a day.</summary>
    private TimeSpan Pause(Talk talk) => TimeSpan.FromMinutes(Math.Min(dice.LogNormal(talk.CustomerWaits ? 4.5 : 5.5, 1.2), 60 * 24 * 20));

    private Level LevelOf() => dice.Share() switch { < 0.85 => Level.First, < 0.97 => Level.Second, _ => Level.Third };

    private string Words(Talk talk, bool answers, string opening, string closing)
    {
        var count = Math.Clamp((int)dice.LogNormal(answers ? 1.3 : 1.7, 0.5), 1, 40);
        var sentences = Enumerable.Range(0, count).Select(n => n % 3 == 1 ? Vocabulary.Sentence(dice, talk.Phrases == Phrases.German) : Phrases.Fill(dice, dice.Of(talk.Phrases.Sentences)));
        var known = answers ? [] : Vocabulary.Known.Where(one => dice.Happens(one.Share)).Select(one => $"{one.Word}.").ToList();
        return $"{opening}\n\n{string.Join(' ', [.. sentences, .. known])}\n\n{Phrases.Fill(dice, dice.Of(talk.Phrases.Closings))}\n{closing}";
    }

    private Attachment FileOf(long messageId)
    {
        var file = dice.Of(house.Attached);
        return new Attachment { Id = ids.Next(), MessageId = messageId, Name = file.Name, Size = file.Size, ContentType = file.ContentType, Disposition = "attachment", Sha256 = file.Sha256, Part = -1 };
    }
}

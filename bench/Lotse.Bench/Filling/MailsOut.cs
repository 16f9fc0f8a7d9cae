using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Bench.Mails;
using Lotse.Domain.Intake;
using Lotse.Domain.Replies;
using Lotse.Domain.Replies.Automatic;
using Lotse.Domain.Tickets;

namespace Lotse.Bench.Filling;

/// <summary>Mails to customers that have left: answers, and acknowledgements that nobody wrote.</summary>
internal sealed class MailsOut(Dice dice, Ids ids)
{
    public void Answer(Talk talk, long agent, DateTimeOffset at)
    {
        var text = Words(talk);
        var id = Put(talk, MailKind.Human, agent, text, at);
        talk.Record(new WriteReply(id, text, [talk.Who.Address], null, null).Decide(talk.Ticket, at).Facts, agent);
        talk.CustomerWaits = false;
    }

    public void Acknowledge(Talk talk, DateTimeOffset at)
    {
        var id = Put(talk, MailKind.AutoReply, null, talk.Phrases == Phrases.German ? "Ihre Nachricht ist bei uns angekommen. Wir melden uns." : "Your message has reached us. We will be in touch.", at);
        talk.Journal.Insert(new AutomaticMail { Id = ids.Next(), TicketId = talk.Ticket.Id, AddressKey = AutomaticKeys.OfAddress(talk.Who.Address), SubjectKey = AutomaticKeys.OfSubject(talk.Ticket.Subject), At = at });
        talk.Record([new Acknowledged(talk.Ticket.Id, id, talk.Who.Address, at)], null);
    }

    private long Put(Talk talk, MailKind kind, long? author, string text, DateTimeOffset at)
    {
        var (ticket, box, id, asked) = (talk.Ticket, talk.Place.Mailbox, ids.Next(), talk.LastIncoming);
        var (mailId, subject) = (string.Create(CultureInfo.InvariantCulture, $"{id}@lotse.example"), dice.Of(talk.Phrases.Replying) + ticket.Subject);
        talk.InsertNumbered(() => new Message
        {
            Id = id, TicketId = ticket.Id, Kind = MessageKind.Outgoing, MailKind = kind, At = at, AuthorId = author, FromName = box.Name, FromAddress = box.Address, To = [new MailName(talk.Who.Name, talk.Who.Address)],
            Subject = SubjectNumbers.Write(ticket.Number, subject), Text = text, Language = talk.Phrases.Language, MailId = mailId, AnswersId = asked, Delivery = DeliveryState.Sent,
        });
        talk.Journal.Insert(new OutboxItem
        {
            Id = ids.Next(), MessageId = id, TicketId = ticket.Id, MailboxId = box.Id, Recipient = talk.Who.Address, Step = OutboxStep.Sent, Attempts = 1, CreatedAt = at, NextAt = at, DoneAt = at, LastReply = "250 2.0.0 Ok",
        });
        talk.LastAnswer = mailId;
        return id;
    }

    private string Words(Talk talk)
    {
        var (german, sentences) = (talk.Phrases == Phrases.German, Sentences.Of(dice, talk.Phrases, 1.3));
        return $"{(german ? "Guten Tag" : "Hello")} {talk.Who.Name},\n\n{string.Join(' ', sentences)}\n\n{Phrases.Fill(dice, dice.Of(talk.Phrases.Closings))}\n{talk.Place.Community.Name}";
    }
}

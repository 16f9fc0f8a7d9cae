using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows.Promises;
using Lotse.Bench.Mails;
using Lotse.Domain.Communities;
using Lotse.Domain.Intake;
using Lotse.Domain.Routing;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Lotse.ServiceTimes;

namespace Lotse.Bench.Filling;

/// <summary>What happens to one ticket, from the mail that opens it until somebody closes it, as the desk's own rules decide it. What lies in the future has not happened yet.</summary>
internal sealed class TicketLife(FilledHouse house, Customers customers, MailsIn mails, Dice dice, Ids ids, SteppingClock clock, DateTimeOffset end)
{
    /// <summary>Tickets of the last days are worked on; of older ones hardly any.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromDays(14);

    private const double StillOpen = 0.4, Forgotten = 0.005, Note = 0.12, Acknowledged = 0.3;

    private readonly MailsOut _out = new(dice, ids);
    private readonly WaysUp _up = new(dice, ids);

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
        var talk = new Talk(journal, Ticket.From(opened), place, phrases, who);
        journal.Insert(talk.Ticket);
        talk.Record([opened], null);
        journal.Insert(new Participant { TicketId = talk.Ticket.Id, Address = who.Address });
        mails.Receive(talk, at, opens: true);
        if (dice.Happens(Acknowledged)) _out.Acknowledge(talk, at);
        Classify(talk, at);
        GoOn(talk, at);
        Promise(talk);
        Messages += talk.Messages;
    }

    private void GoOn(Talk talk, DateTimeOffset at)
    {
        var agent = dice.Of(talk.Place.Agents);
        var stays = dice.Happens(end - at < Young ? StillOpen : Forgotten);
        var more = Math.Clamp((int)dice.LogNormal(1.25, 0.6), 0, 40);
        for (var n = 0; n < more && (at += Pause(talk)) < end; n++) at = Happen(talk, agent, at);
        if (!stays && (at += TimeSpan.FromHours(dice.LogNormal(1, 1))) < end) Close(talk, agent, at);
    }

    /// <returns>When that was done.</returns>
    private DateTimeOffset Happen(Talk talk, long agent, DateTimeOffset at)
    {
        if (talk.Ticket.AssigneeId is null)
        {
            Decide(talk, new ChangeTicket(Assignee: agent, Team: talk.Place.Teams[talk.Ticket.Level == Level.First ? 0 : 1], Priority: dice.Happens(0.1) ? Priority.High : null), agent, at);
            at = _up.Consider(talk, agent, at, end);
        }
        if (dice.Happens(Note)) WriteNote(talk, agent, at);
        else if (talk.CustomerWaits) _out.Answer(talk, agent, at);
        else mails.Receive(talk, at, opens: false);
        return at;
    }

    private void WriteNote(Talk talk, long agent, DateTimeOffset at)
    {
        var id = ids.Next();
        talk.Insert(new Message { Id = id, TicketId = talk.Ticket.Id, Kind = MessageKind.Note, At = at, AuthorId = agent, Text = Sentences.One(dice, talk.Phrases) });
        talk.Record([new NoteWritten(talk.Ticket.Id, id, at)], agent);
    }

    private void Classify(Talk talk, DateTimeOffset at)
    {
        var ticket = talk.Ticket;
        if (dice.Happens(0.7)) talk.Record([new TicketClassified(ticket.Id, CategoryKind.Product, null, dice.Of(talk.Place.Products), TicketClassified.ByMailbox, null, at)], null);
        if (dice.Happens(0.5)) talk.Record([new TicketClassified(ticket.Id, CategoryKind.Topic, null, dice.Of(talk.Place.Topics), TicketClassified.ByMailbox, null, at)], null);
        if (!dice.Happens(0.6)) return;
        var tags = Enumerable.Range(0, dice.Between(1, 3)).Select(_ => talk.Place.Tags[(int)(talk.Place.Tags.Count * Math.Pow(dice.Share(), 2))]).Distinct().ToList();
        foreach (var tag in tags) talk.Journal.Insert(new TicketTag { TicketId = ticket.Id, TagId = tag.Id });
        talk.Record([new TagsChanged(ticket.Id, [.. tags.Select(tag => tag.Name)], [], at)], null);
    }

    private void Close(Talk talk, long agent, DateTimeOffset at)
    {
        Decide(talk, new ChangeTicket(TicketState.Resolved), agent, at);
        if (end - at > Young) Decide(talk, new ChangeTicket(TicketState.Closed), agent, at + Young);
    }

    /// <summary>How far the promises to it are by now.</summary>
    private void Promise(Talk talk)
    {
        var times = PromisedTimes.Of(talk.Facts, _ => talk.Place.Plan, null, end);
        talk.Record(times.Decide(talk.Ticket, end), null);
        foreach (var kept in times.Clocks)
        {
            var row = new TicketPromise { TicketId = talk.Ticket.Id, Kind = kept.Kind, Run = kept.Run, StartedAt = kept.StartedAt };
            KeepPromises.Write(row, kept, kept.Promised!.Value.Minutes, times.Next(kept));
            talk.Journal.Insert(row);
        }
    }

    private static void Decide(Talk talk, ChangeTicket change, long agent, DateTimeOffset at) => talk.Record(change.Decide(talk.Ticket, at).Facts, agent);

    /// <summary>Customers take longer than agents; both mostly answer within a day.</summary>
    private TimeSpan Pause(Talk talk) => TimeSpan.FromMinutes(Math.Min(dice.LogNormal(talk.CustomerWaits ? 4.5 : 5.5, 1.2), 60 * 24 * 20));

    private Level LevelOf() => dice.Share() switch { < 0.85 => Level.First, < 0.97 => Level.Second, _ => Level.Third };
}

using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Bench.Mails;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;

namespace Lotse.Bench.Filling;

/// <summary>Tickets that the 1st level hands up, half of which come back with an answer; and questions to the 2nd level without handing over.</summary>
internal sealed class WaysUp(Dice dice, Ids ids)
{
    private const double Up = 0.08, Back = 0.5, Asks = 0.03;

    private const string Answer = "answer";

    private static readonly TimeSpan s_accepting = TimeSpan.FromMinutes(20);

    /// <summary>Now and then, of a ticket that somebody of the 1st level has.</summary>
    /// <returns>When that was done.</returns>
    public DateTimeOffset Consider(Talk talk, long agent, DateTimeOffset at, DateTimeOffset end)
    {
        var done = at + (2 * s_accepting);
        if (talk.Ticket.Level != Level.First || done >= end) return at;
        if (dice.Happens(Up)) HandUp(talk, agent, at);
        else if (dice.Happens(Asks)) Consult(talk, agent, at);
        else return at;
        return done;
    }

    private void HandUp(Talk talk, long agent, DateTimeOffset at)
    {
        var (ticket, id, above, reason) = (talk.Ticket, ids.Next(), dice.Of(talk.Place.Agents), dice.Of(EscalationReason.Usual).Key);
        var (team, before) = (ticket.TeamId, ticket.AssigneeId);
        talk.Record([new TicketEscalated(ticket.Id, id, Level.First, Level.Second, reason, talk.Place.Teams[1], false, at)], agent);
        var accepted = at + s_accepting;
        talk.Record([new TicketAccepted(ticket.Id, id, Level.Second, accepted)], above);
        var row = new HandOver
        {
            Id = id, TicketId = ticket.Id, CommunityId = talk.Place.Community.Id, FromLevel = Level.First, ToLevel = Level.Second, AgentId = agent, At = at, Reason = reason, Tried = Sentences.One(dice, talk.Phrases),
            Form = HandOverForm.General.Key, TeamBeforeId = team, AssigneeBeforeId = before, AcceptedAt = accepted, AcceptedById = above,
        };
        talk.Journal.Insert(row);
        if (dice.Happens(Back)) Return(talk, row, above, accepted + s_accepting);
    }

    private void Return(Talk talk, HandOver row, long above, DateTimeOffset at)
    {
        var (ticket, note, below) = (talk.Ticket, ids.Next(), dice.Happens(0.5));
        talk.Insert(new Message { Id = note, TicketId = ticket.Id, Kind = MessageKind.Note, At = at, AuthorId = above, Text = Sentences.One(dice, talk.Phrases) });
        (row.ReturnedAt, row.ReturnedById, row.ReturnedWith, row.BelowNextTime, row.NoteId) = (at, above, Answer, below, note);
        talk.Record([new TicketReturned(ticket.Id, row.Id, Level.Second, Level.First, Answer, note, row.AssigneeBeforeId, row.TeamBeforeId, below, null, at)], above);
    }

    private void Consult(Talk talk, long agent, DateTimeOffset at)
    {
        var (ticket, id, asked, answered) = (talk.Ticket, ids.Next(), dice.Of(talk.Place.Agents), at + s_accepting);
        talk.Journal.Insert(new Consultation { Id = id, TicketId = ticket.Id, AgentId = agent, At = at, Level = Level.Second, TeamId = talk.Place.Teams[1], Since = at, AnsweredAt = answered, ClosedAt = answered });
        foreach (var (who, when) in ((long, DateTimeOffset)[])[(agent, at), (asked, answered)])
        {
            talk.Journal.Insert(new ConsultationWords { Id = ids.Next(), ConsultationId = id, AgentId = who, At = when, Text = Sentences.One(dice, talk.Phrases) });
        }
        talk.Record([new LevelConsulted(ticket.Id, id, Level.Second, null, at)], agent);
        talk.Record([new ConsultationSaid(ticket.Id, id, true, agent, answered)], asked);
        talk.Record([new ConsultationClosed(ticket.Id, id, answered)], agent);
    }
}

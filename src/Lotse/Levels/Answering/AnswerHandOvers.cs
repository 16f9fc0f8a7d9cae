using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Levels.Answering;

/// <summary>What the level above does with a ticket that was handed up to it: takes it, or hands it back down with a question or the answer.</summary>
public sealed class AnswerHandOvers(DeskDatabase database, Journal journal, Ids ids, TimeProvider clock)
{
    public Task<Answer<Ticket>> AcceptAsync(Acting by, long number, CancellationToken cancel) => journal.RetryAsync<Answer<Ticket>>(async () =>
    {
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        var now = clock.GetUtcNow();
        var decision = AcceptHandOver.Decide(ticket, await database.StandingAsync(by, ticket.CommunityId, cancel), by.AgentId, now);
        if (decision.Refusal is { } refusal) return refusal;
        var row = await database.HandOvers.AsTracking().SingleAsync(h => h.Id == ticket.HandOverId, cancel);
        (row.AcceptedAt, row.AcceptedById) = (now, by.AgentId);
        journal.Record(ticket, decision.Facts, by.AgentId);
        await journal.SaveAsync(cancel);
        return ticket;
    });

    /// <param name="belowNextTime">With an answer: whether the level below could have solved it.</param>
    public Task<Answer<Ticket>> ReturnAsync(Acting by, long number, bool withAnswer, string words, bool? belowNextTime, CancellationToken cancel) => journal.RetryAsync<Answer<Ticket>>(async () =>
    {
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        var standing = await database.StandingAsync(by, ticket.CommunityId, cancel);
        if (await database.HandOvers.AsTracking().SingleOrDefaultAsync(h => h.Id == ticket.HandOverId && h.TicketId == ticket.Id, cancel) is not { } row) return new Refusal(ReturnTicket.NotHandedUp);
        var (noteId, now) = (ids.Next(), clock.GetUtcNow());
        var assignee = row.AssigneeBeforeId ?? row.AgentId;
        if (assignee is { } one && !await database.WorksForAsync(one, ticket.CommunityId, cancel)) assignee = null;
        var decision = new ReturnTicket(noteId, withAnswer, words, belowNextTime).Decide(ticket, standing, new CameUp(row.Id, row.FromLevel, row.TeamBeforeId, row.OuterId), assignee, now);
        if (decision.Refusal is { } refusal) return refusal;
        var returned = decision.Facts.OfType<TicketReturned>().Single();
        (row.ReturnedAt, row.ReturnedById, row.ReturnedWith, row.BelowNextTime, row.NoteId) = (now, by.AgentId, returned.With, returned.BelowNextTime, noteId);
        database.Messages.Add(new Message { Id = noteId, TicketId = ticket.Id, Kind = MessageKind.Note, At = now, AuthorId = by.AgentId, FromName = by.Name, Text = words });
        journal.Record(ticket, decision.Facts, by.AgentId);
        await journal.SaveAsync(cancel);
        return ticket;
    });

    /// <summary>Of a case that was solved here, without going back down: whether the level below can do it the next time.</summary>
    public Task<Answer<Ticket>> NextTimeAsync(Acting by, long number, bool below, CancellationToken cancel) => journal.RetryAsync<Answer<Ticket>>(async () =>
    {
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        var row = await database.HandOvers.AsTracking().SingleOrDefaultAsync(h => h.Id == ticket.HandOverId && h.TicketId == ticket.Id, cancel);
        var decision = new AnswerNextTime(below).Decide(ticket, await database.StandingAsync(by, ticket.CommunityId, cancel), row?.Id, row?.BelowNextTime is not null, clock.GetUtcNow());
        if (decision.Refusal is { } refusal) return refusal;
        row!.BelowNextTime = below;
        journal.Record(ticket, decision.Facts, by.AgentId);
        await journal.SaveAsync(cancel);
        return ticket;
    });
}

using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Levels.Consulting;

/// <summary>Asks a level or a colleague about a ticket, goes on asking and answering, and ends it. All of it stays inside the house.</summary>
public sealed class ConsultColleagues(DeskDatabase database, Journal journal, Ids ids, TimeProvider clock)
{
    public Task<Answer<Consultation>> AskAsync(Acting by, long number, Level? level, long? asked, string words, CancellationToken cancel) => journal.RetryAsync<Answer<Consultation>>(async () =>
    {
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Tickets.Refusals.NotFound;
        var (standing, now) = (await database.StandingAsync(by, ticket.CommunityId, cancel), clock.GetUtcNow());
        var mayWork = asked is { } one && await database.WorksForAsync(one, ticket.CommunityId, cancel);
        var decision = new Consult(ids.Next(), ids.Next(), level, asked, words).Decide(ticket, standing, by.AgentId, mayWork, now);
        if (decision.Refusal is { } refusal) return refusal;
        var opened = decision.Facts.OfType<LevelConsulted>().Single();
        var row = new Consultation
        {
            Id = opened.ConsultationId, TicketId = ticket.Id, AgentId = by.AgentId, At = now, Since = now, Level = level, AskedId = asked,
            TeamId = level is { } of ? standing.Levels.TeamFor(of, now) : null,
        };
        database.Consultations.Add(row);
        database.ConsultationWords.Add(new ConsultationWords { Id = ids.Next(), ConsultationId = row.Id, AgentId = by.AgentId, At = now, Text = words });
        journal.Record(ticket, decision.Facts, by.AgentId);
        await journal.SaveAsync(cancel);
        return row;
    });

    public Task<Answer<Consultation>> SayAsync(Acting by, long number, long id, string words, CancellationToken cancel) => journal.RetryAsync<Answer<Consultation>>(async () =>
    {
        if (await FindAsync(by, number, id, cancel) is not ({ } ticket, { } row)) return Tickets.Refusals.NotFound;
        var (standing, now) = (await database.StandingAsync(by, ticket.CommunityId, cancel), clock.GetUtcNow());
        var decision = new SayInConsultation(ids.Next(), words).Decide(ticket, Of(row), standing, by.AgentId, now);
        if (decision.Refusal is { } refusal) return refusal;
        var answers = decision.Facts.OfType<ConsultationSaid>().Single().Answers;
        if (answers) row.AnsweredAt = now;
        else if (row.AnsweredAt is not null) (row.AnsweredAt, row.Since) = (null, now);
        database.ConsultationWords.Add(new ConsultationWords { Id = ids.Next(), ConsultationId = row.Id, AgentId = by.AgentId, At = now, Text = words });
        journal.Record(ticket, decision.Facts, by.AgentId);
        await journal.SaveAsync(cancel);
        return row;
    });

    public Task<Answer<Consultation>> CloseAsync(Acting by, long number, long id, CancellationToken cancel) => journal.RetryAsync<Answer<Consultation>>(async () =>
    {
        if (await FindAsync(by, number, id, cancel) is not ({ } ticket, { } row)) return Tickets.Refusals.NotFound;
        var now = clock.GetUtcNow();
        var decision = CloseConsultation.Decide(ticket, Of(row), now);
        if (decision.Refusal is { } refusal) return refusal;
        row.ClosedAt = now;
        journal.Record(ticket, decision.Facts, by.AgentId);
        await journal.SaveAsync(cancel);
        return row;
    });

    private async Task<(Ticket? Ticket, Consultation? Row)> FindAsync(Acting by, long number, long id, CancellationToken cancel) =>
        await database.FindTicketAsync(by, number, cancel) is { } ticket
            ? (ticket, await database.Consultations.AsTracking().SingleOrDefaultAsync(c => c.Id == id && c.TicketId == ticket.Id, cancel)) : (null, null);

    internal static OpenQuestion Of(Consultation row) => new(row.Id, row.AgentId, row.Level, row.AskedId, row.AnsweredAt, row.ClosedAt);
}

using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Levels;

/// <summary>What is entered before a ticket goes up; kept on the desk until the gate opens.</summary>
public sealed record Entered(Level? To, string Reason, string Tried, string Form, IReadOnlyDictionary<string, string> Answers, string? Emergency);

/// <summary>Hands a ticket up through its gate. Where the gate stays shut, what was entered is kept with the ticket.</summary>
public sealed class EscalateTicket(DeskDatabase database, Journal journal, Ids ids, TimeProvider clock)
{
    public async Task<Answer<HandOver>> RunAsync(Acting by, long number, Entered entered, CancellationToken cancel)
    {
        var answer = await journal.RetryAsync(() => HandUpAsync(by, number, entered, cancel));
        if (answer.Refusal is { } refusal && Escalate.IsShut(refusal)) await KeepAsync(by, number, entered, cancel);
        return answer;
    }

    private async Task<Answer<HandOver>> HandUpAsync(Acting by, long number, Entered entered, CancellationToken cancel)
    {
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        var (standing, now) = (await database.StandingAsync(by, ticket.CommunityId, cancel), clock.GetUtcNow());
        var there = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(standing.Levels.Zone));
        var team = (entered.To ?? standing.Levels.Above(ticket.Level)) is { } to ? standing.Levels.TeamFor(to, there.DayOfWeek, (int)there.TimeOfDay.TotalMinutes) : null;
        var (team0, assignee0, outer, from) = (ticket.TeamId, ticket.AssigneeId, ticket.HandOverId, ticket.Level);
        var decision = new Escalate(ids.Next(), entered.To, entered.Reason, entered.Tried, entered.Form, entered.Answers, entered.Emergency).Decide(ticket, standing, team, now);
        if (decision.Refusal is { } refusal) return refusal;
        var escalated = decision.Facts.OfType<TicketEscalated>().Single();
        var row = new HandOver
        {
            Id = escalated.HandOverId,
            TicketId = ticket.Id,
            FromLevel = from,
            ToLevel = escalated.To,
            AgentId = by.AgentId,
            At = now,
            Reason = entered.Reason,
            Tried = entered.Tried,
            Form = entered.Form,
            Answers = JsonSerializer.Serialize(entered.Answers),
            Emergency = escalated.Emergency ? entered.Emergency : null,
            TeamBeforeId = team0,
            AssigneeBeforeId = assignee0,
            OuterId = outer,
        };
        database.HandOvers.Add(row);
        if (await database.HandOverDrafts.AsTracking().SingleOrDefaultAsync(d => d.TicketId == ticket.Id, cancel) is { } draft) database.HandOverDrafts.Remove(draft);
        journal.Record(ticket, decision.Facts, by.AgentId);
        await journal.SaveAsync(cancel);
        return row;
    }

    private Task<bool> KeepAsync(Acting by, long number, Entered entered, CancellationToken cancel) => journal.RetryAsync(async () =>
    {
        journal.Forget();
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return false;
        var draft = await database.HandOverDrafts.AsTracking().SingleOrDefaultAsync(d => d.TicketId == ticket.Id, cancel);
        if (draft is null) database.HandOverDrafts.Add(draft = new HandOverDraft { TicketId = ticket.Id });
        (draft.AgentId, draft.At, draft.Entered) = (by.AgentId, clock.GetUtcNow(), JsonSerializer.Serialize(entered, StandingOf.Json));
        await journal.SaveAsync(cancel);
        return true;
    });
}

using System.Globalization;
using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Levels.Escalating;

/// <summary>Hands a ticket up through its gate. Where the gate stays shut, what was entered is kept with the ticket.</summary>
public sealed class EscalateTicket(DeskDatabase database, Journal journal, KeepEntered keep, Ids ids, TimeProvider clock)
{
    public const string NoSuchFile = "no-such-file", NoSuchTicket = "no-such-ticket";

    public async Task<Answer<HandOver>> RunAsync(Acting by, long number, Entered entered, CancellationToken cancel)
    {
        var answer = await journal.RetryAsync(() => HandUpAsync(by, number, entered, cancel));
        if (answer.Refusal is { } refusal && Escalate.IsShut(refusal)) await keep.RunAsync(by, number, entered, cancel);
        return answer;
    }

    private async Task<Answer<HandOver>> HandUpAsync(Acting by, long number, Entered entered, CancellationToken cancel)
    {
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        var (standing, now) = (await database.StandingAsync(by, ticket.CommunityId, cancel), clock.GetUtcNow());
        if (await StrangerAsync(by, ticket, standing.Levels.Form(entered.Form), entered, cancel) is { } stranger) return stranger;
        var team = (entered.To ?? standing.Levels.Above(ticket.Level)) is { } to ? standing.Levels.TeamFor(to, now) : null;
        var (team0, assignee0, outer, from) = (ticket.TeamId, ticket.AssigneeId, ticket.HandOverId, ticket.Level);
        var decision = new Escalate(ids.Next(), entered.To, entered.Reason, entered.Tried, entered.Form, entered.Answers, entered.Emergency).Decide(ticket, standing, team, now);
        if (decision.Refusal is { } refusal) return refusal;
        var escalated = decision.Facts.OfType<TicketEscalated>().Single();
        var row = new HandOver
        {
            Id = escalated.HandOverId,
            TicketId = ticket.Id,
            CommunityId = ticket.CommunityId,
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

    /// <summary>A file of another ticket, or a ticket that is none for this agent: what a form names is asked at the gate like anything else.</summary>
    private async Task<Refusal?> StrangerAsync(Acting by, Ticket ticket, HandOverForm? form, Entered entered, CancellationToken cancel)
    {
        foreach (var question in form?.Questions ?? [])
        {
            if (entered.Answers.GetValueOrDefault(question.Key) is not { } answer || answer.Trim() is "" or Question.None || !question.IsAnswered(answer)) continue;
            if (question.Kind == QuestionKind.File && long.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var file)
                && !await database.Messages.AnyAsync(m => m.TicketId == ticket.Id && m.Attachments.Any(a => a.Id == file), cancel)) return new Refusal(NoSuchFile, question.Key);
            if (question.Kind != QuestionKind.Alike) continue;
            var numbers = Question.NumbersIn(answer).ToList();
            if (await database.Tickets.VisibleTo(by).CountAsync(t => numbers.Contains(t.Number), cancel) != numbers.Count) return new Refusal(NoSuchTicket, question.Key);
        }
        return null;
    }
}

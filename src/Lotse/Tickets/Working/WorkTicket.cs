using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Responsible;
using Lotse.Tickets.Tagging;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Working;

/// <summary>Changes what an agent may change about a ticket: state, people, priority, subject, tags.</summary>
public sealed class WorkTicket(DeskDatabase database, Journal journal, TagsOfTicket tagging, ClassifyTicket classify, TimeProvider clock)
{
    /// <param name="version">The version the caller has seen; null to change whatever is there.</param>
    /// <param name="tags">All tags it is to have from now on; null leaves them.</param>
    public Task<Answer<Ticket>> RunAsync(Acting by, long number, ChangeTicket change, IReadOnlyList<string>? tags, long? version, CancellationToken cancel) =>
        RunAsync(by, number, change, tags, version, null, cancel);

    /// <param name="about">What it is about from now on: said first, so that a ticket may get its support group and be done in one stroke.</param>
    public Task<Answer<Ticket>> RunAsync(Acting by, long number, ChangeTicket change, IReadOnlyList<string>? tags, long? version, Categories? about, CancellationToken cancel) =>
        journal.RetryAsync<Answer<Ticket>>(async () =>
        {
            if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
            if (version is { } seen && seen != ticket.Version) return Refusals.Changed;
            if (change.Assignee is { IsSet: true, Value: { } assignee } && !await database.WorksForAsync(assignee, ticket.CommunityId, cancel)) return new Refusal("assignee-cannot-see-it");
            if (change.Team is { IsSet: true, Value: { } team } && !await database.Teams.AnyAsync(t => t.Id == team && t.CommunityId == ticket.CommunityId, cancel))
            {
                return new Refusal("no-such-team");
            }
            var now = clock.GetUtcNow();
            var decision = change.Decide(ticket, now);
            if (decision.Refusal is { } refusal) return refusal;
            var told = about is null ? new List<Fact>() : await classify.FactsAsync(by, ticket, about, now, cancel);
            if (told.Refusal is { } unknown) return unknown;
            var facts = told.Value!.Concat(decision.Facts).ToList();
            if (GroupBeforeDone.Lacks(ticket, facts) && await database.Communities.AnyAsync(c => c.Id == ticket.CommunityId && c.NeedsSupportGroup, cancel)) return new Refusal(GroupBeforeDone.Missing);
            if (tags is not null && await tagging.SetAsync(ticket, tags, now, cancel) is { } retagged) facts.Add(retagged);
            if (facts.Count == 0) return ticket;
            journal.Record(ticket, facts, by.AgentId);
            await classify.FollowAsync(by, ticket, facts, now, cancel);
            await journal.SaveAsync(cancel);
            return ticket;
        });
}

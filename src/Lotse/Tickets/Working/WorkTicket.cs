using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Communities;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Working;

/// <summary>Changes what an agent may change about a ticket: state, people, priority, subject, tags.</summary>
public sealed class WorkTicket(DeskDatabase database, Journal journal, Ids ids, TimeProvider clock)
{
    /// <param name="version">The version the caller has seen; null to change whatever is there.</param>
    /// <param name="tags">All tags it is to have from now on; null leaves them.</param>
    public Task<Answer<Ticket>> RunAsync(Acting by, long number, ChangeTicket change, IReadOnlyList<string>? tags, long? version, CancellationToken cancel) =>
        journal.RetryAsync<Answer<Ticket>>(async () =>
        {
            if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
            if (version is { } seen && seen != ticket.Version) return Refusals.Changed;
            if (change.Assignee is { IsSet: true, Value: { } assignee } && !await CanWorkAsync(assignee, ticket, cancel)) return new Refusal("assignee-cannot-see-it");
            if (change.Team is { IsSet: true, Value: { } team } && !await database.Teams.AnyAsync(t => t.Id == team && t.CommunityId == ticket.CommunityId, cancel))
            {
                return new Refusal("no-such-team");
            }
            var now = clock.GetUtcNow();
            var decision = change.Decide(ticket, now);
            if (decision.Refusal is { } refusal) return refusal;
            var facts = decision.Facts.ToList();
            if (tags is not null && await RetagAsync(ticket, tags, now, cancel) is { } retagged) facts.Add(retagged);
            if (facts.Count == 0) return ticket;
            journal.Record(ticket, facts, by.AgentId);
            await journal.SaveAsync(cancel);
            return ticket;
        });

    private Task<bool> CanWorkAsync(long agentId, Ticket ticket, CancellationToken cancel) => database.Users.AnyAsync(
        agent => agent.Id == agentId && agent.Active
            && (agent.Role == Role.Admin || database.AgentCommunities.Any(link => link.AgentId == agentId && link.CommunityId == ticket.CommunityId)), cancel);

    private async Task<TagsChanged?> RetagAsync(Ticket ticket, IReadOnlyList<string> wanted, DateTimeOffset now, CancellationToken cancel)
    {
        var names = wanted.Select(name => Snippets.Of(name, 60).ToLowerInvariant()).Where(name => name.Length > 0).Distinct().Take(50).ToList();
        var links = await database.TicketTags.AsTracking().Where(link => link.TicketId == ticket.Id).ToListAsync(cancel);
        var linkIds = links.ConvertAll(link => link.TagId);
        var known = await database.Tags.Where(tag => tag.CommunityId == ticket.CommunityId && (names.Contains(tag.Name) || linkIds.Contains(tag.Id))).ToListAsync(cancel);
        var has = known.Where(tag => linkIds.Contains(tag.Id)).ToDictionary(tag => tag.Name, tag => tag.Id);
        var added = names.Where(name => !has.ContainsKey(name)).ToList();
        var removed = has.Keys.Except(names).ToList();
        foreach (var name in added)
        {
            var tag = known.Find(one => one.Name == name);
            if (tag is null) database.Tags.Add(tag = new Tag { Id = ids.Next(), CommunityId = ticket.CommunityId, Name = name });
            database.TicketTags.Add(new TicketTag { TicketId = ticket.Id, TagId = tag.Id });
        }
        database.TicketTags.RemoveRange(links.Where(link => removed.Exists(name => has[name] == link.TagId)));
        return added.Count + removed.Count == 0 ? null : new TagsChanged(ticket.Id, added, removed, now);
    }
}

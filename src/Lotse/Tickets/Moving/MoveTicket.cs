using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Tagging;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Moving;

/// <summary>What a feature has its hold on a ticket end with before the ticket goes over the wall; asked with every move.</summary>
public sealed record LettingGo(Func<DeskDatabase, Ticket, DateTimeOffset, CancellationToken, Task<IReadOnlyList<Fact>>> Ask);

/// <summary>Moves a ticket to another community, for an agent who works for both. There it has a mailbox and a contact of that community, and nobody who must not see it.</summary>
public sealed class MoveTicket(DeskDatabase database, Journal journal, ContactOfAddress contacts, TagsOfTicket tagging, IEnumerable<LettingGo> holds, TimeProvider clock)
{
    public const string HasParts = "move-has-parts", SameCommunity = "move-same-community";

    public Task<Answer<Ticket>> RunAsync(Acting by, long number, long communityId, CancellationToken cancel) => journal.RetryAsync<Answer<Ticket>>(async () =>
    {
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        if (!by.Sees(communityId) || !await database.Communities.AnyAsync(c => c.Id == communityId, cancel)) return new Refusal("no-such-community", "community");
        if (ticket.CommunityId == communityId) return new Refusal(SameCommunity, "community");
        if (await database.Mailboxes.Where(m => m.CommunityId == communityId).OrderBy(m => m.Id).FirstOrDefaultAsync(cancel) is not { } mailbox) return new Refusal("no-mailbox", "community");
        // What is part of it is on this side of the wall, with people of this side.
        if (await database.Tickets.AnyAsync(t => t.MergedIntoId == ticket.Id, cancel)) return new Refusal(HasParts);
        if (await ContactAsync(ticket, communityId, cancel) is not { } contact) return new Refusal("no-recipient");
        var (from, now) = (ticket.CommunityId, clock.GetUtcNow());
        var names = await database.TicketTags.Where(l => l.TicketId == ticket.Id).Join(database.Tags, l => l.TagId, t => t.Id, (_, t) => t.Name).ToListAsync(cancel);
        foreach (var hold in holds) journal.Record(ticket, await hold.Ask(database, ticket, now, cancel), by.AgentId);
        journal.Record(ticket, [new TicketLeftCommunity(ticket.Id, communityId, now)], by.AgentId);
        var facts = new List<Fact> { new CommunityChanged(ticket.Id, from, communityId, mailbox.Id, contact, now) };
        if (ticket.TeamId is { } team) facts.Add(new TeamChanged(ticket.Id, team, null, now));
        if (ticket.AssigneeId is { } assignee && !await database.WorksForAsync(assignee, communityId, cancel)) facts.Add(new TicketAssigned(ticket.Id, assignee, null, now));
        if ((await database.LevelsAsync(communityId, cancel)).Entrance is var entrance && (ticket.HandOverId is not null || ticket.Level != entrance)) facts.Add(new LevelBegunAnew(ticket.Id, ticket.Level, entrance, now));
        foreach (var asked in await database.Consultations.AsTracking().Where(c => c.TicketId == ticket.Id && c.ClosedAt == null).ToListAsync(cancel))
        {
            // Whoever was asked stands on the other side of the wall.
            asked.ClosedAt = now;
            facts.Add(new ConsultationClosed(ticket.Id, asked.Id, now));
        }
        journal.Record(ticket, facts, by.AgentId);
        await tagging.SetAsync(ticket, names, now, cancel); // The same words over there: nothing that history would tell.
        await LeaveBehindAsync(ticket, communityId, cancel);
        await journal.SaveAsync(cancel);
        return ticket;
    });

    /// <summary>Whoever wrote it, as that community knows them.</summary>
    private async Task<long?> ContactAsync(Ticket ticket, long communityId, CancellationToken cancel)
    {
        var known = await database.Contacts.SingleOrDefaultAsync(c => c.Id == ticket.ContactId, cancel);
        var address = await database.ContactAddresses.Where(a => a.ContactId == ticket.ContactId && database.Participants.Any(p => p.TicketId == ticket.Id && p.Address == a.Address))
            .OrderBy(a => a.Id).Select(a => a.Address).FirstOrDefaultAsync(cancel)
            ?? await database.ContactAddresses.Where(a => a.ContactId == ticket.ContactId).OrderBy(a => a.Id).Select(a => a.Address).FirstOrDefaultAsync(cancel);
        return address is null ? null : (await contacts.FindOrAddAsync(communityId, address, known?.Name, clock.GetUtcNow(), cancel)).Id;
    }

    /// <summary>Links would look over the wall, and so would those who watch and do not work over there.</summary>
    private async Task LeaveBehindAsync(Ticket ticket, long communityId, CancellationToken cancel)
    {
        database.TicketLinks.RemoveRange(await database.TicketLinks.Where(l => l.TicketId == ticket.Id || l.OtherTicketId == ticket.Id).ToListAsync(cancel));
        database.Watchers.RemoveRange(await database.Watchers.Where(w => w.TicketId == ticket.Id
            && !database.AgentCommunities.Any(link => link.AgentId == w.AgentId && link.CommunityId == communityId)
            && !database.Users.Any(agent => agent.Id == w.AgentId && agent.Role == Role.Admin)).ToListAsync(cancel));
    }
}

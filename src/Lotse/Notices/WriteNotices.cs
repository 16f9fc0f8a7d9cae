using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Live;
using Lotse.Domain.Levels;
using Lotse.Domain.Notices;
using Lotse.Domain.Routing;
using Lotse.Domain.Rules;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Involving;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Notices;

/// <summary>From lines of the journal to notices. It reads tickets of all communities: whom it tells of one, the rule asks for each person.</summary>
public sealed class WriteNotices(DeskDatabase database, WriteGate gate, Ids ids, AgentBell bell, TimeProvider clock)
{
    private sealed record Line(JournalEntry Entry, TicketFact Fact);

    private sealed record Written(long Id, long? AuthorId, string Text);

    private sealed record Ground(
        Dictionary<long, Ticket> Tickets, ILookup<long, long> Watchers, Dictionary<long, Written> Messages, List<Colleague> People, List<Mentionable> Names)
    {
        public NoticeScene Scene(Ticket ticket, TicketFact fact)
        {
            var written = MessageOf(fact) is { } id ? Messages.GetValueOrDefault(id) : null;
            var named = fact is NoteWritten && written is not null ? Mentions.In(written.Text, Names).Select(m => m.AgentId).Distinct().ToList() : [];
            return new NoticeScene(ticket, [.. Watchers[ticket.Id]], named, written?.AuthorId);
        }
    }

    /// <param name="save">Writes down how far this is even where there was nothing to tell.</param>
    /// <returns>True where that is written down.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<JournalEntry> entries, bool save, CancellationToken cancel)
    {
        var lines = entries.Where(MayMatter).Select(entry => FactNames.Read(entry.Kind, entry.Data) is TicketFact fact ? new Line(entry, fact) : null).OfType<Line>().ToList();
        var (notices, watchers) = (new List<Notice>(), new List<Watcher>());
        if (lines.Count > 0 && await GroundAsync(lines, cancel) is { Tickets.Count: > 0 } ground)
        {
            foreach (var line in lines) Tell(line, ground, notices, watchers);
        }
        if (notices.Count == 0 && watchers.Count == 0 && !save) return false;
        await NoticeRows.WriteAsync(database, gate, notices, watchers, entries[^1].Id, cancel);
        foreach (var agent in notices.Select(n => n.AgentId).Distinct()) bell.Ring(agent);
        return true;
    }

    public Task SaveAsync(long position, CancellationToken cancel) => NoticeRows.WriteAsync(database, gate, [], [], position, cancel);

    private void Tell(Line line, Ground ground, List<Notice> notices, List<Watcher> watchers)
    {
        if (!ground.Tickets.TryGetValue(line.Fact.TicketId, out var ticket)) return;
        var scene = ground.Scene(ticket, line.Fact);
        notices.AddRange(TellPeople.Of(line.Fact, line.Entry.AgentId, scene, ground.People).Select(told => new Notice
        {
            Id = ids.Next(),
            AgentId = told.AgentId,
            TicketId = ticket.Id,
            Kind = told.Code,
            Line = line.Entry.Id,
            ByAgentId = line.Entry.AgentId ?? (line.Fact is NoteWritten ? scene.Author : null),
            At = line.Entry.At,
        }));
        if (line.Fact is NoteWritten) watchers.AddRange(TellPeople.Joining(scene, ground.People).Select(agent => new Watcher { TicketId = ticket.Id, AgentId = agent, At = clock.GetUtcNow() }));
    }

    private static bool MayMatter(JournalEntry entry) => entry.TicketId is not null
        && entry.Kind is "messageReceived" or "ticketAssigned" or "noteWritten" or "replyWritten" or "deliveryFailed" or "stateChanged" or "ticketOpened"
            or "ticketEscalated" or "ticketReturned" or "levelConsulted" or "consultationSaid" or "rulePaused"

            or "promiseWarned" or "promiseOverdue" or "promiseLongOverdue";

    /// <summary>While mail pours in, nearly all lines are about tickets that nobody has yet: those are not even read.</summary>
    private async Task<Ground> GroundAsync(List<Line> lines, CancellationToken cancel)
    {
        var people = await PeopleAsync(cancel);
        var wantsNew = people.People.Exists(one => one.Active && one.Habits.NewTicket);
        var surely = lines.Where(line => line.Fact is NoteWritten or DeliveryFailed or TicketAssigned or TicketRouted or TicketDealt or TicketEscalated or TicketReturned or LevelConsulted or ConsultationSaid or RulePaused or PromiseFact || (wantsNew && line.Fact is TicketOpened)).Select(line => line.Fact.TicketId).Distinct().ToList();
        var all = lines.Select(line => line.Fact.TicketId).Distinct().ToList();
        var tickets = await database.Tickets.Where(t => all.Contains(t.Id) && (surely.Contains(t.Id) || t.AssigneeId != null || database.Watchers.Any(w => w.TicketId == t.Id)))
            .ToDictionaryAsync(t => t.Id, cancel);
        var there = tickets.Keys.ToList();
        var watchers = there.Count == 0 ? [] : await database.Watchers.Where(w => there.Contains(w.TicketId)).ToListAsync(cancel);
        var named = lines.Where(line => tickets.ContainsKey(line.Fact.TicketId)).Select(line => MessageOf(line.Fact)).OfType<long>().ToList();
        var messages = named.Count == 0 ? [] : await database.Messages.Where(m => named.Contains(m.Id))
            .Select(m => new Written(m.Id, m.AuthorId, m.Kind == MessageKind.Note ? m.Text : "")).ToListAsync(cancel);
        return new Ground(tickets, watchers.ToLookup(w => w.TicketId, w => w.AgentId), messages.ToDictionary(m => m.Id), people.People, people.Names);
    }

    private async Task<(List<Colleague> People, List<Mentionable> Names)> PeopleAsync(CancellationToken cancel)
    {
        var agents = await database.Users.Where(a => a.Active).Select(a => new { a.Id, a.Name, a.Email, a.Role, a.Habits }).ToListAsync(cancel);
        var communities = (await database.AgentCommunities.ToListAsync(cancel)).ToLookup(link => link.AgentId, link => link.CommunityId);
        var teams = (await database.AgentTeams.ToListAsync(cancel)).ToLookup(link => link.AgentId, link => link.TeamId);
        return (agents.ConvertAll(a => new Colleague(a.Id, a.Role, true, [.. communities[a.Id]], [.. teams[a.Id]], NoticeHabits.Of(a.Habits))),
            agents.ConvertAll(a => new Mentionable(a.Id, a.Name, NamedPeople.HandleOf(a.Email ?? ""))));
    }

    private static long? MessageOf(TicketFact fact) => fact switch
    {
        NoteWritten f => f.MessageId,
        DeliveryFailed f => f.MessageId,
        _ => null,
    };
}

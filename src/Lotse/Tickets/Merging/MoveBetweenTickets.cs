using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Drafts;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Merging;

/// <summary>Moves messages, and what hangs on them, from one ticket to another. Whoever calls has asked the gate for both and saves.</summary>
public sealed class MoveBetweenTickets(DeskDatabase database)
{
    /// <summary>Everything that was said, is being written, or leads here. Who takes part and who watches stays noted here too, for the case that it comes back.</summary>
    public async Task<(IReadOnlyList<Message> Messages, MovedRows Moved)> AllAsync(Ticket from, Ticket to, CancellationToken cancel)
    {
        var messages = await database.Messages.AsTracking().Where(m => m.TicketId == from.Id).OrderBy(m => m.Id).ToListAsync(cancel);
        await MessagesAsync(messages, to, cancel);
        return (messages, new MovedRows
        {
            Messages = [.. messages.Select(m => m.Id)],
            ThreadKeys = await KeysAsync(from, to, cancel),
            Participants = await PeopleAsync(from, to, cancel),
            Watchers = await WatchersAsync(from, to, cancel),
            Drafts = await DraftsAsync(from, to, cancel),
            DraftFiles = await DraftFilesAsync(from, to, cancel),
            Consultations = await ConsultationsAsync(from, to, cancel),
        });
    }

    /// <summary>The messages, their mails on the way out and the notes of how they came in.</summary>
    /// <param name="messages">Tracked.</param>
    public async Task MessagesAsync(IReadOnlyList<Message> messages, Ticket to, CancellationToken cancel)
    {
        var ids = messages.Select(m => m.Id).ToList();
        foreach (var message in messages) message.TicketId = to.Id;
        foreach (var mail in await database.Outbox.AsTracking().Where(o => ids.Contains(o.MessageId)).ToListAsync(cancel)) mail.TicketId = to.Id;
        foreach (var reply in await database.PendingReplies.AsTracking().Where(r => ids.Contains(r.MessageId)).ToListAsync(cancel)) reply.TicketId = to.Id;
        foreach (var delivery in await database.Deliveries.AsTracking().Where(d => d.MessageId != null && ids.Contains(d.MessageId.Value)).ToListAsync(cancel)) delivery.TicketId = to.Id;
    }

    private async Task<IReadOnlyList<long>> KeysAsync(Ticket from, Ticket to, CancellationToken cancel)
    {
        var known = (await database.ThreadKeys.Where(k => k.TicketId == to.Id).Select(k => k.Key).ToListAsync(cancel)).ToHashSet();
        var moved = (await database.ThreadKeys.AsTracking().Where(k => k.TicketId == from.Id).ToListAsync(cancel)).FindAll(key => known.Add(key.Key));
        foreach (var key in moved) key.TicketId = to.Id;
        return moved.ConvertAll(key => key.Id);
    }

    private async Task<IReadOnlyList<string>> PeopleAsync(Ticket from, Ticket to, CancellationToken cancel)
    {
        var there = await database.Participants.Where(p => p.TicketId == to.Id).Select(p => p.Address).ToListAsync(cancel);
        var here = await database.Participants.Where(p => p.TicketId == from.Id).Select(p => p.Address).ToListAsync(cancel);
        var added = here.Except(there).ToList();
        database.Participants.AddRange(added.Select(address => new Participant { TicketId = to.Id, Address = address }));
        return added;
    }

    private async Task<IReadOnlyList<long>> WatchersAsync(Ticket from, Ticket to, CancellationToken cancel)
    {
        var there = await database.Watchers.Where(w => w.TicketId == to.Id).Select(w => w.AgentId).ToListAsync(cancel);
        var added = await database.Watchers.Where(w => w.TicketId == from.Id && !there.Contains(w.AgentId)).ToListAsync(cancel);
        database.Watchers.AddRange(added.Select(w => new Watcher { TicketId = to.Id, AgentId = w.AgentId, At = w.At }));
        return added.ConvertAll(w => w.AgentId);
    }

    /// <summary>Whoever is writing in both tickets finds the words of this one below those of the other, and its own draft stays where it is.</summary>
    private async Task<IReadOnlyList<long>> DraftsAsync(Ticket from, Ticket to, CancellationToken cancel)
    {
        var there = await database.Drafts.AsTracking().Where(d => d.TicketId == to.Id).ToListAsync(cancel);
        var moved = new List<long>();
        foreach (var draft in await database.Drafts.AsTracking().Where(d => d.TicketId == from.Id).ToListAsync(cancel))
        {
            if (there.Find(d => d.AgentId == draft.AgentId && d.Kind == draft.Kind) is { } other)
            {
                database.DraftVersions.Add(DraftVersions.Of(other, other.AgentId));
                var (text, html) = (other.Text, other.Html);
                (other.Text, other.Html) = (draft.Text, draft.Html);
                DraftWords.PutAbove(other, text, html);
                other.Version++;
                continue;
            }
            draft.TicketId = to.Id;
            moved.Add(draft.Id);
        }
        return moved;
    }

    private async Task<IReadOnlyList<long>> ConsultationsAsync(Ticket from, Ticket to, CancellationToken cancel)
    {
        var open = await database.Consultations.AsTracking().Where(c => c.TicketId == from.Id && c.ClosedAt == null).ToListAsync(cancel);
        foreach (var consultation in open) consultation.TicketId = to.Id;
        return open.ConvertAll(c => c.Id);
    }

    private async Task<IReadOnlyList<long>> DraftFilesAsync(Ticket from, Ticket to, CancellationToken cancel)
    {
        var files = await database.DraftFiles.AsTracking().Where(f => f.TicketId == from.Id).ToListAsync(cancel);
        foreach (var file in files) file.TicketId = to.Id;
        return files.ConvertAll(f => f.Id);
    }
}

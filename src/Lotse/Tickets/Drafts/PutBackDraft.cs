using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Drafts;

/// <summary>Makes a draft of what had been an answer. What its writer has begun meanwhile stays below it.</summary>
public sealed class PutBackDraft(DeskDatabase database, Ids ids)
{
    /// <summary>The caller saves.</summary>
    /// <param name="lastSeen">The newest message that its writer had seen; 0 for what stands there already.</param>
    public async Task RunAsync(long agentId, long ticketId, string text, string html, string to, string cc, long lastSeen, DateTimeOffset now, CancellationToken cancel)
    {
        var draft = await database.Drafts.AsTracking().SingleOrDefaultAsync(d => d.TicketId == ticketId && d.AgentId == agentId && d.Kind == DraftKind.Reply, cancel);
        if (draft is null)
        {
            database.Drafts.Add(new Draft
            {
                Id = ids.Next(), TicketId = ticketId, AgentId = agentId, Kind = DraftKind.Reply,
                Text = text, Html = html, To = to, Cc = cc, LastSeen = lastSeen, Version = 1, UpdatedAt = now,
            });
            return;
        }
        database.DraftVersions.Add(DraftVersions.Of(draft, agentId));
        DraftWords.PutAbove(draft, text, html);
        (draft.To, draft.Cc, draft.UpdatedAt) = (to, cc, now);
        if (lastSeen > 0) draft.LastSeen = lastSeen;
        draft.Version++;
    }
}

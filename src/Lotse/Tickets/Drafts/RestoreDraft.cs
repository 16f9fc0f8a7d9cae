using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Drafts;

public sealed record DraftWithVersions(Draft Draft, IReadOnlyList<DraftVersion> Earlier);

/// <summary>Looks at how a draft once was, and has it so again.</summary>
public sealed class RestoreDraft(DeskDatabase database, Journal journal, TimeProvider clock)
{
    /// <summary>Null where it is not there, or not for this agent. Newest first.</summary>
    public async Task<DraftWithVersions?> FindAsync(Acting by, long number, long id, CancellationToken cancel)
    {
        var draft = await VisibleAsync(by, number, id, cancel);
        return draft is null ? null : new(draft, await database.DraftVersions.Where(v => v.DraftId == id).OrderByDescending(v => v.Version).Take(DraftVersions.AtMost).ToListAsync(cancel));
    }

    /// <summary>The present words become a version themselves.</summary>
    public Task<bool> RunAsync(Acting by, long number, long id, int version, CancellationToken cancel) => journal.RetryAsync(async () =>
    {
        if (await VisibleAsync(by, number, id, cancel) is not { } draft) return false;
        if (await database.DraftVersions.SingleOrDefaultAsync(v => v.DraftId == id && v.Version == version, cancel) is not { } earlier) return false;
        database.DraftVersions.Add(DraftVersions.Of(draft, by.AgentId));
        (draft.Text, draft.Html, draft.UpdatedAt) = (earlier.Text, earlier.Html, clock.GetUtcNow());
        draft.Version++;
        await journal.SaveAsync(cancel);
        return true;
    });

    private Task<Draft?> VisibleAsync(Acting by, long number, long id, CancellationToken cancel) => database.Drafts.AsTracking().SingleOrDefaultAsync(
        d => d.Id == id && (d.AgentId == by.AgentId || d.Shared) && database.Tickets.VisibleTo(by).Any(t => t.Id == d.TicketId && t.Number == number), cancel);
}

using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Drafts;

/// <summary>What stands in the composer at this moment.</summary>
/// <param name="Draft">The draft that it is; null for one's own of this kind, which may not be there yet.</param>
/// <param name="Version">The version that its writer last saved or was given; 0 for none.</param>
/// <param name="Shared">Null leaves it as it is.</param>
public sealed record WrittenDraft(DraftKind Kind, string Text, string Html, string To, string Cc, long LastSeen, long? Draft, int Version, bool? Shared);

/// <param name="Id">0 where nothing is left of it.</param>
/// <param name="Newer">Somebody has changed the draft since: this is how it stands, and nothing was saved.</param>
public sealed record DraftSaving(long Id, int Version, Draft? Newer = null);

/// <summary>Keeps what is being written, while it is written. Nothing in the journal: a draft is nobody's business until it is sent.</summary>
public sealed class SaveDraft(DeskDatabase database, Journal journal, Ids ids, TimeProvider clock)
{
    public const string TooLong = "draft-too-long";

    public Task<Answer<DraftSaving>> RunAsync(Acting by, long number, WrittenDraft written, CancellationToken cancel) => journal.RetryAsync<Answer<DraftSaving>>(async () =>
    {
        if (Message.WhyTooLong(written.Text, written.Html, written.To, written.Cc) is not null) return new Refusal(TooLong);
        if (await database.FindTicketIdAsync(by, number, cancel) is not { } ticketId) return Refusals.NotFound;
        var draft = await FindAsync(by, ticketId, written, cancel);
        if (draft is null) return written.Text.Trim().Length == 0 ? new DraftSaving(0, 0) : await AddAsync(by, ticketId, written, cancel);
        if (draft.Version != written.Version && !IsSame(draft, written)) return new DraftSaving(draft.Id, draft.Version, draft);
        return written.Text.Trim().Length == 0 && draft.AgentId == by.AgentId ? await RemoveAsync(draft, cancel) : await ChangeAsync(by, draft, written, cancel);
    });

    private Task<Draft?> FindAsync(Acting by, long ticketId, WrittenDraft written, CancellationToken cancel) => written.Draft is { } id
        ? database.Drafts.AsTracking().SingleOrDefaultAsync(d => d.Id == id && d.TicketId == ticketId && d.Kind == written.Kind && (d.AgentId == by.AgentId || d.Shared), cancel)
        : database.Drafts.AsTracking().SingleOrDefaultAsync(d => d.TicketId == ticketId && d.AgentId == by.AgentId && d.Kind == written.Kind, cancel);

    private async Task<DraftSaving> AddAsync(Acting by, long ticketId, WrittenDraft written, CancellationToken cancel)
    {
        // One that was taken away meanwhile (sent from another window) is not brought back under its old name.
        var draft = new Draft
        {
            Id = ids.Next(), TicketId = ticketId, AgentId = by.AgentId, Kind = written.Kind, Text = written.Text, Html = written.Html, To = written.To, Cc = written.Cc,
            LastSeen = written.LastSeen, Shared = written.Shared ?? false, Version = 1, UpdatedAt = clock.GetUtcNow(),
        };
        database.Drafts.Add(draft);
        await journal.SaveAsync(cancel);
        return new DraftSaving(draft.Id, draft.Version);
    }

    private async Task<DraftSaving> ChangeAsync(Acting by, Draft draft, WrittenDraft written, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var last = await database.DraftVersions.Where(v => v.DraftId == draft.Id).OrderByDescending(v => v.Version).FirstOrDefaultAsync(cancel);
        var since = last?.At ?? draft.UpdatedAt - DraftVersions.Apart;
        var cut = written.Text.Length < draft.Text.Length / 2;
        if (draft.Text.Trim().Length > 0 && (cut || draft.UpdatedAt - since >= DraftVersions.Apart || draft.AgentId != by.AgentId)) await KeepAsync(draft, by.AgentId, cancel);
        (draft.Text, draft.Html, draft.To, draft.Cc, draft.LastSeen, draft.UpdatedAt) = (written.Text, written.Html, written.To, written.Cc, written.LastSeen, now);
        draft.Shared = written.Shared ?? draft.Shared;
        draft.Version++;
        await journal.SaveAsync(cancel);
        return new DraftSaving(draft.Id, draft.Version);
    }

    private async Task KeepAsync(Draft draft, long agentId, CancellationToken cancel)
    {
        database.DraftVersions.Add(DraftVersions.Of(draft, agentId));
        var old = await database.DraftVersions.AsTracking().Where(v => v.DraftId == draft.Id).OrderByDescending(v => v.Version).Skip(DraftVersions.AtMost - 1).ToListAsync(cancel);
        database.DraftVersions.RemoveRange(old);
    }

    private async Task<DraftSaving> RemoveAsync(Draft draft, CancellationToken cancel)
    {
        database.DraftVersions.RemoveRange(await database.DraftVersions.AsTracking().Where(v => v.DraftId == draft.Id).ToListAsync(cancel));
        database.Drafts.Remove(draft);
        await journal.SaveAsync(cancel);
        return new DraftSaving(0, 0);
    }

    /// <summary>The answer to an earlier save was lost on its way.</summary>
    private static bool IsSame(Draft draft, WrittenDraft written) => draft.Text == written.Text && draft.Html == written.Html;
}

using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Macros;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies.Macros;

/// <summary>What came of a macro: done, or nothing at all.</summary>
/// <param name="Step">What was refused: reply, note, change; null where it did not come to that.</param>
public sealed record MacroOutcome(Refusal? Refusal, string? Step = null, string? Name = null);

/// <summary>A macro as it would be carried out on this ticket now.</summary>
public sealed record MacroPreview(Macro Macro, TicketSteps Steps);

/// <summary>Carries out a macro by the handlers that agents and programs use anyway, as one save: where one step is refused, none is done.</summary>
public sealed class RunMacro(DeskDatabase database, Journal journal, TakeSteps take, SendReply reply)
{
    public const string NotFound = "not-found", Unreadable = "macro-unreadable";

    /// <returns>Null where ticket or macro is not there or not for this agent.</returns>
    public async Task<MacroPreview?> PreviewAsync(Acting by, long number, long macroId, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(by, number, cancel) is not { } found) return null;
        var macro = await database.Macros.VisibleTo(by).SingleOrDefaultAsync(m => m.Id == macroId && (m.CommunityId == null || m.CommunityId == found.Ticket.CommunityId), cancel);
        if (macro is null || MacroSteps.Read(macro.Steps) is not { } steps) return null;
        var community = await database.Communities.Where(c => c.Id == found.Ticket.CommunityId).Select(c => c.Name).SingleAsync(cancel);
        return new MacroPreview(macro, MacroSteps.Filled(steps, TicketValues.Of(found.Ticket, found.Contact?.Name, by.Name, community)));
    }

    /// <param name="lastSeen">Id of the newest message that whoever runs it has seen.</param>
    public async Task<MacroOutcome> RunAsync(Acting by, long number, long macroId, long? lastSeen, CancellationToken cancel)
    {
        if (await PreviewAsync(by, number, macroId, cancel) is not { Steps: var steps, Macro.Name: var name }) return new MacroOutcome(Refusals.NotFound);
        var step = "";
        var refusal = await journal.TogetherAsync(async () =>
        {
            if (steps.Reply is { } text)
            {
                // An answer may be the end of it, and the end may want a support group.
                step = "change";
                if (await take.ClassifyAsync(by, number, steps, cancel) is { } unknown) return unknown;
                step = "reply";
                var then = steps.State ?? TicketState.WaitingForCustomer;
                if ((await reply.RunAsync(by, number, new ReplyDraft(text, null, LastSeen: lastSeen, Then: then), cancel)).Refusal is { } unsent) return unsent;
            }
            step = "note";
            if (await take.NoteAsync(by, number, steps, cancel) is { } unwritten) return unwritten;
            step = "change";
            return await take.ChangeAsync(by, number, steps, cancel);
        }, cancel);
        return refusal is null ? new MacroOutcome(null, Name: name) : new MacroOutcome(refusal, step, name);
    }
}

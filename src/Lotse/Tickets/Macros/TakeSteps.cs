using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Tagging;
using Lotse.Tickets.Working;

namespace Lotse.Tickets.Macros;

/// <summary>Takes the steps of a macro or a rule in one ticket, but for writing to the customer, by the handlers that agents use.</summary>
public sealed class TakeSteps(WorkTicket work, WriteNote note, TagsOfTicket tagging, DeskDatabase database, TimeProvider clock)
{
    /// <summary>All that is changed beside what is written. Where it is refused, nothing is put down.</summary>
    public async Task<Refusal?> ChangeAsync(Acting by, long number, TicketSteps steps, CancellationToken cancel) =>
        (await work.RunAsync(by, number, MacroSteps.Change(steps, by.AgentId, clock.GetUtcNow()), await TagsAsync(by, number, steps, cancel), null, cancel)).Refusal;

    /// <summary>Where there is one to write.</summary>
    public async Task<Refusal?> NoteAsync(Acting by, long number, TicketSteps steps, CancellationToken cancel) =>
        steps.Note is { } words ? (await note.RunAsync(by, number, words, null, cancel)).Refusal : null;

    private async Task<IReadOnlyList<string>?> TagsAsync(Acting by, long number, TicketSteps steps, CancellationToken cancel)
    {
        if (steps.AddTags.Count + steps.RemoveTags.Count == 0) return null;
        return await database.FindTicketIdAsync(by, number, cancel) is { } ticket ? MacroSteps.Tags(steps, await tagging.NamesAsync(ticket, cancel)) : null;
    }
}

using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Responsible;
using Lotse.Tickets.Spam;
using Lotse.Tickets.Tagging;
using Lotse.Tickets.Working;

namespace Lotse.Tickets.Macros;

/// <summary>Takes the steps of a macro or a rule in one ticket, but for writing to the customer, by the handlers that agents use.</summary>
public sealed class TakeSteps(WorkTicket work, WriteNote note, ClassifyTicket classify, MarkTicketSpam spam, TagsOfTicket tagging, DeskDatabase database, TimeProvider clock)
{
    /// <summary>What it is about, for whoever writes to the customer before all else is changed.</summary>
    public async Task<Refusal?> ClassifyAsync(Acting by, long number, TicketSteps steps, CancellationToken cancel) =>
        About(steps) is { } about ? (await classify.RunAsync(by, number, about, null, cancel)).Refusal : null;

    /// <summary>All that is changed beside what is written. Where it is refused, nothing is put down.</summary>
    public async Task<Refusal?> ChangeAsync(Acting by, long number, TicketSteps steps, CancellationToken cancel)
    {
        var change = MacroSteps.Change(steps, by.AgentId, clock.GetUtcNow());
        if ((await work.RunAsync(by, number, change, await TagsAsync(by, number, steps, cancel), null, About(steps), cancel)).Refusal is { } refusal) return refusal;
        return steps.Spam ? (await spam.RunAsync(by, number, true, cancel)).Refusal : null;
    }

    /// <summary>Where there is one to write.</summary>
    public async Task<Refusal?> NoteAsync(Acting by, long number, TicketSteps steps, CancellationToken cancel) =>
        steps.Note is { } words ? (await note.RunAsync(by, number, words, null, cancel)).Refusal : null;

    /// <summary>Null where they say nothing of it.</summary>
    public static Categories? About(TicketSteps steps)
    {
        return steps is { Product: null, Topic: null, SupportGroup: null } ? null : new Categories(Wanted(steps.Product), Wanted(steps.Topic), Wanted(steps.SupportGroup));

        static Optional<long?> Wanted(long? id) => id is null ? default : new Optional<long?>(id == TicketSteps.Nobody ? null : id, true);
    }

    private async Task<IReadOnlyList<string>?> TagsAsync(Acting by, long number, TicketSteps steps, CancellationToken cancel)
    {
        if (steps.AddTags.Count + steps.RemoveTags.Count == 0) return null;
        return await database.FindTicketIdAsync(by, number, cancel) is { } ticket ? MacroSteps.Tags(steps, await tagging.NamesAsync(ticket, cancel)) : null;
    }
}

using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Working;

/// <summary>What is entered before a ticket goes up; kept on the desk until the gate opens.</summary>
public sealed record Entered(Level? To, string Reason, string Tried, string Form, IReadOnlyDictionary<string, string> Answers, string? Emergency)
{
    public static Entered Nothing { get; } = new(null, "", "", "", new Dictionary<string, string>(), null);
}

/// <summary>Keeps with a ticket what is entered before its gate; whoever goes on with the ticket goes on with it. It stands here because procedures fill it in too.</summary>
public sealed class KeepEntered(DeskDatabase database, Journal journal, TimeProvider clock)
{
    /// <param name="at">The level at which it was entered: where the ticket has left it meanwhile, nothing is kept. Null where they do not say.</param>
    public Task<bool> RunAsync(Acting by, long number, Entered entered, CancellationToken cancel, Level? at = null) => journal.RetryAsync(async () =>
    {
        journal.Forget();
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return false;
        if (at is not null && ticket.Level != at) return true;
        await PutAsync(by, ticket.Id, _ => entered, cancel);
        await journal.SaveAsync(cancel);
        return true;
    });

    /// <summary>Changes what is kept, as part of whatever the caller saves.</summary>
    /// <param name="ticketId">Of a ticket that the gate has let through.</param>
    public async Task PutAsync(Acting by, long ticketId, Func<Entered, Entered> change, CancellationToken cancel)
    {
        var draft = await database.HandOverDrafts.AsTracking().SingleOrDefaultAsync(d => d.TicketId == ticketId, cancel);
        var kept = draft is null ? Entered.Nothing : JsonSerializer.Deserialize<Entered>(draft.Entered, StandingOf.Json) ?? Entered.Nothing;
        if (draft is null) database.HandOverDrafts.Add(draft = new HandOverDraft { TicketId = ticketId });
        (draft.AgentId, draft.At, draft.Entered) = (by.AgentId, clock.GetUtcNow(), JsonSerializer.Serialize(change(kept), StandingOf.Json));
    }
}

using Lotse.Domain.Tickets;

namespace Lotse.Domain.Routing;

/// <summary>A community may want to know of every ticket which support group it was before it is done.</summary>
public static class GroupBeforeDone
{
    public const string Missing = "support-group-missing";

    /// <summary>What is put back as it was is not asked again.</summary>
    public static bool Lacks(Ticket ticket, IReadOnlyList<Fact> facts) => !ticket.IsDone && Group(ticket, facts) is null
        && facts.OfType<StateChanged>().LastOrDefault() is { To: var to, Because: not ChangeTicket.Undone } && to.Kind() == StateKind.Done;

    private static long? Group(Ticket ticket, IReadOnlyList<Fact> facts) =>
        facts.OfType<TicketClassified>().LastOrDefault(fact => fact.Kind == CategoryKind.SupportGroup) is { } told ? told.To : ticket.SupportGroupId;
}

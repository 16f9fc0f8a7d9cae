namespace Lotse.Domain.Routing;

/// <summary>A ticket that came in.</summary>
public sealed record PastCase(long TicketId, Case One, DateTimeOffset At);

/// <summary>Who would have got a ticket.</summary>
/// <param name="Then">With the change that is tried; the same as <paramref name="Now"/> where none is.</param>
public sealed record Simulated(PastCase Past, Route Now, Route Then)
{
    /// <summary>Somebody else would get it, or it would wait elsewhere.</summary>
    public bool Differs => (Now.AgentId, Now.TeamId) != (Then.AgentId, Then.TeamId);
}

/// <summary>Puts past tickets to the table as it is, and to the one that it would be: with who was away when they came.</summary>
public static class SimulateRouting
{
    /// <param name="changed">A row that is tried; null for none.</param>
    public static IReadOnlyList<Simulated> Of(IEnumerable<PastCase> tickets, RoutingTable table, DateTimeOffset now, Responsibility? changed = null)
    {
        var asIs = table.AsIfAlways(now);
        var asTried = changed is null ? asIs : table.AsIfAlways(now, changed);
        return [.. tickets.Select(one => (one, Now: asIs.Route(one.One, one.At))).Select(pair => new Simulated(pair.one, pair.Now, changed is null ? pair.Now : asTried.Route(pair.one.One, pair.one.At)))];
    }
}

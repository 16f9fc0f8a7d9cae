using Lotse.Adapters.Database;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;

namespace Lotse.Tickets.Pages;

/// <summary>The levels that a ticket has been through, from its facts.</summary>
internal static class WayThroughLevels
{
    private static readonly string[] s_kinds = [.. new[] { typeof(TicketOpened), typeof(TicketEscalated), typeof(TicketReturned), typeof(LevelBegunAnew) }.Select(FactNames.Name)];

    /// <returns>Oldest first, the current one last; of more than is read at a glance the newest.</returns>
    public static IReadOnlyList<LevelStep> Of(Ticket ticket, IEnumerable<TicketLine> facts)
    {
        if (ticket.LevelChanges == 0) return [new LevelStep((int)ticket.Level, null)];
        var steps = new List<(Level Level, DateTimeOffset At)>();
        foreach (var fact in facts.Where(line => s_kinds.Contains(line.Name)).OrderBy(line => line.Id).Select(line => FactNames.Read(line.Name, line.Data)))
        {
            switch (fact)
            {
                case TicketOpened f: steps.Add((f.Level, f.At)); break;
                case TicketEscalated f: steps.Add((f.To, f.At)); break;
                case TicketReturned f: steps.Add((f.To, f.At)); break;
                case LevelBegunAnew f: steps.Add((f.To, f.At)); break;
                default: break;
            }
        }
        return [.. steps.Select((step, n) => new LevelStep((int)step.Level, n + 1 < steps.Count ? steps[n + 1].At - step.At : null)).TakeLast(AtAGlance)];
    }

    private const int AtAGlance = 5;
}

using Lotse.Ui;

namespace Lotse.Routing.Simulating;

/// <summary>What the tickets of the last month say about a table.</summary>
/// <param name="All">False where only the newest were looked at.</param>
/// <param name="Tried">A change is tried, so that there is a before and an after.</param>
/// <param name="Moved">Those that would go elsewhere, newest first; not all of them.</param>
/// <param name="Uncovered">What nobody is responsible for, most tickets first.</param>
public sealed record SimulationView(
    int Looked, bool All, bool Tried, IReadOnlyList<SimulatedShare> Shares, int MovedCount, IReadOnlyList<MovedTicket> Moved, IReadOnlyList<UncoveredCase> Uncovered);

/// <param name="Who">A person, a team, or that it waits in the queue.</param>
public sealed record SimulatedShare(string Who, int Now, int Then);

public sealed record MovedTicket(string Number, string Subject, string From, string To);

public sealed record UncoveredCase(string About, int Count);

/// <summary>The page of it.</summary>
public sealed record SimulationPageView(Named Community, IReadOnlyList<Named> Communities, SimulationView Simulation);

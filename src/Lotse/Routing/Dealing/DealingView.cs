using Lotse.Ui;

namespace Lotse.Routing.Dealing;

/// <summary>How the queues of a community's teams come to their people, and who has how much in hand.</summary>
public sealed record DealingView(Named Community, IReadOnlyList<Named> Communities, IReadOnlyList<TeamDealing> Teams, bool MayChange);

/// <param name="Kind">pull, roundRobin or leastLoaded.</param>
/// <param name="Idle">Minutes of working time.</param>
/// <param name="Waiting">Tickets that nobody has.</param>
public sealed record TeamDealing(string Id, string Name, string Kind, string? Capacity, string? Idle, IReadOnlyList<InHand> People, long Waiting, IReadOnlyList<Refusal> Refusals);

public sealed record InHand(string Name, long Open, bool Away);

using Lotse.Domain.Routing;
namespace Lotse.Domain.Staff;

public sealed record TeamMade(long TeamId, string Name) : Fact;

public sealed record TeamRenamed(long TeamId, string From, string To) : Fact;

/// <param name="Agents">All who are in it now.</param>
public sealed record TeamStaffed(long TeamId, IReadOnlyList<long> Agents) : Fact, IChangesWhoActs;

public sealed record TeamRemoved(long TeamId, string Name) : Fact, IChangesWhoActs;

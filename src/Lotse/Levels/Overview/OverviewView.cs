using Lotse.Ui;

namespace Lotse.Levels.Overview;

/// <summary>How things stand between the levels: what waits, what was an emergency, what goes to and fro.</summary>
/// <param name="Emergencies">For leads; null for others.</param>
public sealed record OverviewView(
    IReadOnlyList<OverviewCommunity> Communities, IReadOnlyList<OverviewRow> Waiting, IReadOnlyList<OverviewRow> Bouncing, IReadOnlyList<OverviewRow>? Emergencies, bool Lead);

/// <param name="Levels">In use, from the highest; with their teams' names.</param>
public sealed record OverviewCommunity(string Id, string Name, IReadOnlyList<OverviewLevel> Levels);

/// <param name="Open">Tickets that are open at it.</param>
/// <param name="Teams">Empty for everybody.</param>
/// <param name="There">Somebody operates it at this moment.</param>
public sealed record OverviewLevel(int Level, long Open, bool Writes, IReadOnlyList<string> Teams, bool There);

/// <summary>A ticket in one of the lists.</summary>
/// <param name="Words">A reason, or how often it went to and fro.</param>
public sealed record OverviewRow(string Number, string Subject, string Community, int Level, DateTimeOffset Since, string Words, string? By);

using Lotse.Domain.Routing;
using Lotse.Ui;

namespace Lotse.Routing.Absences;

/// <param name="People">Whose absences whoever looks may say.</param>
public sealed record AbsencesView(IReadOnlyList<AbsenceLine> Now, IReadOnlyList<AbsenceLine> Coming, IReadOnlyList<PersonLine> People, string Me);

public sealed record AbsenceLine(string Id, string AgentId, string Agent, AbsenceKind Kind, DateTimeOffset From, DateTimeOffset? Until, bool Keeps, string Note, bool MayChange);

/// <param name="Away">Null for who is there.</param>
/// <param name="Covered">Open tickets that others have for them.</param>
public sealed record PersonLine(string Id, string Name, IReadOnlyList<string> Deputies, Away? Away, bool MayChange);

/// <param name="Effect">What would become of the open tickets; null before it is asked.</param>
public sealed record AbsenceFormView(IReadOnlyList<Named> People, AbsenceTyped Typed, EffectView? Effect, IReadOnlyList<Refusal> Refusals);

public sealed record AbsenceTyped(string? Agent, string Kind, string? From, string? Until, string Tickets, string Note);

/// <param name="Open">How many open tickets somebody has.</param>
/// <param name="Shown">Of these, so many were looked at.</param>
/// <param name="Goes">By whom they go to; null for the queue.</param>
/// <param name="Rows">Responsibilities for which nobody would be there.</param>
public sealed record EffectView(string Agent, int Open, int Shown, bool Keeps, IReadOnlyList<EffectLine> Goes, IReadOnlyList<string> Rows);

public sealed record EffectLine(string? To, int Count, IReadOnlyList<string> Numbers);

public sealed record StandInsView(string Id, string Name, IReadOnlyList<Named> Colleagues, IReadOnlyList<string> Deputies, IReadOnlyList<WeeklyLine> Weekly, string Zone, IReadOnlyList<CoveredTicket> Covered, bool Away, IReadOnlyList<Refusal> Refusals);

public sealed record WeeklyLine(string Day, string From, string Until);

public sealed record CoveredTicket(string Number, string Subject, string By, DateTimeOffset At);

using Lotse.Domain.Routing.Exchange;
using Lotse.Ui;

namespace Lotse.Routing.Absences.Calendar;

/// <param name="People">Whose absences whoever looks may say.</param>
/// <param name="Calendar">As it was pasted or uploaded.</param>
/// <param name="Lines">Null before it was read.</param>
/// <param name="Chosen">Keys of what is ticked.</param>
/// <param name="Effect">What the next one would mean; null where there is none.</param>
public sealed record CalendarView(
    IReadOnlyList<Named> People, string? Agent, string Tickets, string Calendar, IReadOnlyList<PlannedAbsence>? Lines, IReadOnlyCollection<string> Chosen, EffectView? Effect, PlannedAbsence? Next, IReadOnlyList<Refusal> Refusals);

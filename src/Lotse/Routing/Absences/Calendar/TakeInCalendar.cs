using Lotse.Adapters.Calendars;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Absences.Calendar;

/// <param name="Taken">How many are entered now; none where it was only tried.</param>
public sealed record CalendarOutcome(IReadOnlyList<PlannedAbsence> Lines, IReadOnlyList<AbsenceRow> Taken);

/// <param name="Chosen">Keys of lines; null for those that are suggested.</param>
public sealed record CalendarWish(IReadOnlyCollection<string>? Chosen, WithTickets Tickets, bool Trying);

/// <summary>Takes absences in from somebody's calendar, all that are chosen in one save, or none.</summary>
public sealed class TakeInCalendar(DeskDatabase database, Journal journal, KeepAbsences keep, TimeProvider clock)
{
    public const string NoneChosen = "no-absence-chosen", ChosenCross = "absences-cross", NothingThere = "calendar-nothing-ahead";

    public Task<Answer<CalendarOutcome>> RunAsync(Acting by, long agentId, string calendar, CalendarWish wish, CancellationToken cancel) => journal.RetryAsync<Answer<CalendarOutcome>>(async () =>
    {
        if (await keep.DenyAsync(by, agentId, cancel) is { } deny) return deny;
        var now = clock.GetUtcNow();
        var zone = await database.Users.Where(a => a.Id == agentId).Select(a => a.TimeZone).SingleAsync(cancel);
        var (times, refusal) = CalendarAbsences.Read(calendar, TimeZoneInfo.FindSystemTimeZoneById(zone), now);
        if (times is null) return refusal!;
        if (times.Count == 0) return new Refusal(NothingThere);
        var entered = (await database.Absences.Where(a => a.AgentId == agentId && (a.Until == null || a.Until > now)).ToListAsync(cancel)).ConvertAll(row => row.AsRule());
        var lines = PlanAbsences.Of(times, entered);
        if (wish.Trying) return new CalendarOutcome(lines, []);
        var chosen = lines.Where(line => wish.Chosen is { } keys ? keys.Contains(line.Key) && !line.There : line.Suggested).ToList();
        if (wish.Chosen is { Count: 0 }) return new Refusal(NoneChosen);
        if (chosen.Find(line => line.Crosses) is { } crossing) return new Refusal(KeepAbsences.Overlaps, crossing.Title);
        if (PlanAbsences.Crossing(chosen) is { } both) return new Refusal(ChosenCross, $"{both.One.Title}, {both.Other.Title}");
        // What is chosen again is there already: that is no reason to refuse anything.
        var rows = chosen.ConvertAll(line => keep.Put(by, agentId, null, new AbsenceWish(line.Kind, line.From, line.Until, wish.Tickets, line.Title), line.From));
        if (rows.Count > 0) await journal.SaveAsync(cancel);
        return new CalendarOutcome(lines, rows);
    });
}

using Lotse.Adapters.Calendars;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Routing.Absences;
using Lotse.Routing.Absences.Calendar;
using Lotse.Routing.Bulk;
using Lotse.Routing.Table;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui.Language;

namespace Lotse.Routing;

/// <summary>Refusals of this room in words.</summary>
internal static class RoutingWords
{
    public static Ui.Refusal Say(Texts t, Refusal refusal) => (OfTable(t, refusal) ?? OfAway(t, refusal)) is { } words ? new Ui.Refusal(refusal.About, words) : Forms.Say(t, refusal);

    public static string Kind(Texts t, AbsenceKind kind) => kind switch { AbsenceKind.Holiday => t["absence.holiday"], AbsenceKind.Sick => t["absence.sick"], AbsenceKind.PartTime => t["absence.partTime"], _ => t["absence.other"] };

    private static string? OfTable(Texts t, Refusal refusal) => refusal.Code switch
    {
        Refusals.LeadsOnly => t["refused.leadsOnly"],
        Refusals.ChangedMeanwhile => t["refused.changedSince"],
        CheckResponsibilities.NobodyNamed => t["responsible.refused.nobody"],
        CheckResponsibilities.EndsBeforeItBegins => t["responsible.refused.ends"],
        CheckResponsibilities.SameCases => t["responsible.refused.same"],
        CheckResponsibilities.TooMany => t["responsible.refused.tooMany"],
        EditRows.NoneChosen => t["bulkRows.refused.none"],
        EditRows.NothingToChange => t["bulkRows.refused.nothing"],
        EditRows.TooMany => t["bulkRows.refused.tooMany"],
        KeepResponsibilities.NotKnown => t["responsible.refused.notKnown"],
        KeepResponsibilities.NoteTooLong or KeepAbsences.NoteTooLong => t["responsible.refused.note"],
        KeepResponsibilities.AlreadyOver => t["responsible.refused.over"],
        KeepCategories.NameMissing => t["category.refused.name"],
        KeepCategories.TooLong => t["category.refused.long"],
        Distribution.CapacityNotRight => t["dealing.refused.capacity"],
        Distribution.IdleNotRight => t["dealing.refused.idle"],
        KeepCategories.LastGroup => t["category.refused.lastGroup"],
        KeepGroupRule.NoneToChoose => t["category.refused.noGroup"],
        KeepCategories.Exists => t["category.refused.exists"],
        KeepCategories.NoSuchMailbox => t["category.refused.mailbox"],
        _ => null,
    };

    private static string? OfAway(Texts t, Refusal refusal) => refusal.Code switch
    {
        TakeInCalendar.NoneChosen => t["calendar.refused.none"],
        TakeInCalendar.ChosenCross => t["calendar.refused.cross", ("both", refusal.About)],
        TakeInCalendar.NothingThere => t["calendar.refused.nothing"],
        CalendarAbsences.NotReadable => t["calendar.refused.unreadable"],
        CalendarAbsences.TooLarge => t["calendar.refused.large"],
        CalendarAbsences.TooMany => t["calendar.refused.many"],
        CalendarAbsences.Endless => t["calendar.refused.endless"],
        KeepAbsences.NotYours => t["absence.refused.notYours"],
        KeepAbsences.EndsFirst => t["absence.refused.ends"],
        KeepAbsences.TooLong => t["absence.refused.long"],
        KeepAbsences.Overlaps => t["absence.refused.overlaps"],
        KeepAbsences.Over => t["absence.refused.over"],
        KeepAbsences.TooManyDeputies => t["absence.refused.deputies"],
        KeepAbsences.NoSuchDeputy => t["absence.refused.noDeputy"],
        KeepAbsences.OwnDeputy => t["absence.refused.ownDeputy"],
        KeepAbsences.HoursNotRight => t["absence.refused.hours"],
        TakeBackTickets.StillAway => t["absence.refused.stillAway"],
        _ => null,
    };
}

using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Xunit;

namespace Lotse.Domain.Tests.Routing;

public class PlanningAbsencesTests
{
    private static readonly DateTimeOffset s_day = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Urlaub", false, AbsenceKind.Holiday), InlineData("Sommerurlaub Kroatien", false, AbsenceKind.Holiday), InlineData("Annual leave", false, AbsenceKind.Holiday), InlineData("Krankgeschrieben", false, AbsenceKind.Sick), InlineData("sick day", false, AbsenceKind.Sick)]
    [InlineData("AU", false, AbsenceKind.Sick), InlineData("Teilzeit: frei", true, AbsenceKind.PartTime), InlineData("frei", true, AbsenceKind.PartTime), InlineData("frei", false, AbsenceKind.Other), InlineData("Out of Office", false, AbsenceKind.Other), InlineData("Elternzeit", false, AbsenceKind.Other)]
    [InlineData("Team meeting", false, null), InlineData("Auto abholen", false, null), InlineData("Freigabe besprechen", true, null), InlineData("Office move", false, null), InlineData("", false, null), InlineData("123 – ??", false, null)]
    public void Tells_by_the_title_what_it_is(string title, bool repeats, AbsenceKind? kind) => Assert.Equal(kind, AbsenceWords.KindOf(title, repeats));

    [Fact]
    public void Suggests_what_says_of_itself_that_it_is_an_absence_and_meets_no_other()
    {
        var lines = PlanAbsences.Of([Time("Urlaub", 5, 9), Time("Besprechung", 1, 2), Time("Urlaub Rest", 8, 11), Time("Krank", 0, 1), Time("Weg", 20, 21) with { Away = true }], []);
        Assert.Equal([("Krank", true), ("Besprechung", false), ("Urlaub", true), ("Urlaub Rest", false), ("Weg", true)], lines.Select(line => (line.Title, line.Suggested)));
        Assert.Equal(("Urlaub", "Urlaub Rest"), PlanAbsences.Crossing(lines) is { } both ? (both.One.Title, both.Other.Title) : default);
        Assert.Null(PlanAbsences.Crossing(lines.Where(line => line.Suggested)));
    }

    [Fact]
    public void Knows_what_is_entered_already_and_what_another_one_is_entered_for()
    {
        Absence[] entered = [Entered(5, 9), Entered(20, null)];
        var lines = PlanAbsences.Of([Time("Urlaub", 5, 9), Time("Urlaub", 8, 12), Time("Urlaub", 9, 10), Time("Urlaub", 30, 31)], entered);
        Assert.Equal([(true, false, false), (false, true, false), (false, false, true), (false, true, false)], lines.Select(line => (line.There, line.Crosses, line.Suggested)));
        // Twice the same in one calendar is once.
        Assert.Single(PlanAbsences.Of([Time("Urlaub", 1, 2), Time("Urlaub (Kopie)", 1, 2)], []));
    }

    private static CalendarTime Time(string title, int from, int until) => new(title, s_day.AddDays(from), s_day.AddDays(until), false, false);

    private static Absence Entered(int from, int? until) => new(1, 7, AbsenceKind.Holiday, s_day.AddDays(from), until is { } end ? s_day.AddDays(end) : null, WithTickets.HandOver);
}

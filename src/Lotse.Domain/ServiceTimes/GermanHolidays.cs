namespace Lotse.Domain.ServiceTimes;

/// <summary>Public holidays in Germany by the holiday laws of its states, as they have been in force since 2015. States go by their ISO 3166-2:DE codes;
/// where a holiday holds in a part of a state only, that part has a code of its own.</summary>
public static class GermanHolidays
{
    private const string All = "BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH";

    /// <summary>State codes, and parts of states: Bavaria where Assumption Day holds, Augsburg, and Corpus Christi in parts of Saxony and Thuringia.</summary>
    public static readonly IReadOnlyList<string> Places =
        ["BW", "BY", "BY-ASSUMPTION", "BY-AUGSBURG", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "SN-CORPUS", "ST", "SH", "TH", "TH-CORPUS"];

    /// <returns>The days of one year; a name is the key of a text.</returns>
    public static IEnumerable<(DateOnly Day, string Name)> Of(string place, int year)
    {
        var (state, part) = place.Split('-', 2) is [var first, var second] ? (first, second) : (place, "");
        bool In(string states) => states.Split(' ').Contains(state);
        DateOnly On(int month, int day) => new(year, month, day);
        var easter = Easter(year);
        yield return (On(1, 1), "newYear");
        if (In("BW BY ST")) yield return (On(1, 6), "epiphany");
        if ((In("BE") && year >= 2019) || (In("MV") && year >= 2023)) yield return (On(3, 8), "womensDay");
        yield return (easter.AddDays(-2), "goodFriday");
        if (In("BB")) yield return (easter, "easterSunday");
        yield return (easter.AddDays(1), "easterMonday");
        yield return (On(5, 1), "labourDay");
        if (In("BE") && (year is 2020 or 2025)) yield return (On(5, 8), "liberation");
        yield return (easter.AddDays(39), "ascension");
        if (In("BB")) yield return (easter.AddDays(49), "whitSunday");
        yield return (easter.AddDays(50), "whitMonday");
        if (In("BW BY HE NW RP SL") || part == "CORPUS") yield return (easter.AddDays(60), "corpusChristi");
        if (In("BE") && year == 2028) yield return (On(6, 17), "uprising");
        if (part == "AUGSBURG") yield return (On(8, 8), "peaceFestival");
        if (In("SL") || part is "ASSUMPTION" or "AUGSBURG") yield return (On(8, 15), "assumption");
        if (In("TH") && year >= 2019) yield return (On(9, 20), "childrensDay");
        yield return (On(10, 3), "unity");
        if (In(Reformation(year))) yield return (On(10, 31), "reformation");
        if (In("BW BY NW RP SL")) yield return (On(11, 1), "allSaints");
        if (In("SN")) yield return (Repentance(year), "repentance");
        yield return (On(12, 25), "christmas");
        yield return (On(12, 26), "boxingDay");
    }

    /// <summary>In 2017 everywhere, five hundred years after; since 2018 in the north too.</summary>
    private static string Reformation(int year) => year switch
    {
        2017 => All,
        >= 2018 => "BB MV SN ST TH HB HH NI SH",
        _ => "BB MV SN ST TH",
    };

    /// <summary>The Wednesday before 23 November.</summary>
    private static DateOnly Repentance(int year)
    {
        var day = new DateOnly(year, 11, 22);
        while (day.DayOfWeek != DayOfWeek.Wednesday) day = day.AddDays(-1);
        return day;
    }

    /// <summary>Easter Sunday of the Gregorian calendar: the algorithm of Meeus, Jones and Butcher, in integers.</summary>
    public static DateOnly Easter(int year)
    {
        var (golden, century, inCentury) = (year % 19, year / 100, year % 100);
        var correction = (century - (century + 8) / 25 + 1) / 3;
        var moon = (19 * golden + century - century / 4 - correction + 15) % 30;
        var weekday = (32 + 2 * (century % 4) + 2 * (inCentury / 4) - moon - inCentury % 4) % 7;
        var late = (golden + 11 * moon + 22 * weekday) / 451;
        var days = moon + weekday - 7 * late + 114;
        return new DateOnly(year, days / 31, days % 31 + 1);
    }
}

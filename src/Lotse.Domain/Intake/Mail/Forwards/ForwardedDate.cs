using System.Globalization;
using System.Text.RegularExpressions;

namespace Lotse.Domain.Intake.Mail.Forwards;

/// <summary>When a forwarded mail was written, from the line that a mail program copied in the words of its user's language.</summary>
internal static class ForwardedDate
{
    /// <summary>The beginnings of the months' names, in as many letters as tell them apart; the number of the month in front.</summary>
    private static readonly (int Month, string[] Names)[] Months =
    [
        (1, ["jan", "gen", "ene", "janv", "sty", "led", "янв"]), (2, ["feb", "fév", "fev", "lut", "úno", "фев"]), (3, ["mar", "mär", "maa", "mrt", "mrz", "бер", "břez"]),
        (4, ["apr", "avr", "abr", "kwi", "dub", "апр"]), (5, ["mai", "may", "mag", "mei", "maj", "kvě", "мая"]), (6, ["jun", "juin", "giu", "cze", "červn", "июн"]),
        (7, ["jul", "juil", "lug", "lip", "červenc", "июл"]), (8, ["aug", "aoû", "aou", "ago", "sie", "srp", "авг"]), (9, ["sep", "set", "wrz", "září", "сен"]),
        (10, ["oct", "okt", "out", "ott", "paź", "říj", "окт"]), (11, ["nov", "lis", "ноя"]), (12, ["dec", "dez", "déc", "dic", "gru", "pro", "дек"]),
    ];

    private static readonly Dictionary<string, int> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["GMT"] = 0, ["UTC"] = 0, ["Z"] = 0, ["CET"] = 1, ["MEZ"] = 1, ["CEST"] = 2, ["MESZ"] = 2, ["BST"] = 1, ["EST"] = -5, ["EDT"] = -4, ["PST"] = -8, ["PDT"] = -7,
    };

    private const RegexOptions Plain = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Not generated: the generator puts its code outside of the rules, which stand alone.
    private static readonly Regex Clock = new(@"\b(?<hour>[0-9]{1,2})[:hH](?<minute>[0-9]{2})(:(?<second>[0-9]{2}))?(\s*(?<half>[ap])\.?m\b\.?)?", Plain, Patience);
    private static readonly Regex Word = new(@"\p{L}{3,12}", Plain, Patience);
    private static readonly Regex Digits = new("(?<![0-9])[0-9]{1,4}(?![0-9])", Plain, Patience);
    private static readonly Regex Numbers = new(@"\b(?<first>[0-9]{1,4})(?<sign>[./-])\s?(?<second>[0-9]{1,2})[./-]\s?(?<third>[0-9]{2,4})\b", Plain, Patience);
    private static readonly Regex Zone = new(@"(?<name>\b(GMT|UTC|CET|MEZ|CEST|MESZ|BST|EST|EDT|PST|PDT)\b)?(?<=[\s)TCGM])(?<sign>[+-])(?<hours>[0-9]{1,2}):?(?<minutes>[0-9]{2})?\b|(?<name>\b(GMT|UTC|CET|MEZ|CEST|MESZ|BST|EST|EDT|PST|PDT)\b)", Plain, Patience);

    /// <param name="usual">The offset of whoever forwarded it, as mail programs write the time of their user and rarely say so.</param>
    /// <returns>Null where it says nothing that can be understood.</returns>
    public static DateTimeOffset? Read(string text, TimeSpan usual)
    {
        if (text.Length is < 6 or > 200) return null;
        try
        {
            return Understand(text, usual);
        }
        catch (RegexMatchTimeoutException)
        {
            return null; // A date is worth less than the mail.
        }
    }

    private static DateTimeOffset? Understand(string text, TimeSpan usual)
    {
        var clock = Clock.Match(text);
        var day = clock.Success ? text.Remove(clock.Index, clock.Length) : text;
        if ((DayByName(day) ?? DayByNumbers(day, clock.Groups["half"].Success)) is not { } date) return null;
        var hour = clock.Success ? Number(clock.Groups["hour"]) : 12;
        if (clock.Groups["half"].Success) hour = (hour % 12) + (clock.Groups["half"].Value[0] is 'p' or 'P' ? 12 : 0);
        var minute = clock.Success ? Number(clock.Groups["minute"]) : 0;
        if (hour > 23 || minute > 59) return null;
        var second = clock.Groups["second"].Success ? Math.Min(59, Number(clock.Groups["second"])) : 0;
        return new DateTimeOffset(date.Year, date.Month, date.Day, hour, minute, second, ZoneIn(text) ?? usual).ToUniversalTime();
    }

    /// <summary>"23. November 2026", "November 23, 2026", "23 de noviembre de 2026".</summary>
    private static DateOnly? DayByName(string text)
    {
        foreach (var word in Word.Matches(text).Reverse()) // The day of the week stands in front, and "mar." may be one.
        {
            var name = word.Value.ToLowerInvariant();
            var month = Array.Find(Months, one => Array.Exists(one.Names, begin => name.StartsWith(begin, StringComparison.Ordinal) && (begin.Length > 3 || name.Length <= 10))).Month;
            if (month == 0) continue;
            var numbers = Digits.Matches(text).Select(number => (number.Index, number.Length, Value: Number(number))).ToList();
            var year = numbers.FindIndex(number => number.Length == 4);
            var days = numbers.Where(number => number.Length <= 2 && number.Value is >= 1 and <= 31).OrderBy(number => Math.Abs(number.Index - word.Index)).ToList();
            if (year >= 0 && days is [var day, ..] && Make(numbers[year].Value, month, day.Value) is { } date) return date;
        }
        return null;
    }

    /// <summary>"23.11.2026", "2026-11-23", "11/23/2026 10:12 AM", "23/11/26".</summary>
    private static DateOnly? DayByNumbers(string text, bool american)
    {
        var found = Numbers.Match(text);
        if (!found.Success) return null;
        var (first, second, third) = (Number(found.Groups["first"]), Number(found.Groups["second"]), Number(found.Groups["third"]));
        if (found.Groups["first"].Length == 4) return Make(first, second, third);
        var year = third < 100 ? 2000 + third : third;
        var monthFirst = found.Groups["sign"].Value == "/" && (second > 12 || (american && first <= 12));
        return monthFirst ? Make(year, first, second) : Make(year, second, first);
    }

    private static TimeSpan? ZoneIn(string text)
    {
        var zone = Zone.Match(text);
        if (!zone.Success) return null;
        var named = zone.Groups["name"].Success ? Zones[zone.Groups["name"].Value] : 0;
        if (!zone.Groups["sign"].Success) return TimeSpan.FromHours(named);
        var offset = TimeSpan.FromHours(Number(zone.Groups["hours"])) + TimeSpan.FromMinutes(zone.Groups["minutes"].Success ? Number(zone.Groups["minutes"]) : 0);
        return offset > TimeSpan.FromHours(14) ? null : zone.Groups["sign"].Value == "-" ? -offset : offset;
    }

    private static DateOnly? Make(int year, int month, int day) =>
        year is > 1980 and < 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    private static int Number(Group digits) => int.Parse(digits.Value, NumberStyles.None, CultureInfo.InvariantCulture);
}

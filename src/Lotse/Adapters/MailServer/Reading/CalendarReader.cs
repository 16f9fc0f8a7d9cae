using System.Globalization;
using System.Text;
using Lotse.Domain.Intake;

namespace Lotse.Adapters.MailServer.Reading;

/// <summary>The few lines of an invitation that a person needs (RFC 5545, first event or task); null where the text is no calendar.</summary>
internal static class CalendarReader
{
    public static CalendarEntry? Read(string text)
    {
        string? method = null, summary = null, organizer = null;
        DateTimeOffset? start = null, end = null;
        var attendees = new List<string>();
        var inside = "";
        var calendar = false;
        foreach (var (name, parameters, value) in Lines(text))
        {
            if (name == "BEGIN" && value.Equals("VCALENDAR", StringComparison.OrdinalIgnoreCase)) calendar = true;
            else if (name == "BEGIN" && inside.Length == 0 && value.ToUpperInvariant() is "VEVENT" or "VTODO" or "VFREEBUSY") inside = value;
            else if (name == "END" && inside.Length > 0 && value.Equals(inside, StringComparison.OrdinalIgnoreCase)) break;
            else if (name == "METHOD") method ??= value.ToUpperInvariant();
            if (inside.Length == 0) continue;
            if (name == "SUMMARY") summary ??= Plain(value);
            else if (name == "DTSTART") start ??= Time(value, parameters);
            else if (name is "DTEND" or "DUE") end ??= Time(value, parameters);
            else if (name == "ORGANIZER") organizer ??= Mail(value);
            else if (name == "ATTENDEE" && attendees.Count < 500) attendees.Add(Mail(value));
        }
        return calendar ? new CalendarEntry(method, summary, start, end, organizer, attendees) : null;
    }

    private static IEnumerable<(string Name, string Parameters, string Value)> Lines(string text)
    {
        var held = new StringBuilder();
        foreach (var line in text.Split('\n').Append(""))
        {
            if (line.Length > 0 && line[0] is ' ' or '\t')
            {
                held.Append(line, 1, line.Length - 1);
                continue;
            }
            if (held.Length > 0 && Parts(held.ToString()) is { } parts) yield return parts;
            held.Clear().Append(line);
        }
    }

    private static (string, string, string)? Parts(string line)
    {
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"') quoted = !quoted;
            if (line[i] != ':' || quoted) continue;
            var head = line[..i];
            var semicolon = head.IndexOf(';', StringComparison.Ordinal);
            var name = semicolon < 0 ? head : head[..semicolon];
            return (name.Trim().ToUpperInvariant(), semicolon < 0 ? "" : head[semicolon..], line[(i + 1)..].Trim());
        }
        return null;
    }

    private static string Plain(string value) => value.Replace("\\n", "\n", StringComparison.OrdinalIgnoreCase)
        .Replace("\\,", ",", StringComparison.Ordinal).Replace("\\;", ";", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    private static string Mail(string value) => value.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? value[7..] : value;

    private static DateTimeOffset? Time(string value, string parameters)
    {
        string[] forms = ["yyyyMMdd'T'HHmmss'Z'", "yyyyMMdd'T'HHmmss", "yyyyMMdd"];
        if (!DateTime.TryParseExact(value, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        if (value.EndsWith('Z') || Zone(parameters) is not { } zone) return new DateTimeOffset(local, TimeSpan.Zero);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    /// <summary>Zones by their IANA or Windows name; a name that only the sender knows counts as UTC.</summary>
    private static TimeZoneInfo? Zone(string parameters)
    {
        var at = parameters.IndexOf("TZID=", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        var id = parameters[(at + 5)..].Split(';')[0].Trim('"', ' ');
        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;
    }
}

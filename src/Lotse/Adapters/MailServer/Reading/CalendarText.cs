using System.Globalization;
using Lotse.Domain.Intake;

namespace Lotse.Adapters.MailServer.Reading;

/// <summary>A few readable lines for an invitation that came without any text of its own.</summary>
internal static class CalendarText
{
    public static string Of(CalendarEntry? entry)
    {
        if (entry is null) return "";
        var lines = new List<string>();
        if (!string.IsNullOrWhiteSpace(entry.Summary)) lines.Add(entry.Summary);
        if (entry.Start is { } start) lines.Add(start.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        if (!string.IsNullOrWhiteSpace(entry.Organizer)) lines.Add(entry.Organizer);
        return string.Join('\n', lines);
    }
}

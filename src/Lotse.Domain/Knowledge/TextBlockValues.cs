using System.Globalization;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Knowledge;

/// <summary>What the variables of text blocks stand for. A value that is empty is one that is missing.</summary>
public static class TextBlockValues
{
    /// <summary>Names the desk knows; any other may stand in a block and is marked until somebody fills it in.</summary>
    public static IReadOnlyList<string> Known { get; } =
        ["contact.name", "contact.first_name", "contact.last_name", "contact.address", "ticket.number", "ticket.subject", "agent.name", "community.name", "today"];

    /// <summary>Longer values are cut: a name is no letter.</summary>
    public const int Longest = 500;

    /// <param name="today">In the zone of whoever writes.</param>
    public static IReadOnlyDictionary<string, string> Of(string? contact, string? address, long number, string subject, string agent, string community, DateTime today, string language)
    {
        var (first, last) = Names(contact);
        var all = new (string Name, string? Value)[]
        {
            ("contact.name", contact), ("contact.first_name", first), ("contact.last_name", last), ("contact.address", address),
            ("ticket.number", number.ToString(CultureInfo.InvariantCulture)), ("ticket.subject", subject), ("agent.name", agent), ("community.name", community), ("today", Day(today, language)),
        };
        return all.Where(one => !string.IsNullOrWhiteSpace(one.Value)).ToDictionary(one => one.Name, one => Snippets.Of(one.Value!, Longest), StringComparer.Ordinal);
    }

    /// <summary>Of "Kim Kunde" and "Kunde, Kim"; of one word, or of more than three, nobody knows which is which.</summary>
    public static (string? First, string? Last) Names(string? name)
    {
        var parts = (name ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 2) return (parts[1], parts[0]);
        var words = (name ?? "").Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return words.Length is 2 or 3 && parts.Length == 1 && !name!.Contains('@', StringComparison.Ordinal) ? (words[0], words[^1]) : (null, null);
    }

    public static string Day(DateTime day, string language) => language switch
    {
        "de" => day.ToString("d. MMMM yyyy", CultureInfo.GetCultureInfo("de-DE")),
        "en" => day.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("en-GB")),
        _ => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}

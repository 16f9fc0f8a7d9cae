using Lotse.Ui.Language;

namespace Lotse.Ui;

/// <summary>Who looks at the page being made, and how: language, zone, look. One per request; every component is given it.
/// The endpoint sets what the person chose before it renders; what it leaves alone follows the browser.</summary>
public sealed class Viewing
{
    private Texts? _texts;
    private Moments? _moments;

    /// <summary>de or en.</summary>
    public string Language { get; set; } = "de";

    /// <summary>The journal's end when the page was asked for: what comes after it, the page has to be told. Null before there is any.</summary>
    public long? NewsAfter { get; set; }

    /// <summary>The page answers what was sent: it says what became of that, perhaps once only, and asking for its address brings another one.</summary>
    public bool IsAnswer { get; set; }

    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;
    public Theme Theme { get; set; }

    /// <summary>Lists show more rows and less of each.</summary>
    public bool Compact { get; set; }

    /// <summary>This page's own query as the start of another one (? or ?token=…&amp;), so that a link to the same page in the other
    /// language keeps what the address says.</summary>
    public string SameQuery { get; set; } = "?";

    /// <summary>UTC; what "today" and "3 min" are reckoned from.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>The hidden field against forged forms; asked for once per page that has a form.</summary>
    public Func<(string Field, string Value)> FormToken { get; set; } = () => ("__RequestVerificationToken", "");

    /// <summary>True while developing: only then is /ui linked.</summary>
    public bool Development { get; set; }

    public Texts T => _texts ??= Texts.For(Language);
    public Moments Moments => _moments ??= new Moments(T, Zone, Now);

    /// <summary>The language a browser asks for, of those we have: the first of de and en by weight, else German (RFC 9110, 12.5.4).</summary>
    public static string LanguageOf(string? acceptLanguage)
    {
        var wanted = (acceptLanguage ?? "").Split(',', 20, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select((part, place) => (Tag: part.Split(';')[0].Trim(), Weight: WeightOf(part), place))
            .Where(w => w.Weight > 0)
            .OrderByDescending(w => w.Weight).ThenBy(w => w.place);
        foreach (var (tag, _, _) in wanted)
        {
            if (tag.StartsWith("de", StringComparison.OrdinalIgnoreCase)) return "de";
            if (tag.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return "en";
        }
        return "de";
    }

    private static double WeightOf(string part)
    {
        var at = part.IndexOf("q=", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return 1;
        return double.TryParse(part.AsSpan(at + 2), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var q) ? q : 0;
    }
}

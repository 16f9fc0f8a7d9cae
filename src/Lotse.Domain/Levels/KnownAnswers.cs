using System.Text.RegularExpressions;

namespace Lotse.Domain.Levels;

/// <summary>Where an answer was found.</summary>
public enum KnownFrom { Mail, Contact, EarlierTicket }

/// <param name="Ticket">The number of the earlier ticket.</param>
public sealed record KnownAnswer(string Answer, KnownFrom From, DateTimeOffset At, long? Ticket = null);

/// <summary>A message of the customer.</summary>
public sealed record CustomerSaid(string Text, DateTimeOffset At);

/// <summary>Answers that were given when an earlier ticket of the same contact went up.</summary>
public sealed record EarlierAnswers(long Ticket, IReadOnlyDictionary<string, string> Answers, DateTimeOffset At);

/// <summary>What a form asks and the desk knows already: from what the customer wrote, the contact, earlier tickets. Nothing is asked twice, and whoever fills the form in sees where each answer is from.</summary>
public static class KnownAnswers
{
    /// <summary>What is true of a person's equipment stays true for a while; what was done in one case says nothing of another.</summary>
    private static readonly IReadOnlyList<string> s_lasting = [Question.System, Question.Browser, Question.Connection, Question.Reach];

    private static readonly TimeSpan s_lasts = TimeSpan.FromDays(180);

    private const int CharactersRead = 20_000;

    /// <summary>Mails are anybody's words: what looks for something in them takes time by their length only.</summary>
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex s_system = new(
        @"\b(?:Windows (?:XP|Vista|7|8(?:\.1)?|1[01])\b(?: (?:Home|Pro|Enterprise))?(?:,? (?:Version )?\d\dH\d)?" +
        @"|(?:macOS|Mac OS X?|OS X) (?:[A-Z][a-z]+ )?\d{1,2}(?:\.\d{1,2}){0,2}" +
        @"|(?:iOS|iPadOS) \d{1,2}(?:\.\d{1,2}){0,2}|Android \d{1,2}(?:\.\d){0,2}" +
        @"|(?:Ubuntu|Debian|Fedora|Linux Mint|openSUSE(?: Leap)?) \d{1,2}(?:\.\d{1,2})?)", Linear);

    private static readonly Regex s_agentSystem = new(@"Windows NT (?<nt>\d{1,2}\.\d)|Intel Mac OS X (?<mac>\d{1,2}(?:[_.]\d{1,2}){1,2})", Linear);

    private static readonly Regex s_browser = new(@"\b(?<name>Firefox|Google Chrome|Chrome|Chromium|Microsoft Edge|Edge|Edg|Safari|Opera|OPR|Vivaldi|Brave)(?: ESR)?(?:,? Version)?(?: |/)(?<version>\d{1,4}(?:\.\d{1,5}){0,3})", Linear);

    private static readonly Regex s_connection = new(@"\b(?:(?<wlan>WLAN|W-LAN|Wi-?Fi)|(?<mobile>Mobilfunk|mobile[nr]? Daten|LTE|[45]G|Hotspot|mobile (?:data|network))|(?<lan>LAN|LAN-Kabel|Netzwerkkabel|Ethernet))\b", Linear);

    /// <param name="said">Oldest first: what was said last is right.</param>
    /// <param name="phones">Of the contact, the best first.</param>
    /// <param name="earlier">Newest first.</param>
    /// <returns>By the questions' keys.</returns>
    public static IReadOnlyDictionary<string, KnownAnswer> Of(
        HandOverForm form, IReadOnlyList<CustomerSaid> said, IReadOnlyList<string> phones, IReadOnlyList<EarlierAnswers> earlier, DateTimeOffset now)
    {
        var known = new Dictionary<string, KnownAnswer>(StringComparer.Ordinal);
        foreach (var question in form.Questions)
        {
            if ((FromMails(question.Key, said) ?? FromEarlier(question, earlier, now) ?? FromContact(question.Key, phones, now)) is { } answer) known[question.Key] = answer;
        }
        return known;
    }

    private static KnownAnswer? FromMails(string key, IReadOnlyList<CustomerSaid> said)
    {
        foreach (var one in said.Reverse())
        {
            var text = one.Text.Length > CharactersRead ? one.Text[..CharactersRead] : one.Text;
            var found = key switch
            {
                Question.System => SystemIn(text),
                Question.Browser => BrowserIn(text),
                Question.Connection => ConnectionIn(text),
                _ => null,
            };
            if (found is not null) return new KnownAnswer(found, KnownFrom.Mail, one.At);
        }
        return null;
    }

    private static KnownAnswer? FromEarlier(Question question, IReadOnlyList<EarlierAnswers> earlier, DateTimeOffset now) => s_lasting.Contains(question.Key)
        ? earlier.Where(one => now - one.At < s_lasts && one.Answers.GetValueOrDefault(question.Key) is { } answer && !string.IsNullOrWhiteSpace(answer) && question.IsAnswered(answer))
            .Select(one => new KnownAnswer(one.Answers[question.Key], KnownFrom.EarlierTicket, one.At, one.Ticket)).FirstOrDefault()
        : null;

    private static KnownAnswer? FromContact(string key, IReadOnlyList<string> phones, DateTimeOffset now) =>
        key == Question.Reach && phones is [var phone, ..] ? new KnownAnswer(phone, KnownFrom.Contact, now) : null;

    /// <summary>As a person writes it, or as a browser says it of itself.</summary>
    public static string? SystemIn(string text) => s_agentSystem.Match(text) is not { Success: true } said ? s_system.Match(text) is { Success: true } match ? match.Value : null
        : said.Groups["nt"].Success ? said.Groups["nt"].Value == "10.0" ? "Windows 10/11" : $"Windows NT {said.Groups["nt"].Value}"
        : $"macOS {said.Groups["mac"].Value.Replace('_', '.')}";

    public static string? BrowserIn(string text)
    {
        // Chrome and Edge call themselves Safari too, and Edge calls itself Chrome: the most particular name counts.
        var found = s_browser.Matches(text).Select(match => (Name: Named(match.Groups["name"].Value), Version: match.Groups["version"].Value)).ToList();
        return found.Count == 0 ? null : found.OrderBy(one => one.Name switch { "Safari" => 2, "Chrome" => 1, _ => 0 }).Select(one => $"{one.Name} {one.Version}").First();
    }

    public static string? ConnectionIn(string text)
    {
        var found = s_connection.Matches(text).Select(match => match.Groups["wlan"].Success ? "wlan" : match.Groups["mobile"].Success ? "mobile" : "lan").Distinct().ToList();
        return found is [var only] ? only : null;
    }

    private static string Named(string name) => name.ToUpperInvariant() switch
    {
        "EDG" or "EDGE" or "MICROSOFT EDGE" => "Edge",
        "OPR" or "OPERA" => "Opera",
        "FIREFOX" => "Firefox",
        "CHROME" or "GOOGLE CHROME" => "Chrome",
        "SAFARI" => "Safari",
        _ => name,
    };

    private static string Tidy(string found) => found.Trim();
}

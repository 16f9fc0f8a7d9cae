using System.Collections.Frozen;
using System.Globalization;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Search;

/// <summary>The fields of a search, "state:open", by their German and English names, and what their values mean.</summary>
public static class SearchFields
{
    /// <summary>By its first name the field is offered; the others are understood as well.</summary>
    private static readonly Dictionary<string, string[]> Names = new(StringComparer.Ordinal)
    {
        ["from"] = ["von", "contact", "kontakt"], ["subject"] = ["betreff"], ["file"] = ["datei", "attachment", "anhang", "filename", "dateiname"], ["number"] = ["nummer", "nr"],
        ["tag"] = ["schlagwort"], ["state"] = ["stand", "status"], ["level"] = ["ebene"], ["assignee"] = ["bearbeiter", "an"], ["community"] = [],
        ["before"] = ["vor"], ["after"] = ["nach", "seit", "since"], ["is"] = ["ist"], ["has"] = ["hat"], ["priority"] = ["priorität", "prio"], ["team"] = [],
        ["mailbox"] = ["postfach"], ["language"] = ["sprache"], ["product"] = ["produkt"], ["topic"] = ["thema"], ["group"] = ["gruppe", "supportgroup", "supportgruppe"], ["channel"] = ["kanal"],
        ["organisation"] = ["organisation", "organization", "firma"], ["domain"] = ["domain", "domäne"], ["spam"] = ["spam"],
    };

    private static readonly FrozenDictionary<string, string> ByName = Names.SelectMany(field => field.Value.Append(field.Key).Select(name => (Name: name, Field: field.Key))).Distinct()
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Field, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, TicketState[]> States = new (string Names, TicketState[] States)[]
    {
        ("new neu", [TicketState.New]), ("open offen", [TicketState.New, TicketState.Open]),
        ("waiting wartet wartend", [TicketState.WaitingForCustomer, TicketState.WaitingForThirdParty, TicketState.Snoozed]),
        ("snoozed wiedervorlage", [TicketState.Snoozed]), ("resolved gelöst geloest", [TicketState.Resolved]), ("closed geschlossen", [TicketState.Closed]),
        ("done erledigt", [TicketState.Resolved, TicketState.Closed]),
    }.SelectMany(row => row.Names.Split(' ').Select(name => (Name: name, row.States))).ToFrozenDictionary(row => row.Name, row => row.States, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, TicketChannel> Channels = new (string Names, TicketChannel Channel)[]
    {
        ("mail e-mail", TicketChannel.Mail), ("phone telefon", TicketChannel.Phone), ("form formular", TicketChannel.Form), ("import", TicketChannel.Import), ("hand agent", TicketChannel.Hand), ("program programm api", TicketChannel.Program),
    }.SelectMany(row => row.Names.Split(' ').Select(name => (Name: name, row.Channel))).ToFrozenDictionary(row => row.Name, row => row.Channel, StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Days = ["yyyy-MM-dd", "d.M.yyyy"], Months = ["yyyy-MM", "M.yyyy"], Years = ["yyyy"];

    /// <summary>The field's own name; null where there is no such field.</summary>
    public static string? Find(ReadOnlySpan<char> name) => ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var field) ? field : null;

    /// <summary>Names to complete, in the order in which they are worth offering.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Keys];

    /// <summary>The clause for a field that is not looked for among words; null where the value means nothing.</summary>
    public static SearchClause? Read(string field, string value) => field switch
    {
        "number" => long.TryParse(value.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new NumberSought(number) : null,
        "tag" => new TagSought(value),
        "state" => States.TryGetValue(value, out var states) ? new StateSought(states) : null,
        "level" => LevelOf(value) is { } level ? new LevelSought(level) : null,
        "assignee" => new AssigneeSought(value.ToLowerInvariant() switch { "me" or "mich" or "ich" => AssigneeSought.Me, "none" or "niemand" or "keiner" => null, _ => value }),
        "community" => new CommunitySought(value),
        "before" => FirstDay(value) is { } day ? new DaysSought(null, day) : null,
        "after" => FirstDay(value) is { } day ? new DaysSought(day, null) : null,
        "has" => value.ToLowerInvariant() is "attachment" or "file" or "anhang" or "datei" ? new FilesSought() : null,
        "priority" => PriorityOf(value) is { } priority ? new PrioritySought(priority) : null,
        "team" => new TeamSought(value),
        "mailbox" => new MailboxSought(value),
        "language" => LanguageOf(value) is { } language ? new LanguageSought(language) : null,
        "product" => new CategorySought(CategoryKind.Product, NameOrNone(value)),
        "topic" => new CategorySought(CategoryKind.Topic, NameOrNone(value)),
        "group" => new CategorySought(CategoryKind.SupportGroup, NameOrNone(value)),
        "channel" => Channels.TryGetValue(value, out var channel) ? new ChannelSought(channel) : null,
        "organisation" => new OrganisationSought(NameOrNone(value)),
        "domain" => DomainOf(value) is { } domain ? new DomainSought(domain) : null,
        "spam" => ReadSpamScore.Of(value),
        "is" when value.ToLowerInvariant() is "suspicious" or "verdächtig" => ReadSpamScore.Suspicious,
        "is" when value.Equals("spam", StringComparison.OrdinalIgnoreCase) => new AsideSought(Lane.Spam),
        "is" when value.ToLowerInvariant() is "merged" or "zusammengeführt" => new AsideSought(Lane.Merged),
        "is" when value.ToLowerInvariant() is "archived" or "archiviert" => new AsideSought(Lane.Archived),
        "is" => value.ToLowerInvariant() is "unassigned" or "unzugewiesen" ? new AssigneeSought(null) : States.TryGetValue(value, out var states) ? new StateSought(states) : null,
        _ => null,
    };

    /// <summary>The field's name in this language.</summary>
    public static string NameOf(string field, string language) => language == "de" && Names[field] is [var german, ..] ? german : field;

    /// <summary>Fixed values to complete; empty where they are names or days.</summary>
    public static IReadOnlyList<string> ValuesOf(string field, string language) => (field, language == "de") switch
    {
        ("state", true) => ["neu", "offen", "wartet", "wiedervorlage", "gelöst", "geschlossen", "erledigt"],
        ("state", false) => ["new", "open", "waiting", "snoozed", "resolved", "closed", "done"],
        ("level", true) => ["1st", "2nd", "3rd", "sekretariat"],
        ("level", false) => ["1st", "2nd", "3rd", "secretariat"],
        ("priority", true) => ["niedrig", "normal", "hoch", "dringend"],
        ("priority", false) => ["low", "normal", "high", "urgent"],
        ("assignee", true) => ["mich", "niemand"],
        ("assignee", false) => ["me", "none"],
        ("is", true) => ["unzugewiesen", "offen", "wartet", "erledigt", "spam", "verdächtig", "zusammengeführt", "archiviert"],
        ("is", false) => ["unassigned", "open", "waiting", "done", "spam", "suspicious", "merged", "archived"],
        ("language", true) => ["deutsch", "englisch"],
        ("language", false) => ["german", "english"],
        ("channel", true) => ["mail", "telefon", "formular", "import", "hand", "programm"],
        ("channel", false) => ["mail", "phone", "form", "import", "hand", "program"],
        ("product" or "topic" or "group" or "organisation", true) => ["keine"],
        ("product" or "topic" or "group" or "organisation", false) => ["none"],
        ("spam", _) => [">60", ">80", "<30"],
        ("has", true) => ["anhang"],
        ("has", false) => ["attachment"],
        _ => [],
    };

    private static string? NameOrNone(string value) => value.ToLowerInvariant() is "none" or "keine" or "keines" or "keins" or "ohne" ? null : value;

    /// <summary>A domain, also as "@kunde.example"; null for what cannot be one.</summary>
    internal static string? DomainOf(string value) => MailAddresses.Clean($"somebody@{value.TrimStart('@')}") is { } address ? MailAddresses.Domain(address) : null;

    private static Priority? PriorityOf(string value) => value.ToLowerInvariant() switch
    {
        "low" or "niedrig" => Priority.Low,
        "normal" => Priority.Normal,
        "high" or "hoch" => Priority.High,
        "urgent" or "dringend" => Priority.Urgent,
        _ => null,
    };

    /// <summary>By its code or, for the languages that the desk speaks, by its name.</summary>
    private static string? LanguageOf(string value) => value.ToLowerInvariant() switch
    {
        "deutsch" or "german" => "de",
        "englisch" or "english" => "en",
        [>= 'a' and <= 'z', >= 'a' and <= 'z'] code => code,
        _ => null,
    };

    private static Level? LevelOf(string value) => value.ToLowerInvariant() switch
    {
        "0" or "secretariat" or "sekretariat" => Level.Secretariat,
        "1" or "1st" => Level.First,
        "2" or "2nd" => Level.Second,
        "3" or "3rd" => Level.Third,
        _ => null,
    };

    /// <summary>A day, or the first of a month or a year.</summary>
    private static DateOnly? FirstDay(string value)
    {
        foreach (var formats in (string[][])[Days, Months, Years])
        {
            if (DateOnly.TryParseExact(value, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        }
        return null;
    }
}

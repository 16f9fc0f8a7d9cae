using Lotse.Domain.Tickets;

namespace Lotse.Domain.Levels;

/// <summary>Which levels a community has, who operates them when, and what has to be known before a ticket goes up. Each community chooses.</summary>
/// <param name="Zone">IANA name: in which the operators' hours are meant.</param>
public sealed record CommunityLevels(
    IReadOnlyList<LevelPlan> Levels, IReadOnlyList<EscalationReason> Reasons, IReadOnlyList<HandOverForm> Forms, string Zone = "Europe/Berlin")
{
    /// <summary>Until somebody sets it up: first, second and third level, everybody works on all, and one form that asks for little.</summary>
    public static CommunityLevels Usual { get; } = new(
        [new(Level.Secretariat, InUse: false, WritesToCustomers: false), new(Level.First), new(Level.Second), new(Level.Third)], EscalationReason.Usual, [HandOverForm.General, HandOverForm.TechnicalProblem]);

    public LevelPlan Of(Level level) => Levels.FirstOrDefault(plan => plan.Level == level) ?? new LevelPlan(level, InUse: false);

    /// <summary>The next level up that the community has; null from the highest.</summary>
    public Level? Above(Level level) => Levels.Where(plan => plan.InUse && plan.Level > level).Select(plan => (Level?)plan.Level).Min();

    /// <summary>Where a ticket begins: the lowest level that answers customers. The secretariat takes calls and answers nobody.</summary>
    public Level Entrance => Levels.Where(plan => plan.InUse && plan.Level != Level.Secretariat).Select(plan => (Level?)plan.Level).Min() ?? Level.First;

    /// <summary>A moment in the week as the community's clock shows it.</summary>
    public (DayOfWeek Day, int Minute) LocalTime(DateTimeOffset now)
    {
        var there = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(Zone));
        return (there.DayOfWeek, (int)there.TimeOfDay.TotalMinutes);
    }

    /// <inheritdoc cref="TeamFor(Level, DayOfWeek, int)"/>
    public long? TeamFor(Level level, DateTimeOffset now)
    {
        var (day, minute) = LocalTime(now);
        return TeamFor(level, day, minute);
    }

    /// <summary>Whose queue a ticket goes to at a level: a team that is there at this moment, else the first that is ever there; null for everybody's.</summary>
    public long? TeamFor(Level level, DayOfWeek day, int minute)
    {
        var plan = Of(level);
        return plan.TeamsAt(day, minute) is [var there, ..] ? there : plan.Operators is { Count: > 0 } operators ? operators[0].TeamId : null;
    }

    /// <summary>The form for a kind of case; null where there is none by that key.</summary>
    public HandOverForm? Form(string key) => Forms.FirstOrDefault(form => form.Key == key);
}

/// <summary>One level of one community.</summary>
/// <param name="WritesToCustomers">Off: it is called in and the level below stays the customer's partner. Its people write to no customer, and no ticket is handed up to it.</param>
/// <param name="Operators">Who is there when; none for everybody at all times.</param>
public sealed record LevelPlan(Level Level, bool InUse = true, bool WritesToCustomers = true, IReadOnlyList<LevelOperator>? Operators = null)
{
    /// <summary>The teams that operate this level at a moment of the week.</summary>
    /// <param name="minute">Minutes since midnight in the community's zone.</param>
    public IReadOnlyList<long> TeamsAt(DayOfWeek day, int minute) => [.. (Operators ?? []).Where(one => one.IsThere(day, minute)).Select(one => one.TeamId).Distinct()];

    public bool IsOperatedBy(IReadOnlyCollection<long> teams) => Operators is not { Count: > 0 } operators || operators.Any(one => teams.Contains(one.TeamId));
}

/// <summary>A team and its hours at a level. Hours that end before they begin go over midnight and belong to the day on which they begin.</summary>
/// <param name="Days">On which days; none for every day.</param>
/// <param name="From">Minutes since midnight, 0 to 1439.</param>
/// <param name="Until">Minutes since midnight; the same as <paramref name="From"/> for the whole day.</param>
public sealed record LevelOperator(long TeamId, IReadOnlyList<DayOfWeek>? Days = null, int From = 0, int Until = 0)
{
    public bool IsThere(DayOfWeek day, int minute)
    {
        if (From == Until) return On(day);
        if (From < Until) return On(day) && minute >= From && minute < Until;
        return (On(day) && minute >= From) || (On(Before(day)) && minute < Until);
    }

    private bool On(DayOfWeek day) => Days is not { Count: > 0 } days || days.Contains(day);

    private static DayOfWeek Before(DayOfWeek day) => (DayOfWeek)(((int)day + 6) % 7);
}

/// <summary>A word for why a ticket goes up, from a list that the community keeps.</summary>
public sealed record EscalationReason(string Key, TwoLanguages Name)
{
    public static IReadOnlyList<EscalationReason> Usual { get; } =
    [
        new("not-covered", new("Kein Textbaustein und keine Vorgehensempfehlung passt", "No text block and no procedure fits")),
        new("technical", new("Technisches Problem", "Technical problem")),
        new("rights", new("Dafür fehlt mir eine Berechtigung", "I have no permission for it")),
        new("business-critical", new("Geschäftskritisch", "Business-critical")),
        new("complaint", new("Beschwerde, die jemand anderes übernehmen soll", "A complaint that somebody else should take")),
    ];
}

/// <summary>The same words in both languages of the house; where one is missing, the other one stands.</summary>
public sealed record TwoLanguages(string German, string English)
{
    public string In(string language) => language == "en" ? Or(English, German) : Or(German, English);

    private static string Or(string first, string second) => string.IsNullOrWhiteSpace(first) ? second : first;
}

using System.Text.Json;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Retention;

/// <summary>What becomes of tickets that are due.</summary>
public enum RetentionAct
{
    /// <summary>They go for good, with all that hangs on them.</summary>
    Delete = 0,

    /// <summary>What anybody has said, and who it was about, goes for good; what was done and when stays, for counting.</summary>
    Anonymise = 1,

    /// <summary>They leave queues and searches, and come back as soon as somebody turns to them.</summary>
    Archive = 2,
}

/// <summary>Which tickets of a community are put away, and when: those that are done, or marked as spam, and nobody has touched for so many months.</summary>
/// <param name="Months">Since the last change of any kind.</param>
/// <param name="TagId">Only tickets with this tag; null for all.</param>
/// <param name="Spam">Tickets that are marked as spam, instead of those that are done; they can only be deleted.</param>
public sealed record RetentionRule(int Months, long? TagId = null, bool Spam = false, RetentionAct Act = RetentionAct.Delete)
{
    public const int MonthsAtLeast = 1, MonthsAtMost = 240;

    /// <summary>A ticket that was last touched before this is due.</summary>
    public DateTimeOffset Before(DateTimeOffset now) => now.AddMonths(-Months);

    /// <summary>Where it looks for tickets: what is archived can still lose its words, and what has none left can still be deleted.</summary>
    public IReadOnlyList<Lane> Lanes => Spam ? [Lane.Spam] : Act switch
    {
        RetentionAct.Archive => [Lane.Done],
        RetentionAct.Anonymise => [Lane.Done, Lane.Archived],
        _ => [Lane.Done, Lane.Archived, Lane.Anonymised],
    };
}

/// <param name="Holds">Tags of tickets that are kept as they are whatever the rules say: a legal hold. They may be archived.</param>
public sealed record RetentionPlan(IReadOnlyList<RetentionRule> Rules, IReadOnlyList<long> Holds)
{
    public const int RulesAtMost = 10, HoldsAtMost = 10;

    public const string TooMany = "retention-too-many", Months = "retention-months", Twice = "retention-twice", OnlyDeleted = "retention-spam-only-deleted";

    public static readonly RetentionPlan None = new([], []);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>As it is kept.</summary>
    public static RetentionPlan Read(string kept) => JsonSerializer.Deserialize<RetentionPlan>(kept, s_json)!;

    public string Write() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Whether a rule is about this tag, or it holds.</summary>
    public bool Names(long tag) => Holds.Contains(tag) || Rules.Any(rule => rule.TagId == tag);

    /// <summary>The same, said with another tag in the place of one.</summary>
    public RetentionPlan With(long tag, long instead) => new(
        [.. Rules.Select(rule => rule.TagId == tag ? rule with { TagId = instead } : rule)], [.. Holds.Select(id => id == tag ? instead : id).Distinct()]);

    /// <summary>Null where it can be.</summary>
    public Refusal? WhyNot() =>
        Rules.Count > RulesAtMost || Holds.Count > HoldsAtMost ? new Refusal(TooMany)
        : Rules.Any(rule => rule.Months is < RetentionRule.MonthsAtLeast or > RetentionRule.MonthsAtMost) ? new Refusal(Months, "months")
        : Rules.Any(rule => rule.Spam && rule.Act != RetentionAct.Delete) ? new Refusal(OnlyDeleted)
        : Rules.DistinctBy(rule => (rule.TagId, rule.Spam, rule.Act)).Count() < Rules.Count ? new Refusal(Twice)
        : null;
}

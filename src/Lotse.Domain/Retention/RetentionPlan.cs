namespace Lotse.Domain.Retention;

/// <summary>Which tickets of a community are deleted for good, and when: those that are done, or marked as spam, and nobody has touched for so many months.</summary>
/// <param name="Months">Since the last change of any kind.</param>
/// <param name="TagId">Only tickets with this tag; null for all.</param>
/// <param name="Spam">Tickets that are marked as spam, instead of those that are done.</param>
public sealed record RetentionRule(int Months, long? TagId = null, bool Spam = false)
{
    public const int MonthsAtLeast = 1, MonthsAtMost = 240;

    /// <summary>A ticket that was last touched before this is deleted.</summary>
    public DateTimeOffset Before(DateTimeOffset now) => now.AddMonths(-Months);
}

/// <param name="Holds">Tags of tickets that are kept whatever the rules say: a legal hold.</param>
public sealed record RetentionPlan(IReadOnlyList<RetentionRule> Rules, IReadOnlyList<long> Holds)
{
    public const int RulesAtMost = 10, HoldsAtMost = 10;

    public const string TooMany = "retention-too-many", Months = "retention-months", Twice = "retention-twice";

    public static readonly RetentionPlan None = new([], []);

    /// <summary>Null where it can be.</summary>
    public Refusal? WhyNot() =>
        Rules.Count > RulesAtMost || Holds.Count > HoldsAtMost ? new Refusal(TooMany)
        : Rules.Any(rule => rule.Months is < RetentionRule.MonthsAtLeast or > RetentionRule.MonthsAtMost) ? new Refusal(Months, "months")
        : Rules.DistinctBy(rule => (rule.TagId, rule.Spam)).Count() < Rules.Count ? new Refusal(Twice)
        : null;
}

/// <summary>What a community deletes, and when, was changed.</summary>
public sealed record RetentionChanged(long CommunityId, RetentionPlan Plan) : Fact;

/// <summary>Tickets are gone for good, with all that hung on them.</summary>
/// <param name="Rule">By which.</param>
/// <param name="Ids">Their inner ids, which name nothing any more: so that whoever keeps words of them forgets those too.</param>
public sealed record TicketsForgotten(long CommunityId, RetentionRule Rule, int Count, IReadOnlyList<long> Ids) : Fact;

/// <summary>In the place of a line about a ticket that is gone for good. The journal has no gaps.</summary>
public sealed record LineForgotten : Fact;

using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Search;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Rules;

/// <summary>A rule as somebody writes it.</summary>
public sealed record WriteRule(string? Name, RuleMoments Moments, RuleSince? Since, int Hours, string? Condition, TicketSteps Steps, long? WebhookId, bool StopAfter)
{
    public const string NameMissing = "rule-name-missing", NameTooLong = "rule-name-too-long", NeverAsked = "rule-never-asked", HoursUnfit = "rule-hours-unfit", ConditionTooLong = "rule-condition-too-long";
    public const string ConditionUnread = "rule-condition-unread", NobodyIsMe = "rule-nobody-is-me";

    /// <summary>A year, which is longer than anybody waits.</summary>
    public const int MostHours = 24 * 366, NameLength = 80;

    /// <summary>A condition of which a part cannot be read would fit too much: that is refused, where a search would leave it out.</summary>
    public Refusal? Check()
    {
        if (string.IsNullOrWhiteSpace(Name)) return new Refusal(NameMissing, "name");
        if (Name.Trim().Length > NameLength) return new Refusal(NameTooLong, "name");
        if (Since is null && Moments == RuleMoments.None) return new Refusal(NeverAsked, "when");
        if (Since is not null && Hours is < 1 or > MostHours) return new Refusal(HoursUnfit, "hours");
        if (Condition?.Length > ReadSearch.LongestQuery) return new Refusal(ConditionTooLong, "condition");
        var read = ReadSearch.Of(Condition);
        if (read.Clauses.Count >= ReadSearch.MostClauses) return new Refusal(ConditionTooLong, "condition");
        if (read.Misread.Count > 0) return new Refusal(ConditionUnread, "condition");
        if (read.Clauses.Any(clause => clause is AssigneeSought { Name: AssigneeSought.Me })) return new Refusal(NobodyIsMe, "condition");
        if (Steps.Assignee == TicketSteps.Myself) return new Refusal(NobodyIsMe, "assignee");
        return MacroSteps.Check(Name, Steps) is { } refusal && !(refusal.Code == MacroSteps.DoesNothing && WebhookId is not null) ? refusal : null;
    }
}

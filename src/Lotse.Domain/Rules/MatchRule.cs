using Lotse.Domain.Search;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Rules;

/// <summary>A ticket as rules see it: what it is now, and the words in it.</summary>
/// <param name="Words">Its marks, and its words where a rule asks for words.</param>
public sealed record RuleScene(Ticket Ticket, TicketWords Words, KnownContact Contact);

/// <summary>Whether a rule fits, and why or why not.</summary>
/// <param name="Because">The parts of the condition that held; where it does not fit, the first that did not. Empty for a rule without a condition, and for a ticket that is put aside.</param>
public sealed record RuleMatch(bool Fits, string Because);

/// <summary>Puts a condition to one ticket. It means what the same words mean in the search box, but for the insides of files, which rules do not read; and a condition of exclusions only fits
/// everything else.</summary>
public static class MatchRule
{
    public static RuleMatch Of(Rule rule, RuleScene scene, SearchNames names) => Of(rule.Condition, rule.Zone, scene, names);

    public static RuleMatch Of(SearchQuery condition, TimeZoneInfo zone, RuleScene scene, SearchNames names)
    {
        if (!condition.Clauses.Any(clause => clause is AsideSought) && !MatchWords.Holds(SearchMarks.NotAside, scene.Words.Marks)) return new RuleMatch(false, "");
        for (var i = 0; i < condition.Clauses.Count; i++)
        {
            if (!Holds(condition.Clauses[i], zone, scene, names)) return new RuleMatch(false, condition.Typed[i]);
        }
        return new RuleMatch(true, string.Join(' ', condition.Typed));
    }

    private static bool Holds(SearchClause clause, TimeZoneInfo zone, RuleScene scene, SearchNames names) => clause switch
    {
        WordsSought sought => MatchWords.Holds(SearchTerms.PhraseOf(sought), scene.Words),
        NumberSought sought => (scene.Ticket.Number == sought.Number) != sought.Not,
        DaysSought sought => Within(sought, zone, scene.Ticket.CreatedAt) != sought.Not,
        _ => SearchMarks.Of(clause, names) is { } marks && MatchWords.Holds(marks, scene.Words.Marks),
    };

    private static bool Within(DaysSought sought, TimeZoneInfo zone, DateTimeOffset opened)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(opened, zone).DateTime);
        return (sought.From is not { } first || day >= first) && (sought.Before is not { } last || day < last);
    }
}

using System.Collections.Frozen;
using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Learning;
using Lotse.Domain.Rules;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Changes;

/// <param name="AgentId">Null where the desk did it.</param>
/// <param name="Before">The fact before it about the same; null where that lies further back than was looked at.</param>
public sealed record SettingChange(long Id, DateTimeOffset At, long? AgentId, long? CommunityId, Fact Fact, Fact? Before);

/// <param name="Rows">Of the table, as they are now.</param>
/// <param name="Next">Where the next page goes on; null at the end.</param>
public sealed record ChangesPart(IReadOnlyList<SettingChange> Changes, IReadOnlyDictionary<long, ResponsibilityRow> Rows, long? Next);

/// <summary>Who changed what in how the desk decides, newest first, as the journal tells.</summary>
public sealed class ListChanges(DeskDatabase database)
{
    public const int OnPage = 50;

    /// <summary>Lines that a page goes back at most: the journal also tells of contacts, text blocks and mails.</summary>
    private const int LookedAt = 20_000;

    /// <summary>Lines behind a page, for what things were before.</summary>
    private const int Behind = 200;

    /// <summary>What one can look for alone, and the facts it is told by.</summary>
    public static readonly FrozenDictionary<string, string[]> About = new Dictionary<string, Type[]>
    {
        ["responsibilities"] = [typeof(ResponsibilitySaved), typeof(ResponsibilityRevoked)], ["categories"] = [typeof(CategorySaved), typeof(GroupRuleChanged), typeof(LearnedForgotten)], ["absences"] = [typeof(AbsenceSaved), typeof(AbsenceRemoved)],
        ["deputies"] = [typeof(StandInsSaved)], ["serviceTimes"] = [typeof(ServicePlanChanged)], ["rules"] = [typeof(RuleChanged)], ["distribution"] = [typeof(DistributionChanged)],
    }.ToFrozenDictionary(one => one.Key, one => one.Value.Select(FactNames.Name).ToArray(), StringComparer.Ordinal);

    /// <param name="about">One of <see cref="About"/>; null for all.</param>
    /// <param name="after">Where the page before ended.</param>
    public async Task<ChangesPart> RunAsync(Acting by, string? about, long? after, CancellationToken cancel)
    {
        var kinds = about is not null && About.TryGetValue(about, out var some) ? some : [.. About.Values.SelectMany(all => all)];
        var (all, communities) = (by.SeesAll, by.Communities);
        var colleagues = all ? null : (await database.ColleaguesOf(by).Select(a => a.Id).ToListAsync(cancel)).ToHashSet();
        // Both columns in the order: with it PostgreSQL walks the index (ticket_id, id) from its end, and reads no further than it has to.
        var window = database.Journal.Where(line => line.TicketId == null && (after == null || line.Id < after)).OrderByDescending(line => line.TicketId).ThenByDescending(line => line.Id).Take(LookedAt);
        var lines = await window.Where(line => kinds.Contains(line.Kind) && (line.CommunityId == null || all || communities.Contains(line.CommunityId.Value))).OrderByDescending(line => line.Id).Take(OnPage + Behind).ToListAsync(cancel);
        var told = lines.Select(line => (Line: line, Fact: FactNames.Read(line.Kind, line.Data))).Where(one => one.Fact is not null && (colleagues is null || Person(one.Fact) is not { } person || colleagues.Contains(person))).ToList();
        var earlier = told.ToLookup(one => Key(one.Fact!));
        var changes = told.Take(OnPage).Select(one => new SettingChange(one.Line.Id, one.Line.At, one.Line.AgentId, one.Line.CommunityId, one.Fact!, earlier[Key(one.Fact!)].FirstOrDefault(other => other.Line.Id < one.Line.Id).Fact)).ToList();
        var ids = changes.Select(one => one.Fact).Select(fact => fact is ResponsibilitySaved saved ? saved.ResponsibilityId : fact is ResponsibilityRevoked revoked ? revoked.ResponsibilityId : 0).Where(id => id > 0).Distinct().ToList();
        var rows = ids.Count == 0 ? [] : await database.Responsibilities.VisibleTo(by).Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancel);
        long? next = told.Count > OnPage ? changes[^1].Id : lines.Count == OnPage + Behind ? lines[^1].Id : await EndAsync(window, cancel);
        return new ChangesPart(changes, rows, next);
    }

    /// <summary>Where the lines that were looked at end, if there are more behind them.</summary>
    private async Task<long?> EndAsync(IQueryable<JournalRow> window, CancellationToken cancel) =>
        await database.Journal.Where(line => line.TicketId == null).OrderBy(line => line.TicketId).ThenBy(line => line.Id).Take(1).Select(line => new { First = line.Id, End = window.Min(one => (long?)one.Id) }).SingleOrDefaultAsync(cancel)
            is { End: { } end } found && found.First < end ? end : null;

    /// <summary>Whom it is about: shown only to those who work with them.</summary>
    private static long? Person(Fact fact) => fact switch { AbsenceSaved absence => absence.AgentId, AbsenceRemoved removed => removed.AgentId, StandInsSaved standIns => standIns.AgentId, _ => null };

    private static string Key(Fact fact) => fact switch
    {
        ResponsibilitySaved saved => Of("r", saved.ResponsibilityId),
        ResponsibilityRevoked revoked => Of("r", revoked.ResponsibilityId),
        CategorySaved category => Of("c", category.CategoryId),
        AbsenceSaved absence => Of("a", absence.AbsenceId),
        AbsenceRemoved absence => Of("a", absence.AbsenceId),
        StandInsSaved standIns => Of("s", standIns.AgentId),
        DistributionChanged team => Of("t", team.TeamId),
        _ => "",
    };

    private static string Of(string what, long id) => what + id.ToString(CultureInfo.InvariantCulture);
}

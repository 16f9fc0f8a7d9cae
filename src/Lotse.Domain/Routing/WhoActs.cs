namespace Lotse.Domain.Routing;

/// <summary>Why a ticket goes where it goes.</summary>
public enum RoutedBecause
{
    /// <summary>To whom the row names first.</summary>
    Responsible = 0,

    /// <summary>Those named before are not there.</summary>
    NextInList = 1,

    /// <summary>Nobody who is named is there; a deputy is.</summary>
    Deputy = 2,

    /// <summary>Deputies are not there either; one of theirs is.</summary>
    DeputyOfDeputy = 3,

    /// <summary>The row names a team.</summary>
    Team = 4,

    /// <summary>Nobody named is there, and no deputy.</summary>
    NobodyThere = 5,

    /// <summary>No row fits.</summary>
    NoRow = 6,
}

/// <summary>Somebody who was passed over, and when they are back.</summary>
/// <param name="Until">Null where nobody knows, or where they may not have such tickets at all.</param>
/// <param name="MayNot">They are not away: they have no right to such a ticket, or do not work here any more.</param>
public sealed record PassedOver(long AgentId, DateTimeOffset? Until, bool MayNot);

/// <summary>The one answer to "who gets this": a person, a team's queue, or the queue of the level.</summary>
/// <param name="Row">Null where none was asked, or none fits.</param>
/// <param name="ActsForId">For whom a deputy acts.</param>
public sealed record Route(Responsibility? Row, long? AgentId, long? TeamId, long? ActsForId, RoutedBecause Because, IReadOnlyList<PassedOver> PassedOver);

/// <summary>Finds who acts for a responsibility at a moment.</summary>
public static class WhoActs
{
    /// <summary>Chains of deputies are followed over so many people.</summary>
    public const int MostPeople = 50;

    /// <param name="row">Null where none fits.</param>
    public static Route Now(Responsibility? row, Case one, Roster roster, DateTimeOffset at)
    {
        if (row is null) return new Route(null, null, null, null, RoutedBecause.NoRow, []);
        var passed = new List<PassedOver>();
        var named = row.Holders.Where(holder => holder.AgentId is not null).Select(holder => holder.AgentId!.Value).ToList();
        foreach (var holder in row.Holders.Distinct())
        {
            if (holder.TeamId is { } team) return new Route(row, null, team, null, RoutedBecause.Team, passed);
            if (Takes(holder.AgentId!.Value, one, roster, at, passed)) return new Route(row, holder.AgentId, null, null, passed.Count == 0 ? RoutedBecause.Responsible : RoutedBecause.NextInList, passed);
        }
        return Deputy(row, named, one, roster, at, passed) ?? new Route(row, null, null, null, RoutedBecause.NobodyThere, passed);
    }

    /// <summary>Whoever acts for one person, for a ticket that was theirs.</summary>
    public static Route For(long agentId, Case one, Roster roster, DateTimeOffset at)
    {
        var passed = new List<PassedOver>();
        if (Takes(agentId, one, roster, at, passed)) return new Route(null, agentId, null, null, RoutedBecause.Responsible, []);
        return Through([(agentId, agentId)], [agentId], RoutedBecause.Deputy, null, one, roster, at, passed) ?? new Route(null, null, null, null, RoutedBecause.NobodyThere, passed);
    }

    /// <summary>Those of the row first; then, one step after the other, the deputies of everybody who was passed over. Each is asked once, so that no chain goes round.</summary>
    private static Route? Deputy(Responsibility row, List<long> named, Case one, Roster roster, DateTimeOffset at, List<PassedOver> passed)
    {
        if (named.Count == 0) return null;
        var asked = named.ToHashSet();
        var step = named.ConvertAll(agent => (Agent: agent, For: agent));
        foreach (var deputy in row.Deputies)
        {
            if (!asked.Add(deputy)) continue;
            if (Takes(deputy, one, roster, at, passed)) return new Route(row, deputy, null, named[0], RoutedBecause.Deputy, passed);
            step.Add((deputy, named[0]));
        }
        return Through(step, asked, row.Deputies.Count == 0 ? RoutedBecause.Deputy : RoutedBecause.DeputyOfDeputy, row, one, roster, at, passed);
    }

    private static Route? Through(List<(long Agent, long For)> step, HashSet<long> asked, RoutedBecause because, Responsibility? row, Case one, Roster roster, DateTimeOffset at, List<PassedOver> passed)
    {
        while (step.Count > 0)
        {
            var next = new List<(long, long)>();
            foreach (var (agent, actsFor) in step)
            {
                foreach (var deputy in roster.DeputiesOf(agent))
                {
                    if (asked.Count >= MostPeople || !asked.Add(deputy)) continue;
                    if (Takes(deputy, one, roster, at, passed)) return new Route(row, deputy, null, actsFor, because, passed);
                    next.Add((deputy, actsFor));
                }
            }
            (step, because) = (next, RoutedBecause.DeputyOfDeputy);
        }
        return null;
    }

    private static bool Takes(long agentId, Case one, Roster roster, DateTimeOffset at, List<PassedOver> passed)
    {
        var may = roster.MayWork(agentId, one);
        var away = roster.AwayAt(agentId, at);
        if (may && away is null) return true;
        passed.Add(new PassedOver(agentId, may ? away?.Until : null, !may));
        return false;
    }
}

using System.Collections.Frozen;
using Lotse.Domain.Routing.Learning;

namespace Lotse.Domain.Routing;

/// <summary>All responsibilities, laid out so that finding the one for a case costs the same for ten rows and for ten thousand.</summary>
public sealed class RoutingTable
{
    private readonly FrozenDictionary<Scope, Responsibility[]> _rows;
    private readonly int[] _masks;

    public RoutingTable(IEnumerable<Responsibility> rows, Roster roster, Classify classify)
    {
        _rows = rows.GroupBy(row => row.Scope).ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(row => row.From ?? DateTimeOffset.MinValue).ThenBy(row => row.Id).ToArray());
        _masks = [.. _rows.Keys.Select(scope => (scope.Rank, scope.Mask)).Distinct().OrderByDescending(one => one.Rank).Select(one => one.Mask)];
        (Roster, Classify) = (roster, classify);
    }

    private RoutingTable(RoutingTable other, Roster roster) => (_rows, _masks, Roster, Classify, Learned) = (other._rows, other._masks, roster, other.Classify, other.Learned);

    public static RoutingTable Empty { get; } = new([], new Roster(FrozenDictionary<long, RosterEntry>.Empty, FrozenDictionary<long, Levels.CommunityLevels>.Empty), new Classify([]));

    /// <summary>All rows, also those that do not hold now.</summary>
    public IEnumerable<Responsibility> All => _rows.Values.SelectMany(rows => rows);

    /// <summary>Some row holds for an organisation only.</summary>
    public bool NamesOrganisations => Array.Exists(_masks, mask => (mask & Scope.Organisation) != 0);

    public Roster Roster { get; }

    public Classify Classify { get; }

    /// <summary>What corrections have taught.</summary>
    public LearnSigns Learned { get; private init; } = LearnSigns.Nothing;

    public RoutingTable With(LearnSigns learned) => new(this, Roster) { Learned = learned };

    /// <summary>The same table, if somebody were away as well: to see what that would mean.</summary>
    public RoutingTable IfAway(Absence absence) => Roster.People.TryGetValue(absence.AgentId, out var person)
        ? new RoutingTable(this, Roster with { People = new Dictionary<long, RosterEntry>(Roster.People) { [person.Id] = person with { Presence = person.Presence with { Absences = [.. person.Presence.Absences, absence] } } } })
        : this;

    /// <summary>The rows that hold at a moment, as if they always had: to see what past tickets would have met.</summary>
    /// <param name="saved">As if this row had been kept as well, in the place of the one with its id and of those for the same cases.</param>
    public RoutingTable AsIfAlways(DateTimeOffset at, Responsibility? saved = null)
    {
        var rows = All.Where(row => row.HoldsAt(at) && row.Id != saved?.Id && row.Scope != saved?.Scope);
        if (saved is not null && !(saved.Until <= at)) rows = rows.Append(saved);
        return new RoutingTable(rows.Select(row => row with { From = null, Until = null }), Roster, Classify);
    }

    /// <summary>The narrowest row that fits and holds; of two for the same cases, the one that began last. Null where none does.</summary>
    public Responsibility? Find(Case one, DateTimeOffset at)
    {
        foreach (var mask in _masks)
        {
            if (Scope.Of(one, mask) is not { } scope || !_rows.TryGetValue(scope, out var rows)) continue;
            foreach (var row in rows) if (row.HoldsAt(at)) return row;
        }
        return null;
    }

    public Route Route(Case one, DateTimeOffset at) => WhoActs.Now(Find(one, at), one, Roster, at);
}

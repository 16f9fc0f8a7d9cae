using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Exchange;

/// <summary>What a row can name.</summary>
public enum Thing { Organisation, Product, Topic, SupportGroup, Mailbox, Team, Person }

/// <summary>A name of a community, and what has it. What cannot be told by its name, because two are called the same, is told by #id.</summary>
public sealed class RoutingNames
{
    public const string NotThere = "name-not-there", Ambiguous = "name-ambiguous";

    private readonly Dictionary<Thing, Names> _names;
    private readonly Dictionary<long, string> _people;

    private RoutingNames(Dictionary<Thing, Names> names, Dictionary<long, string> people, IReadOnlySet<long> here)
    {
        (_names, _people) = (names, people);
        Known = new KnownHere(Ids(Thing.Organisation), Ids(Thing.Product), Ids(Thing.Topic), Ids(Thing.SupportGroup), Ids(Thing.Mailbox), Ids(Thing.Team), here);

        HashSet<long> Ids(Thing thing) => [.. names[thing].All.Keys];
    }

    public KnownHere Known { get; }

    /// <summary>Organisations with the name and with the id, of those that a table speaks of: there may be far more than anybody wants to load.</summary>
    public IReadOnlyDictionary<long, string> Organisations => _names[Thing.Organisation].All;

    public IEnumerable<long> Products { get; private init; } = [];

    /// <param name="kept">The rows there are: they may name people who work for the community no more.</param>
    /// <param name="organisations">As a table names them, beside those of its rows.</param>
    public static async Task<RoutingNames> LoadAsync(DeskDatabase database, long communityId, IReadOnlyCollection<KeptRow> kept, IReadOnlyCollection<string> organisations, CancellationToken cancel)
    {
        var categories = await database.Categories.Where(c => c.CommunityId == communityId).Select(c => new { c.Id, c.Kind, c.Name, c.Retired }).ToListAsync(cancel);
        var people = await database.Users.Select(a => new { a.Id, a.Name, a.Email, a.Active, Here = a.Role == Role.Admin || database.AgentCommunities.Any(l => l.AgentId == a.Id && l.CommunityId == communityId) }).ToListAsync(cancel);
        var here = people.FindAll(one => one.Here);
        var named = kept.SelectMany(row => row.Rule.Holders.Select(one => one.AgentId ?? 0).Concat(row.Rule.Deputies).Append(row.Rule.AgreementWithId ?? 0)).ToHashSet();
        var names = new Dictionary<Thing, Names>
        {
            [Thing.Organisation] = new(await OrganisationsAsync(database, communityId, organisations, cancel)),
            [Thing.Product] = new(Of(CategoryKind.Product)),
            [Thing.Topic] = new(Of(CategoryKind.Topic)),
            [Thing.SupportGroup] = new(Of(CategoryKind.SupportGroup)),
            [Thing.Mailbox] = new(await database.Mailboxes.Where(m => m.CommunityId == communityId).ToDictionaryAsync(m => m.Id, m => m.Address, cancel)),
            [Thing.Team] = new(await database.Teams.Where(t => t.CommunityId == communityId).ToDictionaryAsync(t => t.Id, t => t.Name, cancel)),
            [Thing.Person] = new(here.ToDictionary(one => one.Id, one => one.Email ?? ""), here.Where(one => one.Active || here.TrueForAll(other => other.Id == one.Id || other.Name != one.Name)).Select(one => (one.Id, one.Name))),
        };
        return new RoutingNames(names, people.Where(one => one.Here || named.Contains(one.Id)).ToDictionary(one => one.Id, one => one.Name), here.Select(one => one.Id).ToHashSet()) { Products = [.. categories.Where(c => c.Kind == CategoryKind.Product && !c.Retired).Select(c => c.Id)] };

        Dictionary<long, string> Of(CategoryKind kind) => categories.Where(c => c.Kind == kind).ToDictionary(c => c.Id, c => c.Name);
    }

    /// <returns>The id, or a code that says why there is none.</returns>
    public (long Id, string? Code) Find(Thing thing, string name)
    {
        // Whether it is one of this community is asked when it is clear that the row is to change.
        if (name.Length > 1 && name[0] == '#' && long.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return (id, null);
        return _names[thing].Find(name);
    }

    /// <summary>As it is found again.</summary>
    public string Of(Thing thing, long id) => _names[thing].All.TryGetValue(id, out var name) && CanStand(name) && Find(thing, name) == (id, null) ? name : $"#{id.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>For people to read.</summary>
    public string Said(Thing thing, long id) => (thing == Thing.Person ? _people : _names[thing].All).GetValueOrDefault(id, "?");

    private static bool CanStand(string name) => name.Length > 0 && name[0] != '#' && name.Trim().Length == name.Length && name.AsSpan().IndexOfAny("|\r\n") < 0;

    private static async Task<Dictionary<long, string>> OrganisationsAsync(DeskDatabase database, long communityId, IReadOnlyCollection<string> named, CancellationToken cancel)
    {
        var found = await database.Organisations.Where(o => o.CommunityId == communityId && database.Responsibilities.Any(r => r.OrganisationId == o.Id && r.CommunityId == communityId)).ToDictionaryAsync(o => o.Id, o => o.Name, cancel);
        var ids = named.Where(name => name.StartsWith('#')).Select(name => long.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0);
        foreach (var some in ids.Chunk(500)) foreach (var one in await database.Organisations.Where(o => o.CommunityId == communityId && some.Contains(o.Id)).Select(o => new { o.Id, o.Name }).ToListAsync(cancel)) found[one.Id] = one.Name;
        foreach (var some in named.Where(name => !name.StartsWith('#')).Except(found.Values, StringComparer.Ordinal).Chunk(500))
        {
            foreach (var one in await database.Organisations.Where(o => o.CommunityId == communityId && some.Contains(o.Name)).Select(o => new { o.Id, o.Name }).ToListAsync(cancel)) found[one.Id] = one.Name;
        }
        return found;
    }

    /// <summary>Found as written; else in other capitals, where only one is meant.</summary>
    private sealed class Names(Dictionary<long, string> all, IEnumerable<(long Id, string Name)>? also = null)
    {
        private readonly ILookup<string, long> _exact = all.Select(one => (Id: one.Key, Name: one.Value)).Concat(also ?? []).Distinct().ToLookup(one => one.Name, one => one.Id, StringComparer.Ordinal);
        private readonly ILookup<string, long> _loose = all.Select(one => (Id: one.Key, Name: one.Value)).Concat(also ?? []).Distinct().ToLookup(one => one.Name, one => one.Id, StringComparer.OrdinalIgnoreCase);

        public Dictionary<long, string> All => all;

        public (long Id, string? Code) Find(string name) => One(_exact[name]) ?? One(_loose[name]) ?? (0, NotThere);

        private static (long Id, string? Code)? One(IEnumerable<long> found) => found.Distinct().Take(2).ToList() switch { [var id] => (id, null), [] => null, _ => (0, Ambiguous) };
    }
}

namespace Lotse.Domain.Routing;

/// <summary>Two rows that fit the same case at the same time, neither of which is the other's exception.</summary>
/// <param name="WinsId">The one that gets such a case.</param>
public sealed record Overlap(long RowId, long OtherId, long WinsId);

/// <summary>What for nobody is responsible.</summary>
public sealed record Gap(long? ProductId, string? Language);

/// <summary>Looks through a table before it is kept.</summary>
public static class CheckResponsibilities
{
    public const string NobodyNamed = "responsibility-names-nobody", EndsBeforeItBegins = "responsibility-ends-first", SameCases = "responsibility-same-cases", TooMany = "responsibility-too-many-people";

    public const int MostPeople = 20;

    /// <summary>What a row may not be. Two rows for exactly the same cases and times would leave open who is meant.</summary>
    public static Refusal? Check(Responsibility row, IEnumerable<Responsibility> others)
    {
        if (row.Holders.Count == 0) return new Refusal(NobodyNamed, "holders");
        if (row.Holders.Count > MostPeople || row.Deputies.Count > MostPeople) return new Refusal(TooMany, row.Holders.Count > MostPeople ? "holders" : "deputies");
        if (row.Until <= row.From) return new Refusal(EndsBeforeItBegins, "until");
        return others.Any(other => other.Id != row.Id && other.Scope == row.Scope && other.MeetsInTime(row)) ? new Refusal(SameCases, "product") : null;
    }

    /// <summary>Rows that cross this one: some case fits both, and some case fits only one of each.</summary>
    public static IEnumerable<Overlap> Overlaps(Responsibility row, IEnumerable<Responsibility> others) => others
        .Where(other => other.Id != row.Id && other.MeetsInTime(row) && Cross(row.Scope, other.Scope))
        .Select(other => new Overlap(row.Id, other.Id, row.Scope.Rank > other.Scope.Rank ? row.Id : other.Id));

    /// <summary>Products in the languages of the house for which, at no level and by no channel in particular, anybody is named.</summary>
    /// <param name="products">Those in use. That no product is told is a case as well.</param>
    public static IEnumerable<Gap> Gaps(IReadOnlyCollection<Responsibility> rows, IEnumerable<long> products, IEnumerable<string> languages, DateTimeOffset at)
    {
        var holding = rows.Where(row => row.HoldsAt(at) && row.Scope is { OrganisationId: null, TopicId: null, MailboxId: null, Level: null }).Select(row => (row.Scope.ProductId, row.Scope.Language)).ToHashSet();
        var spoken = languages.ToList();
        foreach (var product in products.Select(id => (long?)id).Append(null))
        {
            if (holding.Contains((null, null)) || holding.Contains((product, null))) continue;
            var open = spoken.FindAll(language => !holding.Contains((null, language)) && !holding.Contains((product, language)));
            if (open.Count == spoken.Count) yield return new Gap(product, null);
            else foreach (var language in open) yield return new Gap(product, language);
        }
    }

    /// <summary>All rows of a table that cross each other, each pair once. Rows are compared only with those that say the same where both say something, so that ten thousand rows cost little.</summary>
    public static IEnumerable<Overlap> Overlaps(IEnumerable<Responsibility> rows)
    {
        var kinds = rows.GroupBy(row => row.Scope.Mask).OrderBy(kind => kind.Key).Select(kind => (Mask: kind.Key, Rows: kind.ToList())).ToList();
        for (var one = 0; one < kinds.Count; one++)
        {
            for (var other = one + 1; other < kinds.Count; other++)
            {
                var both = kinds[one].Mask & kinds[other].Mask;
                if (both == kinds[one].Mask || both == kinds[other].Mask) continue; // One is the exception of the other.
                var alike = kinds[other].Rows.ToLookup(row => row.Scope.Only(both));
                foreach (var row in kinds[one].Rows)
                {
                    foreach (var crossing in alike[row.Scope.Only(both)].Where(row.MeetsInTime)) yield return new Overlap(row.Id, crossing.Id, row.Scope.Rank > crossing.Scope.Rank ? row.Id : crossing.Id);
                }
            }
        }
    }

    private static bool Cross(Scope one, Scope other)
    {
        (object? One, object? Other)[] names =
        [
            (one.OrganisationId, other.OrganisationId), (one.ProductId, other.ProductId), (one.TopicId, other.TopicId), (one.MailboxId, other.MailboxId), (one.Language, other.Language), (one.Level, other.Level),
        ];
        if (one.CommunityId != other.CommunityId || Array.Exists(names, name => name is { One: not null, Other: not null } && !name.One.Equals(name.Other))) return false;
        return Array.Exists(names, name => name is { One: not null, Other: null }) && Array.Exists(names, name => name is { One: null, Other: not null });
    }
}

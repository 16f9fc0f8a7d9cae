namespace Lotse.Domain.Routing.Learning;

/// <summary>A category that a ticket could be given with one click.</summary>
/// <param name="Similar">So many of the most alike tickets have it; 0 where it was learned.</param>
/// <param name="Learned">Null where it is told by similar tickets.</param>
public sealed record SuggestedCategory(CategoryKind Kind, long Id, int Similar, LearnedGuess? Learned);

/// <summary>What products and topics are offered beside a ticket: what was learned first, then what the most alike tickets have; of each kind two at most, three in all.</summary>
public static class SuggestCategories
{
    public const int AtMost = 3, OfAKind = 2;

    /// <param name="product">What the ticket has: it is not offered, and where it has one, others are only offered that were learned.</param>
    /// <param name="alike">Product and topic of the most alike tickets, these first.</param>
    /// <param name="known">Whether a category may be given.</param>
    public static IReadOnlyList<SuggestedCategory> Of(
        long? product, long? topic, IReadOnlyList<(long? Product, long? Topic)> alike, IReadOnlyList<LearnedGuess> products, IReadOnlyList<LearnedGuess> topics, Func<long, bool> known)
    {
        var all = Kind(CategoryKind.Product, product, [.. alike.Select(one => one.Product)], products).Concat(Kind(CategoryKind.Topic, topic, [.. alike.Select(one => one.Topic)], topics));
        return [.. all.Where(one => known(one.Id)).OrderByDescending(one => one.Learned is { Acts: true }).ThenByDescending(one => one.Learned?.Corrections ?? one.Similar).ThenBy(one => one.Kind).ThenBy(one => one.Id).Take(AtMost)];
    }

    private static IEnumerable<SuggestedCategory> Kind(CategoryKind kind, long? now, IReadOnlyList<long?> alike, IReadOnlyList<LearnedGuess> learned)
    {
        var offered = learned.Where(guess => guess.To != now && (now is null || guess.Acts)).Select(guess => new SuggestedCategory(kind, guess.To, 0, guess)).ToList();
        if (now is null)
        {
            offered.AddRange(alike.OfType<long>().GroupBy(id => id).OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
                .Where(group => offered.TrueForAll(one => one.Id != group.Key)).Select(group => new SuggestedCategory(kind, group.Key, group.Count(), null)));
        }
        return offered.Take(OfAKind);
    }
}

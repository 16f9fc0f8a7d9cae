namespace Lotse.Domain.Knowledge;

/// <summary>A block that has a word of the ticket, or that solved tickets which had it.</summary>
/// <param name="Weight">Of the block's own word as of <see cref="BlockWords"/>; of a learned one, how many solved tickets had it.</param>
public readonly record struct WordOfBlock(long BlockId, string Word, bool Learned, int Weight);

/// <summary>Which text blocks fit a ticket best.</summary>
public static class SuggestBlocks
{
    /// <summary>Blocks looked at for each word: one that more have says little.</summary>
    public const int PerWord = 40;

    /// <summary>One rare word of a text, or a less rare one of a title.</summary>
    private const double Enough = 0.2;

    /// <param name="weightOf">How much more or less a block weighs for what else is known of the ticket: it changes the order, not which blocks fit.</param>
    /// <returns>The likeliest first.</returns>
    public static IReadOnlyList<long> Best(IReadOnlyCollection<WordOfBlock> found, int limit, Func<long, double>? weightOf = null)
    {
        var scores = new Dictionary<long, double>();
        foreach (var word in found.GroupBy(one => (one.Word, one.Learned)))
        {
            var rare = 1 / Math.Log(2 + word.Count());
            foreach (var one in word)
            {
                // Each further ticket says less than the one before.
                var says = one.Learned ? 1.0 - (1.0 / (1 + Math.Max(0, one.Weight))) : (double)one.Weight / BlockWords.InTitle;
                scores[one.BlockId] = scores.GetValueOrDefault(one.BlockId) + (rare * says);
            }
        }
        return [.. scores.Where(one => one.Value >= Enough).OrderByDescending(one => one.Value * (weightOf?.Invoke(one.Key) ?? 1)).ThenByDescending(one => one.Key).Take(limit).Select(one => one.Key)];
    }
}

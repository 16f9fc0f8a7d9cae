using Lotse.Domain.Search.Words;

namespace Lotse.Domain.Knowledge.Offering;

/// <summary>Which of the products that text blocks are for a ticket speaks of, and what that means for the blocks: those of a product that is named weigh more, those of another one less.
/// Where no product is named, all weigh the same.</summary>
public sealed class NamedProducts
{
    public const double More = 2, Same = 1, Less = 0.5;

    private const int CharactersRead = 1500;

    private readonly HashSet<string> _named;

    /// <param name="known">Products of the blocks that may be offered.</param>
    public NamedProducts(string subject, string text, IEnumerable<string> known)
    {
        var said = Forms(subject);
        said.Add([]); // A product is not begun in the subject and ended in the text.
        said.AddRange(Forms(text.Length > CharactersRead ? text[..CharactersRead] : text));
        _named = known.Distinct(StringComparer.OrdinalIgnoreCase).Where(product => Stands(Forms(product), said)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Those that it speaks of.</summary>
    public IReadOnlyCollection<string> All => _named;

    /// <param name="product">The block's; null for none.</param>
    public double WeightOf(string? product) => product is null || _named.Count == 0 ? Same : _named.Contains(product) ? More : Less;

    /// <summary>All its words, one after the other, each in any of its forms.</summary>
    private static bool Stands(List<string[]> product, List<string[]> said)
    {
        if (product.Count == 0) return false;
        for (var at = 0; at + product.Count <= said.Count; at++)
        {
            var n = 0;
            while (n < product.Count && said[at + n].Intersect(product[n], StringComparer.Ordinal).Any()) n++;
            if (n == product.Count) return true;
        }
        return false;
    }

    private static List<string[]> Forms(string text) => [.. SearchWords.In(text).Select(word => SearchWords.Sought(text.AsSpan(word.At, word.Length)).Distinct(StringComparer.Ordinal).ToArray())];
}

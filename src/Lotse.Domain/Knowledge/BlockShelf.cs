namespace Lotse.Domain.Knowledge;

/// <summary>A text block as it may stand in another one.</summary>
/// <param name="CommunityId">Null for all.</param>
/// <param name="Texts">HTML by language.</param>
public sealed record ShelvedBlock(string Shortcut, long? CommunityId, TextBlockState State, IReadOnlyDictionary<string, string> Texts);

/// <summary>The blocks that may be used in one ticket. What belongs to another community, or is not published, is not there.</summary>
public sealed class BlockShelf(IEnumerable<ShelvedBlock> blocks, long communityId)
{
    private readonly Dictionary<string, ShelvedBlock> _blocks = blocks.Where(block => Fits(block.CommunityId, block.State, communityId))
        .GroupBy(block => block.Shortcut, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.OrderBy(block => block.CommunityId is null).First(), StringComparer.Ordinal);

    public static bool Fits(long? blockCommunity, TextBlockState state, long communityId) =>
        state == TextBlockState.Published && (blockCommunity is null || blockCommunity == communityId);

    /// <summary>The text in the language that is wanted, or the next best; null where there is none.</summary>
    public string? Find(string shortcut, string wanted, string community) =>
        _blocks.TryGetValue(shortcut, out var block) ? ChooseLanguage.Of(block.Texts, wanted, community)?.Html : null;

    public bool Has(string shortcut) => _blocks.ContainsKey(shortcut);
}

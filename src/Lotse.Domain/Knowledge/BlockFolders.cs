namespace Lotse.Domain.Knowledge;

/// <summary>A folder of the tree.</summary>
/// <param name="CommunityId">Null for all communities.</param>
public sealed record BlockFolder(long Id, long? ParentId, long? CommunityId, string Name);

/// <summary>The tree of folders: where one may stand, and its way from the top.</summary>
public static class BlockFolders
{
    public const string NameMissing = "folder-name-missing", NameTooLong = "folder-name-too-long", TooDeep = "folder-too-deep", InsideItself = "folder-inside-itself", OtherCommunity = "folder-other-community";
    public const string Taken = "folder-exists", NotEmpty = "folder-not-empty", TooMany = "folder-too-many";
    public const int Deepest = 6, LongestName = 80, AtMost = 2000;

    /// <param name="all">Those that may be seen, with itself where it is there already.</param>
    public static Refusal? WhyNot(BlockFolder folder, IReadOnlyCollection<BlockFolder> all)
    {
        if (string.IsNullOrWhiteSpace(folder.Name)) return new(NameMissing, "name");
        if (folder.Name.Length > LongestName || folder.Name.Contains('/', StringComparison.Ordinal)) return new(NameTooLong, "name");
        if (all.Any(other => other.Id != folder.Id && other.ParentId == folder.ParentId && other.CommunityId == folder.CommunityId && string.Equals(other.Name, folder.Name, StringComparison.OrdinalIgnoreCase))) return new(Taken, "name");
        var byId = all.Where(other => other.Id != folder.Id).ToDictionary(other => other.Id);
        var above = 0;
        for (var at = folder.ParentId; at is { } id;)
        {
            if (id == folder.Id || !byId.TryGetValue(id, out var parent)) return new(InsideItself, "parent");
            if (parent.CommunityId != folder.CommunityId) return new(OtherCommunity, "parent");
            if (++above > Deepest) return new(TooDeep, "parent");
            at = parent.ParentId;
        }
        return above + Height(folder.Id, all.ToLookup(other => other.ParentId), 0) > Deepest ? new(TooDeep, "parent") : null;
    }

    /// <summary>Names from the top, joined by /.</summary>
    public static string Path(long? id, IReadOnlyDictionary<long, BlockFolder> all)
    {
        var names = new List<string>();
        for (var at = id; at is { } one && all.TryGetValue(one, out var folder) && names.Count <= Deepest; at = folder.ParentId) names.Insert(0, folder.Name);
        return string.Join('/', names);
    }

    private static int Height(long id, ILookup<long?, BlockFolder> children, int depth) =>
        depth > Deepest ? depth : 1 + children[id].Where(child => child.Id != id).Select(child => Height(child.Id, children, depth + 1)).DefaultIfEmpty(0).Max();
}

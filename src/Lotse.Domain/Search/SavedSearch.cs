namespace Lotse.Domain.Search;

/// <summary>What may be kept as a view: a search under a name.</summary>
public static class SavedSearch
{
    public const string NoName = "view-no-name", NameTooLong = "view-name-too-long", NothingSought = "view-nothing-sought", TooMany = "view-too-many";

    public const int NameLength = 60, AtMost = 30;

    /// <param name="kept">Views that this agent keeps already.</param>
    public static Refusal? Check(string name, string query, int kept)
    {
        if (string.IsNullOrWhiteSpace(name)) return new Refusal(NoName, "name");
        if (name.Trim().Length > NameLength) return new Refusal(NameTooLong, "name");
        if (query.Length > ReadSearch.LongestQuery || ReadSearch.Of(query).IsEmpty) return new Refusal(NothingSought, "q");
        return kept >= AtMost ? new Refusal(TooMany) : null;
    }
}

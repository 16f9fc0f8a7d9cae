namespace Lotse.Ui.Layout;

/// <summary>Addresses of help pages: clean, and the same for everybody.</summary>
public static class HelpAddresses
{
    public static string Site(string community) => $"/help/{Escape(community)}";

    public static string Start(string community, string language) => $"{Site(community)}/{Escape(language)}";

    /// <param name="behind">The last title and id of the page before.</param>
    public static string Section(string community, string language, string section, (string Title, string Id)? behind = null) =>
        $"{Start(community, language)}?section={Escape(section)}{(behind is { } last ? $"&behind={Escape(last.Title)}&after={Escape(last.Id)}" : "")}";

    public static string Article(string community, string language, string slug) => $"{Start(community, language)}/{Escape(slug)}";

    /// <param name="what">search, ask or suggestions.</param>
    public static string Of(string community, string language, string what) => $"{Start(community, language)}/{what}";

    public static string Feedback(string community, string language, string slug) => $"{Article(community, language, slug)}/feedback";

    private static string Escape(string value) => Uri.EscapeDataString(value);
}

namespace Lotse.Domain.Knowledge;

/// <summary>Which of a block's texts is used for a ticket.</summary>
/// <param name="Wanted">The language it should be in.</param>
public sealed record ChosenText(string Language, string Html, string Wanted)
{
    /// <summary>There is no text in the language that is wanted; to be said.</summary>
    public bool IsOther => Language != Wanted;
}

public static class ChooseLanguage
{
    /// <summary>The ticket's own, else the community's, then German, English and what there is.</summary>
    /// <returns>Null where the block has no text at all.</returns>
    public static ChosenText? Of(IReadOnlyDictionary<string, string> texts, string? ticket, string community)
    {
        var wanted = ticket ?? community;
        foreach (var language in (string[])[wanted, community, "de", "en", .. texts.Keys.Order(StringComparer.Ordinal)])
        {
            if (texts.TryGetValue(language, out var html)) return new ChosenText(language, html, wanted);
        }
        return null;
    }
}

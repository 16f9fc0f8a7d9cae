namespace Lotse.Domain.Knowledge;

/// <summary>What somebody wants a text block to be.</summary>
/// <param name="Texts">HTML by language (ISO 639-1).</param>
public sealed record WriteTextBlock(string Title, string? Shortcut, string? Product, IReadOnlyDictionary<string, string> Texts)
{
    public const string TitleMissing = "text-block-title-missing", TitleTooLong = "text-block-title-too-long", ShortcutNotRight = "text-block-shortcut-not-right";
    public const string ProductTooLong = "text-block-product-too-long", NoText = "text-block-no-text", TextTooLong = "text-block-text-too-long", LanguageNotRight = "text-block-language-not-right";

    /// <summary>Of one language's HTML.</summary>
    public const int LongestText = 50_000;

    public const int LongestTitle = 160, LongestShortcut = 40, LongestProduct = 80, LanguagesAtMost = 12;

    /// <returns>Null where it may be kept so.</returns>
    public Refusal? WhyNot()
    {
        if (string.IsNullOrWhiteSpace(Title)) return new(TitleMissing, "title");
        if (Title.Length > LongestTitle) return new(TitleTooLong, "title");
        if (Shortcut is not null && !IsShortcut(Shortcut)) return new(ShortcutNotRight, "shortcut");
        if (Product?.Length > LongestProduct) return new(ProductTooLong, "product");
        if (Texts.Count is 0 or > LanguagesAtMost) return new(NoText, "text");
        if (Texts.Keys.FirstOrDefault(language => !IsLanguage(language)) is { } wrong) return new(LanguageNotRight, wrong);
        return Texts.FirstOrDefault(text => text.Value.Length > LongestText) is { Key: { } language } ? new(TextTooLong, language) : null;
    }

    /// <summary>Small letters, digits and hyphens.</summary>
    public static bool IsShortcut(string shortcut) =>
        shortcut.Length is > 0 and <= LongestShortcut && shortcut.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    public static bool IsLanguage(string language) => language.Length == 2 && language.All(char.IsAsciiLetterLower);
}

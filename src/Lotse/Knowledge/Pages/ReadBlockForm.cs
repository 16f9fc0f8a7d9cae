using System.Globalization;
using Lotse.Domain.Knowledge;
using Lotse.Knowledge.Keeping;
using Lotse.Tickets;
using Lotse.Tickets.Pages;

namespace Lotse.Knowledge.Pages;

/// <summary>From the form to a text block as somebody wants it.</summary>
internal static class ReadBlockForm
{
    private const string Html = "html-", Plain = "text-";

    public static BlockForm Typed(IFormCollection form, string? id) => new()
    {
        Id = id, From = form.Field("from"), Case = form.Field("case"), Version = form.Field("version") ?? "", Title = form.Field("title") ?? "", Community = form.Field("community"), Folder = form.Field("folder"), Shortcut = form.Field("shortcut") ?? "",
        Product = form.Field("product") ?? "", Owner = form.Field("owner"), Review = form.Field("review") ?? "", State = form.Field("state") ?? "", Texts = Texts(form),
        WithoutFiles = [.. form["without"].OfType<string>()],
    };

    public static BlockDraft Draft(BlockForm typed, List<WrittenFile> files) => new(
        typed.Title.Trim(), Id(typed.Community), Id(typed.Folder), Text(typed.Shortcut)?.TrimStart('/').ToLowerInvariant(), Text(typed.Product), Id(typed.Owner), Day(typed.Review),
        TextBlockWays.Read(typed.State) ?? TextBlockState.Published, typed.Texts.Where(text => WriteTextBlock.IsLanguage(text.Language)).ToDictionary(text => text.Language, HtmlOf, StringComparer.Ordinal))
    {
        NewFiles = files,
        WithoutFiles = [.. typed.WithoutFiles.Select(Id).OfType<long>()],
    };

    public static string HtmlOf(TypedText text) => text.Html.Length > 0 ? text.Html : text.Text.Trim().Length == 0 ? "" : BlockText.OfPlain(text.Text);

    public static long? Id(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public static DateTimeOffset? Day(string? typed) =>
        DateTime.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new DateTimeOffset(day, TimeSpan.Zero) : null;

    public static string Day(DateTimeOffset? day) => day?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    /// <summary>German and English always, others where they came; a language that was named for a new text begins with it.</summary>
    private static List<TypedText> Texts(IFormCollection form)
    {
        var named = (form.Field("newLanguage") ?? "").Trim().ToLowerInvariant();
        return [.. form.Keys.Where(key => key.StartsWith(Plain, StringComparison.Ordinal)).Select(key => key[Plain.Length..]).Append(named).Where(WriteTextBlock.IsLanguage).Distinct(StringComparer.Ordinal)
            .Select(language => new TypedText(language, form.Field(Html + language) ?? "", form.Field(Plain + language) ?? ""))];
    }
}

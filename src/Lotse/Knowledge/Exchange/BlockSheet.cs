using System.Globalization;
using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Domain.Knowledge.Exchange;

namespace Lotse.Knowledge.Exchange;

/// <summary>Text blocks as rows of a table, and back.</summary>
public static class BlockSheet
{
    public const string ColumnMissing = "csv-column-missing";

    private static readonly string[] s_columns = ["shortcut", "title", "community", "folder", "product", "state", "owner", "review", "language", "html"];

    public static string Write(IEnumerable<SheetBlock> blocks) => CsvText.Write(((IEnumerable<IReadOnlyList<string>>)[s_columns]).Concat(blocks.SelectMany(block => block.Texts.OrderBy(t => t.Key, StringComparer.Ordinal)
        .Select(text => (IReadOnlyList<string>)[block.Shortcut ?? "", block.Title, block.Community, block.Folder, block.Product ?? "", block.State, block.Owner, block.Review, text.Key, text.Value]))));

    public static (IReadOnlyList<SheetBlock>? Blocks, Refusal? Refusal) Read(string csv)
    {
        var (rows, refusal) = CsvText.Read(csv);
        if (rows is null) return (null, refusal);
        var head = rows.Count == 0 ? [] : rows[0].Cells.Select(cell => cell.Trim().ToLowerInvariant()).ToList();
        if (((string[])["title", "language", "html"]).FirstOrDefault(column => !head.Contains(column)) is { } missing) return (null, new Refusal(ColumnMissing, missing));
        string Of(CsvRow row, string column) => head.IndexOf(column) is >= 0 and var at && at < row.Cells.Count ? row.Cells[at].Trim() : "";
        string? Or(CsvRow row, string column) => Of(row, column) is { Length: > 0 } value ? value : null;
        // Rows of one block stand under each other or not: the shortcut, else the title, tells them, within a community.
        return ([.. rows.Skip(1).GroupBy(row => (Of(row, "community").ToUpperInvariant(), Or(row, "shortcut") is { } shortcut ? $"/{shortcut}" : Of(row, "title"))).Select(of =>
        {
            var first = of.First();
            return new SheetBlock(first.Line.ToString(CultureInfo.InvariantCulture), Of(first, "title"), Or(first, "shortcut"), Of(first, "community"), Of(first, "folder"), Or(first, "product"), Of(first, "state"), Of(first, "owner"), Of(first, "review"),
                of.GroupBy(row => Of(row, "language"), StringComparer.Ordinal).ToDictionary(language => language.Key, language => Of(language.Last(), "html"), StringComparer.Ordinal));
        })], null);
    }
}

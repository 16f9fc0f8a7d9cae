using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Lotse.Domain;

namespace Lotse.Adapters.Files;

/// <param name="Line">Where it begins, from 1: a cell may hold several lines.</param>
public sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>Comma-separated values (RFC 4180), read with commas or semicolons. What a spreadsheet would take for a formula gets an apostrophe in front, and loses it again.</summary>
public static class CsvText
{
    public const string NotClosed = "csv-quote-not-closed", TooMany = "csv-too-many-rows";
    public const int RowsAtMost = 20_000;

    private const string Formulas = "=+-@\t\r";

    /// <param name="between">A comma, or the semicolon that spreadsheets expect where the comma stands in numbers.</param>
    public static string Write(IEnumerable<IReadOnlyList<string>> rows, char between = ',')
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        text.Write('\ufeff'); // Spreadsheets believe in UTF-8 only with a mark.
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = between.ToString(), NewLine = "\r\n", ShouldQuote = ShouldQuote }, leaveOpen: true))
        {
            foreach (var row in rows)
            {
                foreach (var cell in row) csv.WriteField(NoFormula(cell));
                csv.NextRecord();
            }
        }
        return text.ToString();
    }

    /// <returns>The rows; null with what is wrong and where.</returns>
    public static (IReadOnlyList<CsvRow>? Rows, Refusal? Refusal) Read(string text, int atMost = RowsAtMost)
    {
        var from = text.StartsWith('\ufeff') ? 1 : 0;
        var (rows, began) = (new List<CsvRow>(), 1);
        using var reader = new StringReader(from == 0 ? text : text[1..]);
        // Blank lines are read as rows and left out here: else nobody would know in which line a row begins. A quote inside of a cell that began without one is only a quote.
        using var parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = Between(text, from), IgnoreBlankLines = false, BadDataFound = bad => { if (bad.Field.StartsWith('"')) throw new FormatException(); },
        });
        try
        {
            for (; parser.Read(); began = parser.RawRow + 1)
            {
                if (parser.Record is not { } cells || cells is [] or [""]) continue;
                rows.Add(new CsvRow(began, [.. cells.Select(Bare)]));
                if (rows.Count > atMost) return (null, new Refusal(TooMany, atMost.ToString(CultureInfo.InvariantCulture)));
            }
            return (rows, null);
        }
        catch (FormatException)
        {
            return (null, new Refusal(NotClosed, began.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static string Between(string text, int from)
    {
        var end = text.IndexOfAny(['\r', '\n'], from);
        var head = end < 0 ? text[from..] : text[from..end];
        return head.Count(c => c == ';') > head.Count(c => c == ',') ? ";" : ",";
    }

    private static bool ShouldQuote(ShouldQuoteArgs args) => args.Field.AsSpan().IndexOfAny(",;\"\r\n") >= 0;

    private static string NoFormula(string value) => value.Length > 0 && (Formulas.Contains(value[0]) || Guarded(value)) ? $"'{value}" : value;

    private static string Bare(string cell) => Guarded(cell) ? cell[1..] : cell;

    /// <summary>Apostrophes, and behind them the beginning of a formula.</summary>
    private static bool Guarded(string cell)
    {
        var bare = cell.AsSpan().TrimStart('\'');
        return bare.Length < cell.Length && bare.Length > 0 && Formulas.Contains(bare[0]);
    }
}

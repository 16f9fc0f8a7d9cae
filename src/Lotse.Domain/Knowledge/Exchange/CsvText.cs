using System.Text;

namespace Lotse.Domain.Knowledge.Exchange;

/// <param name="Line">Where it begins, from 1: a cell may hold several lines.</param>
public sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>Comma-separated values (RFC 4180), read with commas or semicolons. What a spreadsheet would take for a formula gets an apostrophe in front, and loses it again.</summary>
public static class CsvText
{
    public const string NotClosed = "csv-quote-not-closed", TooMany = "csv-too-many-rows";
    public const int RowsAtMost = 20_000;

    private const string Formulas = "=+-@\t\r";

    public static string Write(IEnumerable<IReadOnlyList<string>> rows)
    {
        var csv = new StringBuilder("\ufeff"); // Spreadsheets believe in UTF-8 only with a mark.
        foreach (var row in rows) csv.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        return csv.ToString();
    }

    /// <returns>The rows; null with what is wrong and where.</returns>
    public static (IReadOnlyList<CsvRow>? Rows, Refusal? Refusal) Read(string text)
    {
        var from = text.StartsWith('\ufeff') ? 1 : 0;
        var end = text.IndexOfAny(['\r', '\n'], from);
        var head = end < 0 ? text[from..] : text[from..end];
        var between = head.Count(c => c == ';') > head.Count(c => c == ',') ? ';' : ',';
        var (rows, cells, cell) = (new List<CsvRow>(), new List<string>(), new StringBuilder());
        var (line, began, quoted) = (1, 1, false);
        void EndRow()
        {
            cells.Add(Bare(cell.ToString()));
            cell.Clear();
            if (cells.Count > 1 || cells[0].Length > 0) rows.Add(new CsvRow(began, [.. cells]));
            cells.Clear();
        }
        for (var at = from; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\n') line++;
            if (quoted)
            {
                if (c != '"') cell.Append(c);
                else if (at + 1 < text.Length && text[at + 1] == '"') cell.Append(text[++at]);
                else quoted = false;
            }
            else if (c == '"' && cell.Length == 0) quoted = true;
            else if (c == between)
            {
                cells.Add(Bare(cell.ToString()));
                cell.Clear();
            }
            else if (c == '\n')
            {
                EndRow();
                if (rows.Count > RowsAtMost) return (null, new Refusal(TooMany));
                began = line;
            }
            else if (c != '\r' || at + 1 >= text.Length || text[at + 1] != '\n') cell.Append(c);
        }
        if (quoted) return (null, new Refusal(NotClosed, began.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        EndRow();
        return (rows, null);
    }

    private static string Cell(string value)
    {
        var guarded = value.Length > 0 && (Formulas.Contains(value[0]) || Guarded(value)) ? $"'{value}" : value;
        return guarded.AsSpan().IndexOfAny(",;\"\r\n") < 0 ? guarded : $"\"{guarded.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Bare(string cell) => Guarded(cell) ? cell[1..] : cell;

    /// <summary>Apostrophes, and behind them the beginning of a formula.</summary>
    private static bool Guarded(string cell)
    {
        var bare = cell.AsSpan().TrimStart('\'');
        return bare.Length < cell.Length && bare.Length > 0 && Formulas.Contains(bare[0]);
    }
}

using System.Globalization;
using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Domain.Routing.Exchange;

namespace Lotse.Routing.Exchange;

/// <summary>Reads the cells of one row, and collects what is wrong with them.</summary>
internal class ReadCells(RoutingNames names, SheetHead head, CsvRow row)
{
    public const string NotAnId = "cell-not-an-id", TooManyCells = "row-too-long";

    private const int LongestSaid = 80;

    private readonly List<CellTrouble> _troubles = row.Cells.Count > head.Width && row.Cells.Skip(head.Width).Any(cell => cell.Trim().Length > 0) ? [new CellTrouble("", new Refusal(TooManyCells))] : [];

    public IReadOnlyList<CellTrouble> Troubles => _troubles;

    protected RoutingNames Names => names;

    protected int Line => row.Line;

    /// <summary>Null where the table has no such column.</summary>
    protected string? Said(string column) => head.Of(row, column);

    protected void Trouble(string column, string code, string about) => _troubles.Add(new CellTrouble(column, new Refusal(code, about.Length > LongestSaid ? about[..LongestSaid] : about)));

    protected long? Number(string column)
    {
        if (Said(column) is not { Length: > 0 } said) return null;
        if (long.TryParse(said.AsSpan().TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) return number;
        Trouble(column, NotAnId, said);
        return null;
    }

    protected long? Find(string column, Thing thing, string name)
    {
        var (found, code) = names.Find(thing, name);
        if (code is not null) Trouble(column, code, name);
        return code is null ? found : null;
    }

    protected long? One(string column, Thing thing, long? before) => Said(column) is not { } name ? before : name.Length == 0 ? null : Find(column, thing, name);
}

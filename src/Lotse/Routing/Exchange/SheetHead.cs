using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Domain.Routing.Exchange;
using Lotse.Ui.Language;

namespace Lotse.Routing.Exchange;

/// <summary>Which column stands where: called as programs call them, or in either language of the desk.</summary>
public sealed class SheetHead
{
    public const string Unknown = "csv-column-unknown", Twice = "csv-column-twice", Nothing = "csv-nothing";

    private readonly Dictionary<string, int> _places;

    private SheetHead(Dictionary<string, int> places, int width) => (_places, Width) = (places, width);

    public int Width { get; }

    public bool Has(string column) => _places.ContainsKey(column);

    /// <summary>Null where the table has no such column: then nothing is said.</summary>
    public string? Of(CsvRow row, string column) => _places.TryGetValue(column, out var at) ? at < row.Cells.Count ? row.Cells[at].Trim() : "" : null;

    /// <summary>As people read it.</summary>
    public static string Said(Texts t, string column) => column switch
    {
        Columns.Organisation => t["contact.organisation"],
        Columns.Product => t["category.product"],
        Columns.Topic => t["category.topic"],
        Columns.Mailbox => t["responsible.channel"],
        Columns.Language => t["responsible.language"],
        Columns.Level => t["ticket.level"],
        Columns.Holders => t["responsible.holders"],
        Columns.Deputies => t["responsible.deputies"],
        Columns.AgreementWith => t["responsible.agreementWith"],
        Columns.SupportGroup => t["category.supportGroup"],
        Columns.From => t["responsible.validFrom"],
        Columns.Until => t["responsible.validUntil"],
        Columns.Note => t["responsible.note"],
        Columns.Kind => t["category.kind"],
        Columns.Name => t["category.name"],
        Columns.Words => t["category.words"],
        Columns.Retired => t["sheet.retired"],
        Columns.Version => t["sheet.version"],
        Columns.Id => t["sheet.id"],
        _ => column,
    };

    public static (SheetHead? Head, Refusal? Refusal) Read(IReadOnlyList<CsvRow> rows, IReadOnlyList<string> columns)
    {
        if (rows.Count == 0) return (null, new Refusal(Nothing));
        var called = columns.SelectMany(column => new[] { column, Said(Texts.German, column), Said(Texts.English, column) }.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => (Name: name, Column: column)))
            .ToLookup(one => one.Name, one => one.Column, StringComparer.OrdinalIgnoreCase);
        var (places, cells) = (new Dictionary<string, int>(StringComparer.Ordinal), rows[0].Cells);
        for (var at = 0; at < cells.Count; at++)
        {
            var name = cells[at].Trim();
            if (name.Length == 0) continue;
            if (called[name].FirstOrDefault() is not { } column) return (null, new Refusal(Unknown, name.Length > 80 ? name[..80] : name));
            if (!places.TryAdd(column, at)) return (null, new Refusal(Twice, name));
        }
        return places.Count == 0 ? (null, new Refusal(Nothing)) : (new SheetHead(places, cells.Count), null);
    }
}

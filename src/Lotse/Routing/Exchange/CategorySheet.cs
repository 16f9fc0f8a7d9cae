using System.Globalization;
using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Tickets.Responsible;
using Lotse.Ui.Language;

namespace Lotse.Routing.Exchange;

/// <summary>Products, topics and support groups as rows of a table, and back.</summary>
internal static class CategorySheet
{
    private static readonly string[] s_yes = ["yes", "ja", "true", "1", "x"], s_no = ["", "no", "nein", "false", "0"];

    /// <param name="t">Null for the names that programs know.</param>
    public static string Write(IEnumerable<Category> all, RoutingNames names, Texts? t, char between) => CsvText.Write(((IEnumerable<IReadOnlyList<string>>)[[.. Columns.OfCategories.Select(column => t is null ? column : SheetHead.Said(t, column))]])
        .Concat(all.Select(one => (IReadOnlyList<string>)[.. Columns.OfCategories.Select(column => Cell(column, one, names, t))])), between);

    public static (IReadOnlyList<WantedCategory>? Rows, Refusal? Refusal) Read(IReadOnlyList<CsvRow> rows, RoutingNames names, IReadOnlyDictionary<long, Category> kept)
    {
        var (head, refusal) = SheetHead.Read(rows, Columns.OfCategories);
        return head is null ? (null, refusal) : ([.. rows.Skip(1).Where(row => row.Cells.Any(cell => !string.IsNullOrWhiteSpace(cell))).Select(row => new ReadCategory(names, head, row).Of(kept))], null);
    }

    public static string Cell(string column, Category one, RoutingNames names, Texts? t) => column switch
    {
        Columns.Id => $"#{one.Id.ToString(CultureInfo.InvariantCulture)}",
        Columns.Kind => t is null ? Code(one.Kind) : RoutedSentence.Kind(t, one.Kind),
        Columns.Name => one.Name,
        Columns.Words => one.Words,
        Columns.Mailbox => one.MailboxId is { } mailbox ? names.Of(Thing.Mailbox, mailbox) : "",
        _ => one.Retired ? t?["sheet.yes"] ?? "yes" : "",
    };

    private static string Code(CategoryKind kind) => kind switch { CategoryKind.Product => "product", CategoryKind.Topic => "topic", _ => "supportGroup" };

    /// <summary>Reads one row.</summary>
    private sealed class ReadCategory(RoutingNames names, SheetHead head, CsvRow row) : ReadCells(names, head, row)
    {
        public WantedCategory Of(IReadOnlyDictionary<long, Category> kept)
        {
            var id = Number(Columns.Id) ?? 0;
            var before = kept.GetValueOrDefault(id);
            return new WantedCategory(Line, id, Kind(before?.Kind), Said(Columns.Name) ?? before?.Name ?? "", Said(Columns.Words)?.ReplaceLineEndings("\n").Trim() ?? before?.Words ?? "",
                One(Columns.Mailbox, Thing.Mailbox, before?.MailboxId), Retired(before?.Retired ?? false), Troubles);
        }

        private CategoryKind? Kind(CategoryKind? before)
        {
            if (Said(Columns.Kind) is not { Length: > 0 } said) return before;
            foreach (var kind in Enum.GetValues<CategoryKind>())
            {
                if (((string[])[Code(kind), RoutedSentence.Kind(Texts.German, kind), RoutedSentence.Kind(Texts.English, kind)]).Contains(said, StringComparer.OrdinalIgnoreCase)) return kind;
            }
            Trouble(Columns.Kind, SheetWords.NotAKind, said);
            return null;
        }

        private bool Retired(bool before)
        {
            if (Said(Columns.Retired) is not { } said) return before;
            if (s_no.Contains(said, StringComparer.OrdinalIgnoreCase)) return false;
            if (!s_yes.Contains(said, StringComparer.OrdinalIgnoreCase)) Trouble(Columns.Retired, SheetWords.NotYesNorNo, said);
            return true;
        }
    }
}

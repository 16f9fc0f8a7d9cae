using System.Globalization;
using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Ui.Language;

namespace Lotse.Routing.Exchange;

/// <summary>Responsibilities as rows of a table, by names, and back.</summary>
/// <param name="zone">In which its times are written and read.</param>
public sealed class ResponsibilitySheet(RoutingNames names, TimeZoneInfo zone)
{
    public const int RowsAtMost = 10_000;

    internal const string OfTeam = "team:";

    /// <param name="t">Null for the names of columns that programs know.</param>
    public string Write(IEnumerable<KeptRow> rows, Texts? t, char between) => CsvText.Write(((IEnumerable<IReadOnlyList<string>>)[[.. Columns.OfResponsibilities.Select(column => t is null ? column : SheetHead.Said(t, column))]])
        .Concat(rows.Select(row => (IReadOnlyList<string>)[.. Columns.OfResponsibilities.Select(column => Cell(column, row))])), between);

    /// <summary>Organisations that a table names: they are looked up before it is read.</summary>
    public static IReadOnlyCollection<string> Organisations(IReadOnlyList<CsvRow> rows) =>
        SheetHead.Read(rows, Columns.OfResponsibilities).Head is { } head && head.Has(Columns.Organisation) ? [.. rows.Skip(1).Select(row => head.Of(row, Columns.Organisation)!).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)] : [];

    /// <summary>What a table does not say of a row stays as it is.</summary>
    public (IReadOnlyList<WantedRow>? Rows, Refusal? Refusal) Read(IReadOnlyList<CsvRow> rows, long communityId, IReadOnlyDictionary<long, KeptRow> kept)
    {
        var (head, refusal) = SheetHead.Read(rows, Columns.OfResponsibilities);
        return head is null ? (null, refusal) : ([.. rows.Skip(1).Where(row => row.Cells.Any(cell => !string.IsNullOrWhiteSpace(cell))).Select(row => new ReadResponsibility(names, zone, head, row).Of(communityId, kept))], null);
    }

    public string Cell(string column, KeptRow row) => column switch
    {
        Columns.Id => $"#{Text(row.Rule.Id)}", // With a mark in front, so that no spreadsheet takes it for a number and rounds it.
        Columns.Version => Text(row.Version),
        _ => Cell(column, row.Rule, row.Note, names.Of),
    };

    /// <summary>For people: names instead of addresses.</summary>
    public string Said(string column, Responsibility rule, string note) => Cell(column, rule, note, (thing, id) => names.Said(thing, id));

    private string Cell(string column, Responsibility rule, string note, Func<Thing, long, string> name)
    {
        return column switch
        {
            Columns.Organisation => One(Thing.Organisation, rule.Scope.OrganisationId),
            Columns.Product => One(Thing.Product, rule.Scope.ProductId),
            Columns.Topic => One(Thing.Topic, rule.Scope.TopicId),
            Columns.Mailbox => One(Thing.Mailbox, rule.Scope.MailboxId),
            Columns.Language => rule.Scope.Language ?? "",
            Columns.Level => rule.Scope.Level is { } level ? Text((int)level) : "",
            Columns.Holders => List([.. rule.Holders.Select(one => one.TeamId is { } team ? OfTeam + name(Thing.Team, team) : name(Thing.Person, one.AgentId ?? 0))]),
            Columns.Deputies => List([.. rule.Deputies.Select(one => name(Thing.Person, one))]),
            Columns.AgreementWith => One(Thing.Person, rule.AgreementWithId),
            Columns.SupportGroup => One(Thing.SupportGroup, rule.SupportGroupId),
            Columns.From => rule.From is { } from ? CellTimes.Write(from, until: false, zone) : "",
            Columns.Until => rule.Until is { } until ? CellTimes.Write(until, until: true, zone) : "",
            _ => note,
        };

        string One(Thing thing, long? id) => id is { } known ? name(thing, known) : "";

        static string List(IReadOnlyList<string> all) => string.Join(all.Any(one => one.AsSpan().IndexOfAny(",;") >= 0) ? " | " : ", ", all);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

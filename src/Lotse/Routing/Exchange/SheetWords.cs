using System.Globalization;
using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Tickets.Responsible;
using Lotse.Ui.Language;

namespace Lotse.Routing.Exchange;

/// <summary>What is said about a table that comes in.</summary>
internal static class SheetWords
{
    public const string NotAKind = "cell-not-a-kind", NotYesNorNo = "cell-not-yes-nor-no";

    /// <summary>Why a table cannot be read at all.</summary>
    public static string Say(Texts t, Refusal refusal) => refusal.Code switch
    {
        CsvText.NotClosed => t["sheet.refused.quote", ("line", refusal.About)],
        CsvText.TooMany => t["sheet.refused.tooMany"],
        ExchangeResponsibilities.TooLarge => t["sheet.refused.tooLarge"],
        SheetHead.Unknown => t["sheet.refused.column", ("name", refusal.About)],
        SheetHead.Twice => t["sheet.refused.columnTwice", ("name", refusal.About)],
        SheetHead.Nothing => t["sheet.refused.nothing"],
        _ => RoutingWords.Say(t, refusal).Text,
    };

    /// <summary>What is wrong with a cell, or with a row where no column is named.</summary>
    public static string Say(Texts t, CellTrouble trouble)
    {
        var words = Cell(t, trouble.Refusal);
        return trouble.Column.Length == 0 ? words : $"{SheetHead.Said(t, trouble.Column)}: {words}";
    }

    /// <summary>What a row holds for, by the names of its community alone.</summary>
    public static string About(Texts t, Scope scope, RoutingNames names)
    {
        string?[] said =
        [
            Said(Thing.Organisation, scope.OrganisationId), Said(Thing.Product, scope.ProductId), Said(Thing.Topic, scope.TopicId), Said(Thing.Mailbox, scope.MailboxId),
            scope.Language is { } language ? $"language:{language}" : null, scope.Level is { } level ? $"level:{((int)level).ToString(CultureInfo.InvariantCulture)}" : null,
        ];
        return RoutedSentence.About(t, string.Join(RoutedEvents.Between, said.OfType<string>()));

        string? Said(Thing thing, long? id) => id is { } known ? names.Said(thing, known) : null;
    }

    public static string Gap(Texts t, Gap gap, RoutingNames names) => string.Join(", ", new[]
    {
        gap.ProductId is { } product ? names.Said(Thing.Product, product) : t["responsible.noProduct"], gap.Language switch { null => null, "de" => t["language.de"], _ => t["language.en"] },
    }.OfType<string>());

    private static string Cell(Texts t, Refusal refusal) => refusal.Code switch
    {
        RoutingNames.NotThere => t["sheet.cell.notThere", ("name", refusal.About)],
        RoutingNames.Ambiguous => t["sheet.cell.ambiguous", ("name", refusal.About)],
        ReadResponsibility.NotATime => t["sheet.cell.time", ("name", refusal.About)],
        ReadResponsibility.NotALanguage => t["sheet.cell.language", ("name", refusal.About)],
        ReadResponsibility.NotALevel => t["sheet.cell.level", ("name", refusal.About)],
        NotAKind => t["sheet.cell.kind", ("name", refusal.About)],
        NotYesNorNo => t["sheet.cell.yesNo", ("name", refusal.About)],
        PlanCategories.KindMissing => t["sheet.kind.missing"],
        PlanCategories.KindStays => t["sheet.kind.stays"],
        ReadCells.NotAnId => t["sheet.cell.id", ("name", refusal.About)],
        ReadCells.TooManyCells => t["sheet.row.tooLong"],
        PlanRows.NotThere => t["sheet.row.notThere"],
        PlanRows.Twice => t["sheet.row.twice"],
        PlanRows.Changed => t["sheet.row.changed"],
        PlanRows.NotKnown => t["sheet.cell.stranger"],
        _ => RoutingWords.Say(t, refusal).Text,
    };
}

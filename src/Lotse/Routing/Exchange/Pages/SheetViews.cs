using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Tickets.Responsible;
using Lotse.Ui;
using Lotse.Ui.Language;

namespace Lotse.Routing.Exchange.Pages;

/// <summary>What would become of each row, for people to read.</summary>
public sealed class SheetViews(Viewing viewing)
{
    /// <summary>Lines shown; what stands in the way comes first.</summary>
    public const int LinesAtMost = 500;

    private const int OddAtMost = 40;

    private static readonly string[] s_houseLanguages = ["de", "en"];

    public OutcomeView Of(RowsOutcome outcome, bool moved = false)
    {
        var (t, sheet) = (viewing.T, new ResponsibilitySheet(outcome.Names, viewing.Zone));
        var lines = outcome.Lines.OrderBy(line => line.Step).ThenBy(line => line.Line).Take(LinesAtMost).Select(line => new OutcomeLine(line.Line, line.Step, SheetWords.About(t, line.After.Scope, outcome.Names), Changes(t, line, sheet), [.. line.Troubles.Select(one => SheetWords.Say(t, one))]));
        var holding = outcome.After.Where(row => row.HoldsAt(viewing.Now)).ToList();
        var gaps = CheckResponsibilities.Gaps(holding, outcome.Names.Products, s_houseLanguages, viewing.Now).Select(gap => SheetWords.Gap(t, gap, outcome.Names));
        return new OutcomeView(outcome.Lines.CountBy(line => line.Step).ToDictionary(), [.. lines], Math.Max(0, outcome.Lines.Count - LinesAtMost), Some(gaps), Some(Overlaps(t, outcome, holding)), outcome.Seen, moved);
    }

    public OutcomeView Of(CategoriesOutcome outcome, bool moved = false)
    {
        var (t, names) = (viewing.T, outcome.Names);
        var lines = outcome.Lines.OrderBy(line => line.Step).ThenBy(line => line.Line).Take(LinesAtMost).Select(line => new OutcomeLine(line.Line, line.Step, line.After is { Kind: { } kind, Name.Length: > 0 } ? $"{RoutedSentence.Kind(t, kind)}: {line.After.Name}" : line.After.Name, Changes(line), [.. line.Troubles.Select(one => SheetWords.Say(t, one))]));
        return new OutcomeView(outcome.Lines.CountBy(line => line.Step).ToDictionary(), [.. lines], Math.Max(0, outcome.Lines.Count - LinesAtMost), [], [], outcome.Seen, moved);

        IReadOnlyList<string> Changes(PlannedCategory line)
        {
            if (line.Step is not (LineStep.Added or LineStep.Changed or LineStep.Ended)) return [];
            var after = new Category { Kind = line.After.Kind!.Value, Name = line.After.Name, Words = line.After.Words, MailboxId = line.After.MailboxId, Retired = line.After.Retired };
            var about = Columns.OfCategories.Where(column => column is not (Columns.Id or Columns.Kind)).Select(column => (Said: SheetHead.Said(t, column), Before: line.Before is { } before ? Cell(column, before) : "", After: Cell(column, after)));
            return line.Before is null ? [.. about.Skip(1).Where(one => one.After.Length > 0).Select(one => $"{one.Said}: {one.After}")] : [.. about.Where(one => one.Before != one.After).Select(one => $"{one.Said}: {Or(one.Before)} → {Or(one.After)}")];
        }

        string Cell(string column, Category one) => column == Columns.Words ? string.Join(", ", Classify.Phrases(one.Words)) : CategorySheet.Cell(column, one, names, t);
    }

    private static IEnumerable<string> Overlaps(Texts t, RowsOutcome outcome, List<Responsibility> holding)
    {
        var rows = holding.ToDictionary(row => row.Id, row => row.Scope);
        return CheckResponsibilities.Overlaps(holding).Select(overlap => (Wins: overlap.WinsId, Other: overlap.WinsId == overlap.RowId ? overlap.OtherId : overlap.RowId))
            .Select(one => t["sheet.crosses", ("other", SheetWords.About(t, rows[one.Other], outcome.Names)), ("wins", SheetWords.About(t, rows[one.Wins], outcome.Names))]);
    }

    private List<string> Changes(Texts t, PlannedRow line, ResponsibilitySheet sheet)
    {
        var about = Columns.OfResponsibilities.Where(column => column is not (Columns.Id or Columns.Version));
        return line.Step switch
        {
            LineStep.Added => [.. about.SkipWhile(column => column != Columns.Holders).Select(column => (column, Said: Said(column, line.After, line.Note))).Where(one => one.Said.Length > 0).Select(one => $"{SheetHead.Said(t, one.column)}: {one.Said}")],
            LineStep.Changed or LineStep.Ended when line.Line > 0 => [.. about.Where(column => Cell(column, line.Before!) != Cell(column, new KeptRow(line.After, line.Note, 0)))
                .Select(column => $"{SheetHead.Said(t, column)}: {Or(Said(column, line.Before!.Rule, line.Before.Note))} → {Or(Said(column, line.After, line.Note))}")],
            LineStep.Ended => [t["sheet.notInTable"]],
            _ => [],
        };

        string Cell(string column, KeptRow row) => sheet.Cell(column, row);
        string Said(string column, Responsibility rule, string note) => (column, rule) switch
        {
            (Columns.From, { From: { } from }) => viewing.Moments.Day(from),
            (Columns.Until, { Until: { } until }) => viewing.Moments.LastDay(until),
            _ => sheet.Said(column, rule, note),
        };
    }

    private static string Or(string said) => said.Length == 0 ? "–" : said;

    /// <summary>The first of them; that there are more is said with a mark.</summary>
    private static List<string> Some(IEnumerable<string> all)
    {
        var some = all.Take(OddAtMost + 1).ToList();
        if (some.Count > OddAtMost) some[OddAtMost] = "…";
        return some;
    }
}

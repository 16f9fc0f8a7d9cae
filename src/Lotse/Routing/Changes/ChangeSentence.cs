using System.Text.Json;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Learning;
using Lotse.Domain.Routing.Exchange;
using Lotse.Domain.Rules;
using Lotse.Domain.ServiceTimes;
using Lotse.Routing.Exchange;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Responsible;
using Lotse.Ui.Language;

namespace Lotse.Routing.Changes;

/// <summary>A change of a setting in one sentence, with what was before and what is now where the facts tell.</summary>
internal sealed class ChangeSentence(Texts t, Moments moments, NamesNow names, IReadOnlyDictionary<long, ResponsibilityRow> rows)
{
    private const string Nothing = "–";

    public (string Sentence, IReadOnlyList<string> Differences) Of(SettingChange change) => change.Fact switch
    {
        ResponsibilitySaved saved => Saved(Row(saved), change.Before),
        ResponsibilityRevoked revoked => (t["changes.revoked", ("about", rows.TryGetValue(revoked.ResponsibilityId, out var row) ? About(row) : "?"), ("time", moments.Day(revoked.Until))], []),
        CategorySaved category => Saved(category, change.Before as CategorySaved),
        GroupRuleChanged rule => (rule.Needed ? t["changes.groupRule.on"] : t["changes.groupRule.off"], []),
        AbsenceSaved absence => Saved(absence, change.Before as AbsenceSaved),
        AbsenceRemoved removed => (t["changes.absence.removed", ("name", Agent(removed.AgentId))], change.Before is AbsenceSaved before ? [Time(before)] : []),
        StandInsSaved standIns => Saved(standIns, change.Before as StandInsSaved),
        DistributionChanged team => Saved(team, change.Before as DistributionChanged),
        LearnedForgotten => (t["changes.forgotten"], []),
        ServicePlanChanged => (t["changes.servicePlan"], []),
        RuleChanged rule => (Changed(rule), []),
        _ => (t["changes.other"], []),
    };

    private string Changed(RuleChanged rule) => rule.What switch
    {
        "made" => t["changes.rule.made", ("name", rule.Name)],
        "removed" => t["changes.rule.removed", ("name", rule.Name)],
        "paused" => t["changes.rule.paused", ("name", rule.Name)],
        "resumed" => t["changes.rule.resumed", ("name", rule.Name)],
        "moved" => t["changes.rule.moved", ("name", rule.Name)],
        _ => t["changes.rule.changed", ("name", rule.Name)],
    };

    private (string, IReadOnlyList<string>) Saved(ResponsibilityRow row, Fact? earlier)
    {
        var isNew = row.Version <= 1;
        var before = earlier is ResponsibilitySaved saved ? Row(saved) : null;
        var differences = (IReadOnlyList<string>)[.. Cells(row).Zip(before is null ? Cells(new ResponsibilityRow()) : Cells(before), (after, was) => Difference(after.Column, was.Said, after.Said, before is not null)).OfType<string>()];
        return (isNew ? t["changes.row.made", ("about", About(row))] : t["changes.row.changed", ("about", About(row))], differences);
    }

    private (string, IReadOnlyList<string>) Saved(CategorySaved category, CategorySaved? before)
    {
        IEnumerable<(string Column, string Was, string Is)> cells =
        [
            (Columns.Name, before?.Name ?? category.Name, category.Name), (Columns.Words, Words(before?.Words ?? ""), Words(category.Words)), (Columns.Mailbox, Mailbox(before?.MailboxId), Mailbox(category.MailboxId)),
            (Columns.Retired, before?.Retired == true ? t["sheet.yes"] : "", category.Retired ? t["sheet.yes"] : ""),
        ];
        return (t["changes.category", ("kind", RoutedSentence.Kind(t, category.Kind)), ("name", category.Name)], [.. cells.Select(cell => Difference(cell.Column, cell.Was, cell.Is, before is not null)).OfType<string>()]);
    }

    private (string, IReadOnlyList<string>) Saved(AbsenceSaved absence, AbsenceSaved? before) => before is null
        ? (t["changes.absence.made", ("name", Agent(absence.AgentId)), ("kind", RoutingWords.Kind(t, absence.Kind))], [Time(absence)])
        : (t["changes.absence.changed", ("name", Agent(absence.AgentId)), ("kind", RoutingWords.Kind(t, absence.Kind))], Time(before) == Time(absence) ? [Time(absence)] : [$"{Time(before)} → {Time(absence)}"]);

    private (string, IReadOnlyList<string>) Saved(StandInsSaved standIns, StandInsSaved? before)
    {
        var weekly = before is not null && RoutingTexts.Weekly(before.Weekly) != RoutingTexts.Weekly(standIns.Weekly) ? t["changes.weekly"] : null;
        return (t["changes.standIns", ("name", Agent(standIns.AgentId))], [.. new[] { Difference(Columns.Deputies, People(before?.Deputies ?? []), People(standIns.Deputies), before is not null), weekly }.OfType<string>()]);
    }

    private (string, IReadOnlyList<string>) Saved(DistributionChanged team, DistributionChanged? before) =>
        (t["changes.distribution", ("team", names.Teams.GetValueOrDefault(team.TeamId, "?"))], [before is null ? Deals(team) : $"{Deals(before)} → {Deals(team)}"]);

    private string Deals(DistributionChanged team)
    {
        string?[] said =
        [
            team.Kind switch { DistributionKind.RoundRobin => t["dealing.roundRobin"], DistributionKind.LeastLoaded => t["dealing.leastLoaded"], _ => t["dealing.pull"] },
            team.Capacity is { } most ? $"{t["dealing.capacity"]}: {Number(most)}" : null, team.IdleMinutes is { } idle ? $"{t["dealing.idle"]}: {Number(idle)}" : null,
        ];
        return string.Join(", ", said.OfType<string>());
    }

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private IEnumerable<(string Column, string Said)> Cells(ResponsibilityRow row)
    {
        yield return (Columns.Holders, string.Join(", ", RoutingTexts.Holders(row.Holders).Select(one => one.TeamId is { } team ? t["responsible.teamNamed", ("team", names.Teams.GetValueOrDefault(team, "?"))] : Agent(one.AgentId ?? 0))));
        yield return (Columns.Deputies, People(RoutingTexts.Ids(row.Deputies)));
        yield return (Columns.AgreementWith, row.AgreementWithId is { } with ? Agent(with) : "");
        yield return (Columns.SupportGroup, names.Category(row.SupportGroupId) ?? "");
        yield return (Columns.From, row.From is { } from ? moments.Day(from) : "");
        yield return (Columns.Until, row.Until is { } until ? moments.LastDay(until) : "");
        yield return (Columns.Note, row.Note);
    }

    private string? Difference(string column, string was, string now, bool known) =>
        string.Equals(was, now, StringComparison.Ordinal) ? null : known ? $"{SheetHead.Said(t, column)}: {Or(was)} → {Or(now)}" : $"{SheetHead.Said(t, column)}: {Or(now)}";

    private string About(ResponsibilityRow row)
    {
        var about = RoutedSentence.About(t, RoutedEvents.About(row.AsRule().Scope, names));
        return row.OrganisationId is null ? about : $"{t["contact.organisation"]}, {about}";
    }

    private string Time(AbsenceSaved absence) => absence.Until is { } until ? t["responsible.fromUntil", ("from", moments.Day(absence.From)), ("until", moments.LastDay(until))] : $"{t["responsible.from", ("from", moments.Day(absence.From))]}, {t["absence.open"]}";

    private string Agent(long id) => names.Agent(id) ?? "?";

    private string People(IReadOnlyList<long> ids) => string.Join(", ", ids.Select(Agent));

    private string Mailbox(long? id) => id is { } known ? names.Mailboxes.GetValueOrDefault(known, "?") : "";

    private static ResponsibilityRow Row(ResponsibilitySaved saved) => JsonSerializer.Deserialize<ResponsibilityRow>(saved.Row)!;

    private static string Words(string words) => string.Join(", ", Classify.Phrases(words));

    private static string Or(string said) => said.Length == 0 ? Nothing : said;
}

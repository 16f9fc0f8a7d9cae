namespace Lotse.Domain.Routing.Exchange;

/// <summary>A product, a topic or a support group as somebody wants it.</summary>
/// <param name="Id">0 for a new one.</param>
/// <param name="Kind">Null where none is named.</param>
public sealed record WantedCategory(int Line, long Id, CategoryKind? Kind, string Name, string Words, long? MailboxId, bool Retired, IReadOnlyList<CellTrouble> Troubles);

/// <param name="Before">Null for a new one.</param>
public sealed record PlannedCategory(int Line, LineStep Step, Category? Before, WantedCategory After, IReadOnlyList<CellTrouble> Troubles);

/// <summary>Says what would become of each category, before anything is kept: all of it may be, or nothing.</summary>
public static class PlanCategories
{
    public const string NameMissing = "category-name-missing", TooLong = "category-too-long", Exists = "category-exists", LastGroup = "last-support-group", NoSuchMailbox = "no-such-mailbox",
        KindMissing = "category-kind-missing", KindStays = "category-kind-stays";

    /// <param name="mailboxes">Of the community.</param>
    /// <param name="needsGroup">Its tickets need a support group before they are done: one has to stay.</param>
    public static IReadOnlyList<PlannedCategory> Of(IReadOnlyCollection<Category> kept, IReadOnlyList<WantedCategory> wanted, IReadOnlySet<long> mailboxes, bool needsGroup)
    {
        var there = kept.ToDictionary(one => one.Id);
        var seen = new HashSet<long>();
        var lines = wanted.Select(one => Plan(one, there.GetValueOrDefault(one.Id), !seen.Add(one.Id) && one.Id != 0, mailboxes)).ToList();
        var untouched = kept.Where(one => !seen.Contains(one.Id)).ToList();
        RefuseSameNames(lines, untouched);
        if (needsGroup && kept.Any(one => one is { Kind: CategoryKind.SupportGroup, Retired: false }) && !untouched.Exists(one => one is { Kind: CategoryKind.SupportGroup, Retired: false })
            && !lines.Exists(line => line.Step != LineStep.Refused && line.After is { Kind: CategoryKind.SupportGroup, Retired: false }))
        {
            Refuse(lines, line => line.Step == LineStep.Ended && line.After.Kind == CategoryKind.SupportGroup, new CellTrouble(Columns.Retired, new Refusal(LastGroup)));
        }
        return lines;
    }

    private static PlannedCategory Plan(WantedCategory wanted, Category? before, bool twice, IReadOnlySet<long> mailboxes)
    {
        var kind = wanted.Kind ?? before?.Kind;
        var after = wanted with { Kind = kind, MailboxId = kind == CategoryKind.SupportGroup ? null : wanted.MailboxId };
        List<CellTrouble> troubles = [.. wanted.Troubles];
        if (wanted.Id != 0 && before is null) Trouble(Columns.Id, PlanRows.NotThere);
        if (twice) Trouble(Columns.Id, PlanRows.Twice);
        if (kind is null && troubles.TrueForAll(one => one.Column != Columns.Kind)) Trouble(Columns.Kind, KindMissing);
        if (before is not null && kind != before.Kind) Trouble(Columns.Kind, KindStays);
        if (after.Name.Length == 0) Trouble(Columns.Name, NameMissing);
        if (after.Name.Length > Category.LongestName) Trouble(Columns.Name, TooLong);
        if (after.Words.Length > Category.LongestWords) Trouble(Columns.Words, TooLong);
        if (after.MailboxId is { } mailbox && mailbox != before?.MailboxId && !mailboxes.Contains(mailbox)) Trouble(Columns.Mailbox, NoSuchMailbox);
        var step = troubles.Count > 0 ? LineStep.Refused : before is null ? LineStep.Added : Same(before, after) ? LineStep.Unchanged : after.Retired && !before.Retired ? LineStep.Ended : LineStep.Changed;
        return new PlannedCategory(wanted.Line, step, before, after, troubles);

        void Trouble(string column, string code) => troubles.Add(new CellTrouble(column, new Refusal(code)));
    }

    private static void RefuseSameNames(List<PlannedCategory> lines, List<Category> untouched)
    {
        var names = lines.Where(line => line.Step != LineStep.Refused).Select(line => (line.After.Kind!.Value, line.After.Name)).Concat(untouched.Select(one => (one.Kind, one.Name)))
            .GroupBy(one => one).Where(group => group.Skip(1).Any()).Select(group => group.Key).ToHashSet();
        Refuse(lines, line => line.Step is not (LineStep.Refused or LineStep.Unchanged) && names.Contains((line.After.Kind!.Value, line.After.Name)), new CellTrouble(Columns.Name, new Refusal(Exists)));
    }

    private static void Refuse(List<PlannedCategory> lines, Func<PlannedCategory, bool> which, CellTrouble trouble)
    {
        for (var at = 0; at < lines.Count; at++) if (which(lines[at])) lines[at] = lines[at] with { Step = LineStep.Refused, Troubles = [trouble] };
    }

    private static bool Same(Category before, WantedCategory after) => before.Name == after.Name && before.Words == after.Words && before.MailboxId == after.MailboxId && before.Retired == after.Retired;
}

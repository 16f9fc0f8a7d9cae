namespace Lotse.Domain.Routing.Exchange;

/// <summary>What becomes of a line of a table.</summary>
public enum LineStep { Refused = 0, Ended = 1, Changed = 2, Added = 3, Unchanged = 4 }

/// <summary>What stands in the way, and in which column.</summary>
public sealed record CellTrouble(string Column, Refusal Refusal);

/// <summary>A row as it is kept.</summary>
public sealed record KeptRow(Responsibility Rule, string Note, long Version);

/// <summary>A row as somebody wants it.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Rule">Its id is 0 for a new one.</param>
/// <param name="Version">That was seen; null to change whatever is there.</param>
/// <param name="Troubles">Found while it was read.</param>
public sealed record WantedRow(int Line, Responsibility Rule, string Note, long? Version, IReadOnlyList<CellTrouble> Troubles);

/// <param name="Line">0 for a row that the table does not have.</param>
/// <param name="Before">Null for a new one.</param>
/// <param name="After">What it would be; as it is wanted where it is refused.</param>
public sealed record PlannedRow(int Line, LineStep Step, KeptRow? Before, Responsibility After, string Note, IReadOnlyList<CellTrouble> Troubles);

/// <summary>Ids of all that a row of the community may name.</summary>
public sealed record KnownHere(
    IReadOnlySet<long> Organisations, IReadOnlySet<long> Products, IReadOnlySet<long> Topics, IReadOnlySet<long> SupportGroups, IReadOnlySet<long> Mailboxes, IReadOnlySet<long> Teams, IReadOnlySet<long> People)
{
    /// <summary>The columns that name something which is not there, or not in this community.</summary>
    public IEnumerable<string> Strangers(Responsibility row)
    {
        var scope = row.Scope;
        if (scope.OrganisationId is { } organisation && !Organisations.Contains(organisation)) yield return Columns.Organisation;
        if (scope.ProductId is { } product && !Products.Contains(product)) yield return Columns.Product;
        if (scope.TopicId is { } topic && !Topics.Contains(topic)) yield return Columns.Topic;
        if (scope.MailboxId is { } mailbox && !Mailboxes.Contains(mailbox)) yield return Columns.Mailbox;
        if (scope.Language is { } language && (language.Length != 2 || !language.All(char.IsAsciiLetterLower))) yield return Columns.Language;
        if (scope.Level is { } level && !Enum.IsDefined(level)) yield return Columns.Level;
        if (row.Holders.Any(one => one.TeamId is { } team ? !Teams.Contains(team) : !People.Contains(one.AgentId ?? 0))) yield return Columns.Holders;
        if (row.Deputies.Any(one => !People.Contains(one))) yield return Columns.Deputies;
        if (row.AgreementWithId is { } with && !People.Contains(with)) yield return Columns.AgreementWith;
        if (row.SupportGroupId is { } group && !SupportGroups.Contains(group)) yield return Columns.SupportGroup;
    }
}

/// <summary>Says what would become of each row, before anything is kept: all of it may be, or nothing.</summary>
public static class PlanRows
{
    public const string NotThere = "row-not-there", Twice = "row-twice", Changed = "row-changed-meanwhile", NotKnown = "responsibility-not-known", NoteTooLong = "responsibility-note-too-long", Over = "responsibility-over";

    public const int LongestNote = 400;

    /// <param name="complete">What the table does not have ends now.</param>
    public static IReadOnlyList<PlannedRow> Of(IReadOnlyCollection<KeptRow> kept, IReadOnlyList<WantedRow> wanted, KnownHere known, bool complete, DateTimeOffset now)
    {
        var there = kept.ToDictionary(row => row.Rule.Id);
        var seen = new HashSet<long>();
        var lines = wanted.Select(row => Plan(row, there, !seen.Add(row.Rule.Id) && row.Rule.Id != 0, known, now)).ToList();
        if (complete) lines.AddRange(kept.Where(row => !seen.Contains(row.Rule.Id) && !IsOver(row.Rule, now)).Select(row => new PlannedRow(0, LineStep.Ended, row, Ended(row.Rule, now), row.Note, [])));
        RefuseSameCases(lines, [.. kept.Where(row => !seen.Contains(row.Rule.Id) && !complete).Select(row => row.Rule)], now);
        return lines;
    }

    /// <summary>The table as it would be.</summary>
    public static IReadOnlyList<Responsibility> After(IReadOnlyCollection<KeptRow> kept, IReadOnlyList<PlannedRow> lines)
    {
        var touched = lines.Where(line => line.Before is not null && line.Step != LineStep.Refused).Select(line => line.Before!.Rule.Id).ToHashSet();
        // New rows have no id yet: they get one that tells them from each other.
        return [.. kept.Where(row => !touched.Contains(row.Rule.Id)).Select(row => row.Rule), .. lines.Where(line => line.Step != LineStep.Refused).Select(line => line.After.Id == 0 ? line.After with { Id = -line.Line } : line.After)];
    }

    /// <summary>From now on it does not hold. One that never held ends in the moment in which it would have begun.</summary>
    public static Responsibility Ended(Responsibility rule, DateTimeOffset now) => rule with { From = rule.From >= now ? now : rule.From, Until = now };

    private static PlannedRow Plan(WantedRow row, Dictionary<long, KeptRow> there, bool twice, KnownHere known, DateTimeOffset now)
    {
        var before = there.GetValueOrDefault(row.Rule.Id);
        List<CellTrouble> troubles = [.. row.Troubles];
        if (row.Rule.Id != 0 && before is null) troubles.Add(new CellTrouble(Columns.Id, new Refusal(NotThere)));
        if (twice) troubles.Add(new CellTrouble(Columns.Id, new Refusal(Twice)));
        if (troubles.Count == 0 && before is not null && Same(before, row)) return Line(LineStep.Unchanged);
        if (before is not null && row.Version is { } version && version != before.Version) troubles.Add(new CellTrouble(Columns.Version, new Refusal(Changed)));
        if (before is null && IsOver(row.Rule, now)) troubles.Add(new CellTrouble(Columns.Until, new Refusal(Over)));
        if (row.Note.Length > LongestNote) troubles.Add(new CellTrouble(Columns.Note, new Refusal(NoteTooLong)));
        troubles.AddRange(known.Strangers(row.Rule).Where(column => row.Troubles.All(one => one.Column != column)).Select(column => new CellTrouble(column, new Refusal(NotKnown))));
        if (troubles.Count == 0 && CheckResponsibilities.Check(row.Rule, []) is { } refusal) troubles.Add(new CellTrouble(refusal.About ?? "", refusal));
        return Line(troubles.Count > 0 ? LineStep.Refused : before is null ? LineStep.Added : IsOver(row.Rule, now) && !IsOver(before.Rule, now) ? LineStep.Ended : LineStep.Changed);

        PlannedRow Line(LineStep step) => new(row.Line, step, before, row.Rule, row.Note, troubles);
    }

    /// <summary>Two rows for exactly the same cases and times would leave open who is meant. Those that are over do not stand in the way.</summary>
    private static void RefuseSameCases(List<PlannedRow> lines, IReadOnlyList<Responsibility> untouched, DateTimeOffset now)
    {
        var rows = lines.Select((line, at) => (Rule: line.After, At: at, line.Step)).Where(one => one.Step is not LineStep.Refused).Concat(untouched.Select(rule => (Rule: rule, At: -1, Step: LineStep.Unchanged)))
            .Where(one => !IsOver(one.Rule, now));
        var refused = new HashSet<int>();
        foreach (var same in rows.GroupBy(one => one.Rule.Scope).Where(group => group.Any(one => one.Step != LineStep.Unchanged) && group.Skip(1).Any()))
        {
            (Responsibility Rule, int At, LineStep Step)? last = null; // Of those that began before, the one that holds longest.
            foreach (var one in same.OrderBy(one => one.Rule.From ?? DateTimeOffset.MinValue))
            {
                if (last is { } earlier && earlier.Rule.MeetsInTime(one.Rule)) refused.UnionWith(new[] { earlier, one }.Where(row => row.Step != LineStep.Unchanged).Select(row => row.At));
                if (last is null || (one.Rule.Until ?? DateTimeOffset.MaxValue) > (last.Value.Rule.Until ?? DateTimeOffset.MaxValue)) last = one;
            }
        }
        foreach (var at in refused) lines[at] = lines[at] with { Step = LineStep.Refused, Troubles = [new CellTrouble("", new Refusal(CheckResponsibilities.SameCases))] };
    }

    private static bool IsOver(Responsibility rule, DateTimeOffset now) => rule.Until <= now;

    private static bool Same(KeptRow before, WantedRow row) => before.Rule.Scope == row.Rule.Scope && before.Rule.Holders.SequenceEqual(row.Rule.Holders) && before.Rule.Deputies.SequenceEqual(row.Rule.Deputies)
        && before.Rule.AgreementWithId == row.Rule.AgreementWithId && before.Rule.From == row.Rule.From && before.Rule.Until == row.Rule.Until && before.Rule.SupportGroupId == row.Rule.SupportGroupId
        && string.Equals(before.Note, row.Note, StringComparison.Ordinal);
}

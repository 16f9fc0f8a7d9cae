using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Domain.Tickets;
using Lotse.Routing.Exchange;
using Lotse.Tickets;

namespace Lotse.Routing.Bulk;

/// <summary>What is to be different in many rows; null for what stays as it is in each.</summary>
/// <param name="Until">Its value is null for until revoked.</param>
/// <param name="EndNow">They do not hold any more from now on; nothing else counts then.</param>
public sealed record RowEdit(IReadOnlyList<Holder>? Holders = null, IReadOnlyList<long>? Deputies = null, Maybe? Until = null, bool EndNow = false)
{
    public bool IsNothing => this is { Holders: null, Deputies: null, Until: null, EndNow: false };
}

/// <summary>A moment that is said, which may be none.</summary>
public sealed record Maybe(DateTimeOffset? At);

/// <summary>Changes the same in many rows of a community, in one save or not at all; tried first.</summary>
public sealed class EditRows(ChangeRows change, TimeProvider clock)
{
    public const string NoneChosen = "no-row-chosen", NothingToChange = "nothing-to-change", TooMany = "rows-too-many";

    public const int AtMost = 500;

    public async Task<Answer<RowsOutcome>> RunAsync(Acting by, long communityId, IReadOnlyCollection<long> rows, RowEdit edit, RowsWish wish, CancellationToken cancel)
    {
        var chosen = rows.Distinct().ToList();
        if (chosen.Count == 0) return new Refusal(NoneChosen);
        if (chosen.Count > AtMost) return new Refusal(TooMany);
        if (edit.IsNothing) return new Refusal(NothingToChange);
        var now = clock.GetUtcNow();
        return await change.RunAsync(by, communityId, [], (_, kept) => ([.. chosen.Select((id, at) => Wanted(at + 1, id, kept.GetValueOrDefault(id), communityId, edit, now))], null), wish, cancel);
    }

    private static WantedRow Wanted(int line, long id, KeptRow? row, long communityId, RowEdit edit, DateTimeOffset now)
    {
        if (row is null) return new WantedRow(line, new Responsibility(id, new Scope(communityId), [], [], null, null, null, null), "", null, []);
        var rule = edit.EndNow ? row.Rule.Until <= now ? row.Rule : PlanRows.Ended(row.Rule, now)
            : row.Rule with { Holders = edit.Holders ?? row.Rule.Holders, Deputies = edit.Deputies ?? row.Rule.Deputies, Until = edit.Until is { } until ? until.At : row.Rule.Until };
        return new WantedRow(line, rule, row.Note, null, []);
    }
}

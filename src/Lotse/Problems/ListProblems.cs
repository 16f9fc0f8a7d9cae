using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Domain.Problems;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Pages;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Problems;

public sealed record ProblemListPage(IReadOnlyList<Problem> Items, string? Next);

/// <summary>Problems, newest first, by keyset.</summary>
public sealed class ListProblems(DeskDatabase database, DeskNames names)
{
    public const int AtMost = 100;

    /// <param name="state">Null for all that are not solved.</param>
    public async Task<ProblemListPage> RunAsync(Acting by, long? community, ProblemState? state, string? after, int limit, CancellationToken cancel)
    {
        limit = Math.Clamp(limit, 1, AtMost);
        // Named one by one also for those who see all: the index begins with the community.
        var communities = (await names.NowAsync(cancel)).Communities.Keys.Where(id => by.Sees(id) && (community is null || id == community)).ToList();
        var problems = database.Problems.VisibleTo(by).Where(p => communities.Contains(p.CommunityId));
        // Each half has an index of its own, which is recognised by these very words.
        problems = state == ProblemState.Solved ? problems.Where(p => p.State == ProblemState.Solved) : problems.Where(p => p.State < ProblemState.Solved);
        if (state is { } one and not ProblemState.Solved) problems = problems.Where(p => p.State == one);
        if (long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var before)) problems = problems.Where(p => p.Id < before);
        var rows = await problems.OrderByDescending(p => p.Id).Take(limit + 1).ToListAsync(cancel);
        if (rows.Count <= limit) return new ProblemListPage(rows, null);
        rows.RemoveAt(limit);
        return new ProblemListPage(rows, rows[^1].Id.ToString(CultureInfo.InvariantCulture));
    }
}

using System.Collections.Concurrent;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Offering;
using Lotse.Domain.Problems;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Searching;

/// <summary>Products of a community as text blocks and known faults that are not solved name them; kept for a minute. They are told to nobody: a ticket is asked whether it speaks of one.</summary>
public sealed class ProductNames(TimeProvider clock)
{
    private const int AtMost = 500;

    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, (DateTimeOffset At, IReadOnlyList<string> Names)> _known = new();

    /// <returns>Those that the words speak of.</returns>
    public async Task<IReadOnlyCollection<string>> InAsync(DeskDatabase database, long communityId, string subject, string text, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (!_known.TryGetValue(communityId, out var known) || now - known.At > s_kept) _known[communityId] = known = (now, await ReadAsync(database, communityId, cancel));
        return known.Names.Count == 0 ? [] : new NamedProducts(subject, text, known.Names).All;
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(DeskDatabase database, long communityId, CancellationToken cancel) => await database.TextBlocks
        .Where(b => b.Product != null && b.State == TextBlockState.Published && (b.CommunityId == null || b.CommunityId == communityId)).Select(b => b.Product!)
        .Union(database.Problems.Where(p => p.CommunityId == communityId && p.State < ProblemState.Solved && p.Product != "").Select(p => p.Product)).Take(AtMost).ToListAsync(cancel);
}

using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Learning;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Table;

/// <summary>Forgets what corrections have taught of a category, or of spam. Tickets keep what they have.</summary>
public sealed class ForgetLearned(DeskDatabase database, Journal journal)
{
    /// <param name="categoryId">Null for spam.</param>
    /// <returns>How many corrections are forgotten.</returns>
    public Task<Answer<int>> RunAsync(Acting by, long communityId, long? categoryId, CancellationToken cancel) => journal.RetryAsync<Answer<int>>(async () =>
    {
        if (!by.Sees(communityId)) return Refusals.NotFound;
        var kind = categoryId is { } id ? await database.Categories.Where(c => c.Id == id && c.CommunityId == communityId && c.Kind != CategoryKind.SupportGroup).Select(c => (LearnedKind?)(int)c.Kind).SingleOrDefaultAsync(cancel) : LearnedKind.Spam;
        if (kind is not { } of) return Refusals.NotFound;
        if (by.Role < Role.Lead) return new Refusal(Refusals.LeadsOnly);
        var gone = await database.Corrections.AsTracking().Where(c => c.CommunityId == communityId && c.Kind == of && (categoryId == null || c.To == categoryId)).ToListAsync(cancel);
        if (gone.Count == 0) return 0;
        database.Corrections.RemoveRange(gone);
        journal.Record(new LearnedForgotten(of, categoryId), communityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return gone.Count;
    });
}

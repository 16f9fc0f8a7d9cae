using Lotse.Adapters.Database;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Board;

/// <summary>An agent has read what was published.</summary>
public sealed class ReadNews(DeskDatabase database, Journal journal, TimeProvider clock)
{
    /// <returns>False where there is nothing of this agent's by that id. Twice is as good as once.</returns>
    public async Task<bool> RunAsync(Acting by, long id, CancellationToken cancel)
    {
        if (await database.KnowledgeNews.AsTracking().SingleOrDefaultAsync(n => n.Id == id && n.AgentId == by.AgentId, cancel) is not { } news) return false;
        news.ReadAt ??= clock.GetUtcNow();
        await journal.SaveAsync(cancel);
        return true;
    }
}

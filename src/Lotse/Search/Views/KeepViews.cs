using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain;
using Lotse.Domain.Search;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Search.Views;

/// <summary>Keeps searches under a name: one's own, and as a lead those of a community. A view shows nothing that its search would not show to whoever looks.</summary>
public sealed class KeepViews(DeskDatabase database, WriteGate gate, Ids ids)
{
    public static readonly Refusal NotToShare = new("view-not-to-share", "community");

    /// <param name="communityId">Whose people are to have it too; null for oneself only.</param>
    /// <returns>The view's id.</returns>
    public async Task<Answer<long>> AddAsync(Acting by, string name, string query, long? communityId, CancellationToken cancel)
    {
        if (SavedSearch.Check(name, query, await database.SavedViews.CountAsync(v => v.AgentId == by.AgentId, cancel)) is { } refusal) return refusal;
        if (communityId is { } community && !MayShare(by, community)) return NotToShare;
        var last = await database.SavedViews.Where(v => v.AgentId == by.AgentId).MaxAsync(v => (int?)v.Position, cancel) ?? 0;
        var view = new SavedView { Id = ids.Next(), AgentId = by.AgentId, CommunityId = communityId, Name = name.Trim(), Query = query.Trim(), Position = last + 1 };
        database.SavedViews.Add(view);
        await SaveAsync(cancel);
        return view.Id;
    }

    public async Task<Answer<long>> ChangeAsync(Acting by, long id, string name, string query, CancellationToken cancel)
    {
        if (SavedSearch.Check(name, query, 0) is { } refusal) return refusal;
        if ((await MineAsync(by, cancel)).Find(v => v.Id == id) is not { } view) return Refusals.NotFound;
        (view.Name, view.Query) = (name.Trim(), query.Trim());
        await SaveAsync(cancel);
        return id;
    }

    /// <param name="by">Minus one brings it up, one brings it down.</param>
    public async Task<Answer<long>> MoveAsync(Acting acting, long id, int by, CancellationToken cancel)
    {
        var views = await MineAsync(acting, cancel);
        var at = views.FindIndex(v => v.Id == id);
        if (at < 0) return Refusals.NotFound;
        var view = views[at];
        views.RemoveAt(at);
        views.Insert(Math.Clamp(at + Math.Sign(by), 0, views.Count), view);
        for (var i = 0; i < views.Count; i++) views[i].Position = i + 1;
        await SaveAsync(cancel);
        return id;
    }

    public async Task<Answer<long>> RemoveAsync(Acting by, long id, CancellationToken cancel)
    {
        if ((await MineAsync(by, cancel)).Find(v => v.Id == id) is not { } view) return Refusals.NotFound;
        database.SavedViews.Remove(view);
        await SaveAsync(cancel);
        return id;
    }

    /// <summary>Leads order what their community has in common.</summary>
    public static bool MayShare(Acting by, long communityId) => by.Role >= Role.Lead && by.Sees(communityId);

    /// <summary>Those that the agent may change, in their order: one's own, and as a lead those of one's communities.</summary>
    public async Task<List<SavedView>> MineAsync(Acting by, CancellationToken cancel)
    {
        var views = await database.SavedViews.AsTracking().Where(v => v.AgentId == by.AgentId || v.CommunityId != null).OrderBy(v => v.Position).ThenBy(v => v.Id).ToListAsync(cancel);
        return views.FindAll(v => v.CommunityId is { } community ? MayShare(by, community) : v.AgentId == by.AgentId);
    }

    private async Task SaveAsync(CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await database.SaveChangesAsync(cancel);
    }
}

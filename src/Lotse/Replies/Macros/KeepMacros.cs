using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Macros;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies.Macros;

/// <summary>Makes macros, changes them, puts them in order and lets them go.</summary>
public sealed class KeepMacros(DeskDatabase database, Journal journal, Ids ids)
{
    public const string NotForThisCommunity = "macro-not-for-this-community", TooMany = "macro-too-many";

    /// <summary>Of one person or community: a menu, not an archive.</summary>
    private const int AtMost = 100;

    public Task<List<Macro>> ListAsync(Acting by, CancellationToken cancel) =>
        database.Macros.VisibleTo(by).OrderBy(m => m.Position).ThenBy(m => m.Id).Take(1000).ToListAsync(cancel);

    /// <summary>What is shown of a macro and written anew with it.</summary>
    public static string VersionOf(Macro macro) => Fingerprint.Of(macro.Name, Fingerprint.Part(macro.CommunityId), macro.Steps);

    /// <param name="id">Null for a new one.</param>
    /// <param name="communityId">Null for one's own.</param>
    /// <param name="version">That was seen, see <see cref="VersionOf"/>; null for a new one, or to change whatever is there.</param>
    public async Task<Answer<Macro>> SaveAsync(Acting by, long? id, string? name, long? communityId, TicketSteps steps, string? version, CancellationToken cancel)
    {
        if (MacroSteps.Check(name, steps) is { } refusal) return refusal;
        if (communityId is { } community && !MacroAccess.MayLead(by, community)) return new Refusal(NotForThisCommunity, "community");
        if (await database.CategoriesAsync(by, steps, communityId, communityId is null, cancel) is { } unfit) return unfit;
        var macro = id is { } known ? await FindAsync(by, known, cancel) : null;
        if (id is not null && macro is null) return Refusals.NotFound;
        if (macro is not null && version is { } seen && seen != VersionOf(macro)) return Refusals.Changed;
        var beside = database.Macros.Where(m => communityId == null ? m.AgentId == by.AgentId && m.CommunityId == null : m.CommunityId == communityId);
        if (macro is null)
        {
            var there = await beside.Select(m => m.Position).ToListAsync(cancel);
            if (there.Count >= AtMost) return new Refusal(TooMany);
            database.Macros.Add(macro = new Macro { Id = ids.Next(), AgentId = by.AgentId, Position = there.DefaultIfEmpty(0).Max() + 1 });
        }
        (macro.Name, macro.CommunityId, macro.Steps) = (name!.Trim(), communityId, MacroSteps.Write(steps));
        await journal.SaveAsync(cancel);
        return macro;
    }

    /// <returns>False where it is not there or not this agent's to change.</returns>
    public async Task<bool> RemoveAsync(Acting by, long id, CancellationToken cancel)
    {
        if (await FindAsync(by, id, cancel) is not { } macro) return false;
        database.Macros.Remove(macro);
        await journal.SaveAsync(cancel);
        return true;
    }

    /// <summary>One place up.</summary>
    /// <returns>False where it is not there or not this agent's to change.</returns>
    public async Task<bool> RaiseAsync(Acting by, long id, CancellationToken cancel)
    {
        if (await FindAsync(by, id, cancel) is not { } macro) return false;
        var row = await database.Macros.AsTracking().Where(m => m.CommunityId == macro.CommunityId && (m.CommunityId != null || m.AgentId == by.AgentId))
            .OrderBy(m => m.Position).ThenBy(m => m.Id).ToListAsync(cancel);
        var at = row.FindIndex(m => m.Id == id);
        if (at > 0) (row[at - 1], row[at]) = (row[at], row[at - 1]);
        for (var place = 0; place < row.Count; place++) row[place].Position = place + 1;
        await journal.SaveAsync(cancel);
        return true;
    }

    private async Task<Macro?> FindAsync(Acting by, long id, CancellationToken cancel) =>
        await database.Macros.AsTracking().VisibleTo(by).SingleOrDefaultAsync(m => m.Id == id, cancel) is { } macro && MacroAccess.MayChange(by, macro) ? macro : null;
}

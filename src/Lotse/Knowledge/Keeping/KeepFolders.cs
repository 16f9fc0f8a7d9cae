using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Keeping;

/// <summary>Makes folders of text blocks, names and moves them, and lets empty ones go.</summary>
public sealed class KeepFolders(DeskDatabase database, Journal journal, Ids ids)
{
    public static async Task<Dictionary<long, BlockFolder>> AllAsync(DeskDatabase database, Acting by, CancellationToken cancel) =>
        (await database.TextBlockFolders.VisibleTo(by).OrderBy(f => f.Id).Take(BlockFolders.AtMost).Select(f => new BlockFolder(f.Id, f.ParentFolderId, f.CommunityId, f.Name)).ToListAsync(cancel)).ToDictionary(f => f.Id);

    /// <param name="id">Null for a new one; one that is there stays in its community.</param>
    public Task<Answer<TextBlockFolder>> SaveAsync(Acting by, long? id, string name, long? parent, long? communityId, CancellationToken cancel) => journal.RetryAsync<Answer<TextBlockFolder>>(async () =>
    {
        var row = id is { } there ? await database.TextBlockFolders.AsTracking().VisibleTo(by).SingleOrDefaultAsync(f => f.Id == there, cancel) : null;
        if (id is not null && row is null) return Refusals.NotFound;
        var of = row is null ? communityId : row.CommunityId;
        if (!(await database.WritingAsync(by, cancel)).May(of)) return new Refusal(KeepTextBlocks.Forbidden);
        if (of is { } community && !await database.Communities.AnyAsync(c => c.Id == community, cancel)) return new Refusal("no-such-community", "community");
        var all = await AllAsync(database, by, cancel);
        if (row is null && all.Count >= BlockFolders.AtMost) return new Refusal(BlockFolders.TooMany);
        if (BlockFolders.WhyNot(new BlockFolder(row?.Id ?? 0, parent, of, name.Trim()), all.Values) is { } refusal) return refusal;
        if (row is null) database.TextBlockFolders.Add(row = new TextBlockFolder { Id = ids.Next(), CommunityId = of });
        (row.Name, row.ParentFolderId) = (name.Trim(), parent);
        journal.Record(new TextBlockFolderChanged(row.Id), of, by.AgentId);
        await journal.SaveAsync(cancel);
        return row;
    });

    public Task<Answer<TextBlockFolder>> RemoveAsync(Acting by, long id, CancellationToken cancel) => journal.RetryAsync<Answer<TextBlockFolder>>(async () =>
    {
        if (await database.TextBlockFolders.AsTracking().VisibleTo(by).SingleOrDefaultAsync(f => f.Id == id, cancel) is not { } row) return Refusals.NotFound;
        if (!(await database.WritingAsync(by, cancel)).May(row.CommunityId)) return new Refusal(KeepTextBlocks.Forbidden);
        if (await database.TextBlockFolders.AnyAsync(f => f.ParentFolderId == id, cancel) || await database.TextBlocks.AnyAsync(b => b.FolderId == id, cancel)) return new Refusal(BlockFolders.NotEmpty);
        database.TextBlockFolders.Remove(row);
        journal.Record(new TextBlockFolderChanged(id), row.CommunityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return row;
    });
}

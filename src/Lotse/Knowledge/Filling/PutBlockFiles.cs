using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Drafts;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Filling;

/// <summary>Puts a text block's files to the answer that is being written, as if its writer had picked them. Those that lie there already are not put twice.</summary>
public sealed class PutBlockFiles(DeskDatabase database, Journal journal, Ids ids, AttachmentLimit limit, TimeProvider clock)
{
    /// <returns>What was put; the bytes are in the store already.</returns>
    public async Task<Answer<List<DraftFile>>> RunAsync(Acting by, long number, long blockId, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(by, number, cancel) is not { Ticket: var ticket }) return Refusals.NotFound;
        if (!await database.TextBlocks.VisibleTo(by).OfferedIn(ticket.CommunityId).AnyAsync(b => b.Id == blockId, cancel)) return Refusals.NotFound;
        var files = await database.TextBlockFiles.Where(f => f.TextBlockId == blockId).OrderBy(f => f.Id).ToListAsync(cancel);
        var lying = await DraftFiles.OfAsync(database, by.AgentId, ticket.Id, cancel);
        var added = files.Where(file => !lying.Exists(there => there.Sha256 == file.Sha256 && there.Name == file.Name && !there.Inline)).Select(file => new DraftFile
        {
            Id = ids.Next(), AgentId = by.AgentId, TicketId = ticket.Id, Name = file.Name, ContentType = file.ContentType, Size = file.Size, Sha256 = file.Sha256, CreatedAt = clock.GetUtcNow(),
        }).ToList();
        if (lying.Sum(f => f.Size) + added.Sum(f => f.Size) > limit.Bytes) return new Refusal(DraftFiles.TooLarge);
        database.DraftFiles.AddRange(added);
        await journal.SaveAsync(cancel);
        return added;
    }
}

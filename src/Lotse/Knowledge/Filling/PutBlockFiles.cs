using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Drafts;

namespace Lotse.Knowledge.Filling;

/// <param name="Pictures">A block's, and what lies on the desk for the answer in its place.</param>
public sealed record PutFiles(IReadOnlyList<DraftFile> Files, IReadOnlyList<(TextBlockFile Of, DraftFile Put)> Pictures);

/// <summary>Puts a text block's files and pictures to the answer that is being written, as if its writer had picked them. Those that lie there already are not put twice.</summary>
public sealed class PutBlockFiles(DeskDatabase database, Journal journal, FillTextBlock fill, Ids ids, AttachmentLimit limit, TimeProvider clock)
{
    /// <returns>What was put, and which picture lies there for which; the bytes are in the store already.</returns>
    public async Task<Answer<PutFiles>> RunAsync(Acting by, long number, long blockId, CancellationToken cancel)
    {
        if (await database.FindTicketIdAsync(by, number, cancel) is not { } ticket || await fill.RunAsync(by, number, blockId, TimeZoneInfo.Utc, cancel) is not { } block) return Refusals.NotFound;
        var lying = await DraftFiles.OfAsync(database, by.AgentId, ticket, cancel);
        DraftFile? There(TextBlockFile file) => lying.Find(there => there.Sha256 == file.Sha256 && there.Inline == file.Inline && (file.Inline || there.Name == file.Name));
        var added = block.Files.Concat(block.Pictures).Where(file => There(file) is null).DistinctBy(file => (file.Sha256, file.Inline, file.Inline ? "" : file.Name)).Select(file => new DraftFile
        {
            Id = ids.Next(), AgentId = by.AgentId, TicketId = ticket, Name = file.Name, ContentType = file.ContentType, Size = file.Size, Sha256 = file.Sha256, Inline = file.Inline, CreatedAt = clock.GetUtcNow(),
        }).ToList();
        if (lying.Sum(f => f.Size) + added.Sum(f => f.Size) > limit.Bytes) return new Refusal(DraftFiles.TooLarge);
        database.DraftFiles.AddRange(added);
        await journal.SaveAsync(cancel);
        lying.AddRange(added);
        return new PutFiles([.. added.Where(file => !file.Inline)], [.. block.Pictures.Select(file => (file, There(file)!))]);
    }
}

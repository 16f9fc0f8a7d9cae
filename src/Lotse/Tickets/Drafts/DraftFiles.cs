using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Domain.Intake.Mail.Images;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Drafts;

/// <summary>Files of answers that are not sent yet. They are found by nobody but who put them there, and by them only while they see the ticket.</summary>
public sealed class DraftFiles(DeskDatabase database, Journal journal, Ids ids, FileStore files, AttachmentLimit limit, TimeProvider clock)
{
    public const string TooLarge = "files-too-large", TooMany = "files-too-many", NoPicture = "image-not-shown";

    private const int AtMost = 200;

    /// <summary>What nobody has sent by then is taken away when the same person writes the next time.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <param name="inline">It stands in the text: then it has to be a picture by its bytes, whatever it is called.</param>
    public async Task<Answer<DraftFile>> AddAsync(Acting by, long number, WrittenFile file, bool inline, CancellationToken cancel)
    {
        var type = inline ? PictureType(file.Bytes) : Snippets.Of(file.ContentType, 200);
        if (type is null) return new Refusal(NoPicture, Path.GetFileName(file.Name));
        if (file.Bytes.Length > limit.Bytes) return new Refusal(TooLarge);
        return await journal.RetryAsync(() => WriteAsync(by, number, file, type, inline, cancel));
    }

    private async Task<Answer<DraftFile>> WriteAsync(Acting by, long number, WrittenFile file, string type, bool inline, CancellationToken cancel)
    {
        if (await database.FindTicketIdAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        if (await database.DraftFiles.CountAsync(f => f.AgentId == by.AgentId && f.TicketId == ticket, cancel) >= AtMost) return new Refusal(TooMany);
        var now = clock.GetUtcNow();
        var (name, oldest) = (Snippets.Of(Path.GetFileName(file.Name), 200), now - Kept);
        var draft = new DraftFile
        {
            Id = ids.Next(),
            AgentId = by.AgentId,
            TicketId = ticket,
            Name = name.Length > 0 ? name : inline ? "image" : "file",
            ContentType = type,
            Size = file.Bytes.Length,
            Sha256 = files.Put(file.Bytes),
            Inline = inline,
            CreatedAt = now,
        };
        database.DraftFiles.Add(draft);
        var old = await database.DraftFiles.Where(f => f.AgentId == by.AgentId && f.CreatedAt < oldest).ToListAsync(cancel);
        database.DraftFiles.RemoveRange(old);
        await database.NoteFilesAsync(old.Select(f => f.Sha256), cancel);
        await journal.SaveAsync(cancel);
        return draft;
    }

    /// <summary>Null where there is none, or not for this agent.</summary>
    public Task<DraftFile?> FindAsync(Acting by, long id, CancellationToken cancel) => database.DraftFiles
        .Where(f => f.Id == id && f.AgentId == by.AgentId && database.Tickets.VisibleTo(by).Any(t => t.Id == f.TicketId)).SingleOrDefaultAsync(cancel);

    /// <summary>All of one person's for one ticket, oldest first.</summary>
    public static Task<List<DraftFile>> OfAsync(DeskDatabase database, long agentId, long ticketId, CancellationToken cancel) =>
        database.DraftFiles.AsTracking().Where(f => f.AgentId == agentId && f.TicketId == ticketId).OrderBy(f => f.Id).ToListAsync(cancel);

    public Task<bool> RemoveAsync(Acting by, long id, CancellationToken cancel) => journal.RetryAsync(async () =>
    {
        if (await FindAsync(by, id, cancel) is not { } found) return false;
        database.DraftFiles.Remove(found);
        await database.NoteFilesAsync([found.Sha256], cancel);
        await journal.SaveAsync(cancel);
        return true;
    });

    /// <summary>The kinds that every mail program shows; null for anything else.</summary>
    public static string? PictureType(ReadOnlySpan<byte> bytes) => RasterImage.TypeOf(bytes) is "image/png" or "image/jpeg" or "image/gif" or "image/webp" ? RasterImage.TypeOf(bytes) : null;
}

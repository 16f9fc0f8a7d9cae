using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Finding;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Redacting;

/// <param name="Passages">Words to black out, each wherever it stands in the message.</param>
/// <param name="Files">Ids of its files whose bytes go.</param>
public sealed record WantedRedaction(IReadOnlyList<string> Passages, IReadOnlyList<long> Files);

/// <summary>Blacks passages and files out of a message for good. The mail as it came holds them too, so it is taken away, and with it the HTML; what else it carried is kept.</summary>
public sealed class RedactMessage(DeskDatabase database, Journal journal, ReadRawMail raw, FileStore files, ScrubJournal scrub, ScrubBeside beside, TimeProvider clock)
{
    public const string Nothing = "redact-nothing", NotThere = "redact-not-there", OnItsWay = "redact-on-its-way";

    /// <returns>The number of the ticket.</returns>
    public async Task<Answer<long>> RunAsync(Acting by, long messageId, WantedRedaction wanted, CancellationToken cancel)
    {
        if (by.Role < Role.Lead) return Refusals.Forbidden;
        return await journal.RetryAsync<Answer<long>>(async () =>
        {
            HashSet<string> gone = [];
            var message = await database.Messages.AsTracking().VisibleTo(database, by).Include(m => m.Attachments).SingleOrDefaultAsync(m => m.Id == messageId, cancel);
            if (message is null) return Refusals.NotFound;
            // The outbox makes the mail from what stands here: it would leave half.
            if (message.Delivery == DeliveryState.Queued) return new Refusal(OnItsWay);
            var chosen = message.Attachments.Where(a => wanted.Files.Contains(a.Id) && a.RemovedAt is null).ToList();
            var passages = wanted.Passages.Select(p => p.Trim()).Where(p => p.Length > 0).ToList();
            if (chosen.Count + passages.Count == 0) return new Refusal(Nothing, "passages");
            if (passages.Find(p => RedactWords.Find($"{message.Text}\n{message.Subject}\n{message.Quoted}\n{message.Signature}", [p]).Count == 0) is { } missing) return new Refusal(NotThere, missing);
            var now = clock.GetUtcNow();
            var ticket = await database.Tickets.AsTracking().SingleAsync(t => t.Id == message.TicketId, cancel);
            await KeepFilesAsync(message, chosen, cancel);
            Remove(chosen, gone, now);
            await RemoveMailAsync(message, gone, cancel);
            await ForgetAsync(gone, chosen, cancel);
            var count = BlackOut(message, passages, now);
            journal.Record(ticket,
                [new MessageRedacted(ticket.Id, message.Id, count, [.. chosen.Select(a => a.Name)], RedactWords.Apply(ticket.Subject, passages), RedactWords.Apply(ticket.Snippet, passages), now)], by.AgentId);
            await scrub.RunAsync(ticket, passages, cancel);
            await beside.RunAsync(ticket, passages, cancel);
            await journal.SaveAsync(cancel);
            return ticket.Number;
        });
    }

    /// <summary>Their words can be searched for no more, unless somebody else has the same file; their bytes go later, whatever becomes of this desk meanwhile.</summary>
    private async Task ForgetAsync(HashSet<string> gone, List<Attachment> chosen, CancellationToken cancel)
    {
        var ids = chosen.ConvertAll(a => a.Id);
        database.FileTexts.RemoveRange(await database.FileTexts.Where(f => gone.Contains(f.Sha256) && !database.Attachments.Any(a => a.Sha256 == f.Sha256 && a.RemovedAt == null && !ids.Contains(a.Id))).ToListAsync(cancel));
        await database.NoteFilesAsync(gone, cancel);
    }

    /// <summary>What hung on the mail only, and stays, becomes a file of its own before the mail goes.</summary>
    private async Task KeepFilesAsync(Message message, List<Attachment> leaving, CancellationToken cancel)
    {
        foreach (var file in message.Attachments.Except(leaving).Where(a => a.Part >= 0 && a.RemovedAt is null).ToList())
        {
            var entry = database.Entry(file);
            if (await raw.OpenAsync(file, message.ContentMailId, cancel) is not { } bytes)
            {
                file.RemovedAt = clock.GetUtcNow();
                continue;
            }
            await using (bytes)
            {
                var copy = new MemoryStream();
                await bytes.CopyToAsync(copy, cancel);
                entry.Property(a => a.Sha256).CurrentValue = files.Put(copy.GetBuffer().AsSpan(0, (int)copy.Length));
                entry.Property(a => a.Size).CurrentValue = copy.Length;
            }
            // Nothing shows it inside any more.
            (entry.Property(a => a.Part).CurrentValue, entry.Property(a => a.Inline).CurrentValue) = (-1, false);
        }
    }

    private void Remove(List<Attachment> chosen, HashSet<string> gone, DateTimeOffset now)
    {
        foreach (var file in chosen)
        {
            gone.Add(file.Sha256);
            file.RemovedAt = now;
            database.Entry(file).Property(a => a.Part).CurrentValue = -1;
        }
    }

    /// <summary>All copies of it: by each of our addresses that it came to, and what was inside a sealed one.</summary>
    private async Task RemoveMailAsync(Message message, HashSet<string> gone, CancellationToken cancel)
    {
        var deliveries = await database.Deliveries.AsTracking().Where(d => d.MessageId == message.Id).ToListAsync(cancel);
        var ids = deliveries.Select(d => d.RawMailId).Append(message.RawMailId ?? 0).Append(message.OpenedMailId ?? 0).Where(id => id != 0).Distinct().ToList();
        // One mail to addresses of two communities is kept once: the other community's copy is theirs.
        var others = new HashSet<long>();
        foreach (var mail in ids)
        {
            if (await database.CopiesOf(mail).AnyAsync(d => d.MessageId == null || d.MessageId != message.Id, cancel)) others.Add(mail);
        }
        ids.RemoveAll(others.Contains);
        foreach (var mail in await database.RawMails.Where(r => ids.Contains(r.Id)).ToListAsync(cancel))
        {
            gone.UnionWith(RawMailCodec.FilesOf(mail.Bytes));
            database.RawMails.Remove(mail);
        }
        foreach (var delivery in deliveries) database.Entry(delivery).Property(d => d.RawMailId).CurrentValue = 0;
        var entry = database.Entry(message);
        (entry.Property(m => m.RawMailId).CurrentValue, entry.Property(m => m.OpenedMailId).CurrentValue) = (null, null);
        (entry.Property(m => m.HasHtml).CurrentValue, entry.Property(m => m.Html).CurrentValue) = (false, null);
    }

    /// <returns>How many passages were blacked out.</returns>
    private int BlackOut(Message message, List<string> passages, DateTimeOffset now)
    {
        var black = RedactWords.Find(message.Text, passages);
        var (cuts, entry) = (message.Cuts?.Split(' ').Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).ToArray(), database.Entry(message));
        string? Part(string? words, int part) => words is null ? null
            : cuts is { Length: 6 } && cuts[part * 2] >= 0 ? RedactWords.Apply(message.Text, black, cuts[part * 2], cuts[(part * 2) + 1]) : RedactWords.Apply(words, passages);
        var (visible, quoted, signature) = (Part(message.Visible, TextCuts.Visible), Part(message.Quoted, TextCuts.Quoted), Part(message.Signature, TextCuts.Signature));
        // A passage that begins in one part and ends in the next is in none of them as a whole: then they are not told apart any more.
        if (cuts is null && visible is not null && black.Count > 0 && RedactWords.Find($"{message.Visible}\n{message.Quoted}\n{message.Signature}", passages).Count < black.Count) (visible, quoted, signature) = (null, null, null);
        entry.Property(m => m.Text).CurrentValue = RedactWords.Apply(message.Text, black, 0, message.Text.Length);
        entry.Property(m => m.Subject).CurrentValue = RedactWords.Apply(message.Subject, passages);
        entry.Property(m => m.Cuts).CurrentValue = null;
        entry.Property(m => m.Visible).CurrentValue = visible;
        entry.Property(m => m.Quoted).CurrentValue = quoted;
        entry.Property(m => m.Signature).CurrentValue = signature;
        message.RedactedAt = now;
        return Math.Max(black.Count, passages.Count);
    }
}

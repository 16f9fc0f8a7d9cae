using Lotse.Adapters.Database;
using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Domain.Tickets;

namespace Lotse.Tickets.Working;

/// <summary>Puts down what only staff see.</summary>
public sealed class WriteNote(DeskDatabase database, Journal journal, Ids ids, FileStore files, TimeProvider clock)
{
    public const string NothingWritten = "nothing-written";

    /// <param name="html">Already cleaned.</param>
    public Task<Answer<Message>> RunAsync(Acting by, long number, string text, string? html, CancellationToken cancel, IReadOnlyList<WrittenFile>? attached = null) =>
        journal.RetryAsync<Answer<Message>>(async () =>
        {
            if (Message.WhyTooLong(text, html) is { } tooLong) return tooLong;
            if (string.IsNullOrWhiteSpace(text)) return new Refusal(NothingWritten);
            if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
            var (id, now) = (ids.Next(), clock.GetUtcNow());
            var note = new Message
            {
                Id = id,
                TicketId = ticket.Id,
                Kind = MessageKind.Note,
                At = now,
                AuthorId = by.Author,
                FromName = by.Name,
                Text = text,
                Html = html,
                Attachments = [.. (attached ?? []).Select(file => Keep(id, file))],
            };
            database.Messages.Add(note);
            journal.Record(ticket, [new NoteWritten(ticket.Id, note.Id, now)], by.AgentId);
            await journal.SaveAsync(cancel);
            return note;
        });

    private Attachment Keep(long messageId, WrittenFile file) => new()
    {
        Id = ids.Next(),
        MessageId = messageId,
        Name = Snippets.Of(Path.GetFileName(file.Name), 200),
        Size = file.Bytes.Length,
        ContentType = Snippets.Of(file.ContentType, 200),
        Disposition = "attachment",
        Sha256 = files.Put(file.Bytes),
        Part = -1,
    };
}

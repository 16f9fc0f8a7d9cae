using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Tickets;

namespace Lotse.Tickets;

/// <summary>Puts down what only staff see.</summary>
public sealed class WriteNote(DeskDatabase database, Journal journal, Ids ids, TimeProvider clock)
{
    /// <param name="html">Already cleaned.</param>
    public Task<Answer<Message>> RunAsync(Acting by, long number, string text, string? html, CancellationToken cancel) =>
        journal.RetryAsync<Answer<Message>>(async () =>
        {
            if (string.IsNullOrWhiteSpace(text)) return new Refusal("nothing-written");
            if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
            var now = clock.GetUtcNow();
            var note = new Message
            {
                Id = ids.Next(),
                TicketId = ticket.Id,
                Kind = MessageKind.Note,
                At = now,
                AuthorId = by.AgentId,
                FromName = by.Name,
                Text = text,
                Html = html,
            };
            database.Messages.Add(note);
            journal.Record(ticket, [new NoteWritten(ticket.Id, note.Id, now)], by.AgentId);
            await journal.SaveAsync(cancel);
            return note;
        });
}

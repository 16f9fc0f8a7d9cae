using System.Text.Json.Nodes;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Redacting;

/// <summary>The journal is only ever added to, but for this: facts carry the first words of messages, the subjects of tickets and words by which it was told what they are about, and what is blacked out for good must not
/// stand there either. That it was, and by whom, is a fact of its own.</summary>
public sealed class ScrubJournal(DeskDatabase database)
{
    private static readonly string[] Spoken = ["subject", "snippet", "from", "to", "word"];

    private static readonly string[] Kinds =
        [.. ((Type[])[typeof(TicketOpened), typeof(MessageReceived), typeof(ReplyWritten), typeof(ReplyTakenBack), typeof(SubjectChanged), typeof(MessagesLeft), typeof(MessageRedacted), typeof(TicketClassified)]).Select(FactNames.Name)];

    /// <summary>Of the ticket and of those that messages have come from or gone to. The caller has asked for the ticket, and saves.</summary>
    public async Task RunAsync(Ticket ticket, IReadOnlyList<string> passages, CancellationToken cancel)
    {
        if (passages.Count == 0) return;
        var around = await database.TicketMerges.Where(m => m.IntoTicketId == ticket.Id || m.TicketId == ticket.Id).Select(m => new { m.TicketId, m.IntoTicketId }).ToListAsync(cancel);
        var linked = await database.TicketLinks.Where(l => l.TicketId == ticket.Id).Select(l => l.OtherTicketId).ToListAsync(cancel);
        var tickets = around.SelectMany(m => (long[])[m.TicketId, m.IntoTicketId]).Concat(linked).Append(ticket.Id).Distinct().Select(id => (long?)id).ToList();
        foreach (var row in await database.Journal.AsTracking().Where(j => tickets.Contains(j.TicketId) && Kinds.Contains(j.Kind)).ToListAsync(cancel))
        {
            if (JsonNode.Parse(row.Data) is not JsonObject data) continue;
            var changed = false;
            foreach (var name in Spoken)
            {
                if (data[name] is not JsonValue value || !value.TryGetValue<string>(out var words) || RedactWords.Apply(words, passages) is var black && black == words) continue;
                (data[name], changed) = (black, true);
            }
            if (changed) row.Data = PlainJson.Write(data);
        }
    }
}

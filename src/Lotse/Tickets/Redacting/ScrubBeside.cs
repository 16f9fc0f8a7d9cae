using System.Text.Json.Nodes;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Domain.Routing.Learning;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Lotse.Tickets.Redacting;

/// <summary>Blacks out what colleagues have written of a message elsewhere on its ticket: before the gate, in what was handed up, to each other, while walking steps, to the customer while it is not sent, and what waits to be told to a webhook.</summary>
public sealed class ScrubBeside(DeskDatabase database, Journal journal)
{
    /// <summary>The caller has asked for the ticket, and saves.</summary>
    public async Task RunAsync(Ticket ticket, IReadOnlyList<string> passages, CancellationToken cancel)
    {
        if (passages.Count == 0) return;
        foreach (var row in await database.HandOvers.AsTracking().Where(h => h.TicketId == ticket.Id).ToListAsync(cancel)) Black(database.Entry(row), passages, ["Tried", "Emergency"], ["Answers"]);
        foreach (var row in await database.HandOverDrafts.AsTracking().Where(d => d.TicketId == ticket.Id).ToListAsync(cancel)) Black(database.Entry(row), passages, [], ["Entered"]);
        foreach (var row in await database.Consultations.Where(c => c.TicketId == ticket.Id).Join(database.ConsultationWords.AsTracking(), c => c.Id, w => w.ConsultationId, (_, w) => w).AsTracking().ToListAsync(cancel)) Black(database.Entry(row), passages, ["Text"], []);
        // Learned words are words of the message: what was learned of it is forgotten as a whole.
        var learned = await database.Corrections.AsTracking().Where(c => c.TicketId == ticket.Id).ToListAsync(cancel);
        database.Corrections.RemoveRange(learned);
        if (learned.Count > 0) journal.Record(new CorrectionForgotten(ticket.Id), ticket.CommunityId, null);
        foreach (var row in await database.ProcedureRuns.AsTracking().Where(r => r.TicketId == ticket.Id).ToListAsync(cancel)) Black(database.Entry(row), passages, ["Why"], ["Done"]);
        await ScrubDrafts.RunAsync(database, ticket.Id, passages, cancel);
        foreach (var row in await database.WebhookDeliveries.AsTracking().Where(d => d.TicketId == ticket.Id && d.Body != "").ToListAsync(cancel)) Black(database.Entry(row), passages, [], ["Body"]);
    }

    private static void Black(EntityEntry row, IReadOnlyList<string> passages, IReadOnlyList<string> words, IReadOnlyList<string> json)
    {
        foreach (var name in words)
        {
            if (row.Property(name).CurrentValue is string text && RedactWords.Apply(text, passages) is var black && black != text) row.Property(name).CurrentValue = black;
        }
        foreach (var name in json)
        {
            if (row.Property(name).CurrentValue is string data && JsonNode.Parse(data) is { } node && Black(node, passages)) row.Property(name).CurrentValue = PlainJson.Write(node);
        }
    }

    /// <returns>Whether something was black in it.</returns>
    private static bool Black(JsonNode node, IReadOnlyList<string> passages)
    {
        var changed = false;
        foreach (var child in node is JsonObject fields ? fields.Select(field => field.Value).ToList() : node is JsonArray list ? [.. list] : [])
        {
            if (child is JsonObject or JsonArray) changed |= Black(child, passages);
            else if (child is JsonValue value && value.TryGetValue<string>(out var text) && RedactWords.Apply(text, passages) is var black && black != text)
            {
                child.ReplaceWith(black);
                changed = true;
            }
        }
        return changed;
    }
}

using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies.Noting;

/// <summary>Notes which text blocks stood in an answer, in the same save.</summary>
internal static class UsedBlocks
{
    private const int AtMost = 20;

    public static IReadOnlyList<long> Read(string? typed) => [.. (typed ?? "").Split(',').Select(Id).OfType<long>()];

    public static long? Id(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <param name="ticket">Found through its gate.</param>
    public static async Task NoteAsync(DeskDatabase database, Journal journal, Ids ids, Acting by, Ticket ticket, Message message, IReadOnlyList<long>? blocks, CancellationToken cancel)
    {
        var asked = (blocks ?? []).Distinct().Take(AtMost).ToList();
        if (asked.Count == 0) return;
        foreach (var block in await database.TextBlocks.Where(b => asked.Contains(b.Id) && (b.CommunityId == null || b.CommunityId == ticket.CommunityId)).Select(b => b.Id).ToListAsync(cancel))
        {
            database.TextBlockUses.Add(new TextBlockUse { Id = ids.Next(), TextBlockId = block, MessageId = message.Id, AgentId = by.AgentId, At = message.At });
            journal.Record(new TextBlockUsed(block, message.Id), ticket.CommunityId, by.AgentId);
        }
    }

    /// <summary>An answer that is taken back was never sent.</summary>
    public static async Task ForgetAsync(DeskDatabase database, Journal journal, long messageId, long? byAgent, CancellationToken cancel)
    {
        var uses = await database.TextBlockUses.Where(u => u.MessageId == messageId).ToListAsync(cancel);
        database.TextBlockUses.RemoveRange(uses);
        foreach (var use in uses) journal.Record(new TextBlockUsed(use.TextBlockId, messageId, TakenBack: true), null, byAgent);
    }
}

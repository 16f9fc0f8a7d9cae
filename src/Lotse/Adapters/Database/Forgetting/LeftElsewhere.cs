using System.Text.Json.Nodes;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Forgetting;

/// <summary>What tickets have left where nothing names them any more: a contact in the community that a ticket was moved away from, and words of a message in the journal of a ticket that it lay in before.
/// Links are removed and moves leave them behind, so that only the tickets' own lines of the journal tell: they are asked before they are emptied.</summary>
internal static class LeftElsewhere
{
    /// <summary>Splits and merges one after the other.</summary>
    private const int Deepest = 10;

    private static readonly string[] Owned = Kinds(typeof(TicketOpened), typeof(CommunityChanged));
    private static readonly string[] Came = Kinds(typeof(SplitFrom), typeof(MessagesJoined), typeof(MergeUndone), typeof(TicketMerged));
    private static readonly string[] Names = ["messageId", "newestMessageId"];

    private static readonly string[] AboutMessages = Kinds([.. typeof(TicketFact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TicketFact))
        && type.GetProperties().Any(property => property.Name is nameof(MessageReceived.MessageId) or nameof(MessagesLeft.NewestMessageId)))]);

    /// <summary>Whose tickets they have been, in whatever community.</summary>
    public static async Task<IReadOnlyList<long>> ContactsAsync(DeskDatabase database, IReadOnlyList<long> tickets, CancellationToken cancel) =>
        [.. (await LinesAsync(database, tickets, Owned, cancel)).Select(line => Number(line.Data, "contactId")).OfType<long>().Where(contact => contact != 0).Distinct()];

    /// <summary>Empties the lines about these messages in tickets in which they lay once.</summary>
    /// <param name="messages">All of the tickets.</param>
    public static async Task EmptyAsync(DeskDatabase database, IReadOnlyList<long> tickets, IReadOnlyCollection<long> messages, CancellationToken cancel)
    {
        if (messages.Count == 0 || await BeforeAsync(database, tickets, cancel) is not { Count: > 0 } others) return;
        var going = messages.ToHashSet();
        foreach (var line in await LinesAsync(database, others, AboutMessages, cancel))
        {
            if (!Names.Any(name => Number(line.Data, name) is { } message && going.Contains(message)) || EmptyLines.Empty(line.Kind, line.Data) is not { } empty) continue;
            await database.Journal.Where(j => j.Id == line.Id).ExecuteUpdateAsync(set => set.SetProperty(j => j.Data, empty), cancel);
        }
    }

    /// <summary>Tickets that messages of these have come from, and where those had them from.</summary>
    private static async Task<IReadOnlyList<long>> BeforeAsync(DeskDatabase database, IReadOnlyList<long> tickets, CancellationToken cancel)
    {
        var (known, last) = (tickets.ToHashSet(), tickets);
        for (var depth = 0; depth < Deepest && last.Count > 0; depth++)
        {
            var from = (await LinesAsync(database, last, Came, cancel)).Select(line => Number(line.Data, "fromTicketId") ?? Number(line.Data, "intoTicketId"));
            last = [.. from.OfType<long>().Where(known.Add)];
        }
        known.ExceptWith(tickets);
        return [.. known];
    }

    private static async Task<List<Line>> LinesAsync(DeskDatabase database, IReadOnlyList<long> tickets, string[] kinds, CancellationToken cancel) =>
        await database.Journal.Where(j => j.TicketId != null && tickets.Contains(j.TicketId.Value) && kinds.Contains(j.Kind)).Select(j => new Line(j.Id, j.Kind, j.Data)).ToListAsync(cancel);

    private static long? Number(string data, string name) => JsonNode.Parse(data) is JsonObject node && node[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    private static string[] Kinds(params Type[] types) => [.. types.Select(FactNames.Name)];

    private sealed record Line(long Id, string Kind, string Data);
}

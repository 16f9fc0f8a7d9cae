using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lotse.Domain;
using Lotse.Domain.Levels;
using Lotse.Domain.Retention;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Forgetting;

/// <summary>Takes the words out of the journal's lines about tickets, and whom they were about: what happened and when stays, to be counted. Every text of a fact is somebody's words unless it is said here that it is
/// a code of our own.</summary>
internal static class EmptyLines
{
    private static readonly HashSet<(Type Fact, string Text)> Codes =
    [
        (typeof(TicketOpened), nameof(TicketOpened.Door)), (typeof(TicketOpened), nameof(TicketOpened.Language)), (typeof(StateChanged), nameof(StateChanged.Because)),
        (typeof(TicketClassified), nameof(TicketClassified.Because)), (typeof(TicketDealt), nameof(TicketDealt.Because)), (typeof(TicketEscalated), nameof(TicketEscalated.Reason)),
        (typeof(TagsChanged), nameof(TagsChanged.Added)), (typeof(TagsChanged), nameof(TagsChanged.Removed)),
    ];

    public static async Task RunAsync(DeskDatabase database, IReadOnlyList<long> tickets, CancellationToken cancel)
    {
        var lines = await database.Journal.Where(j => j.TicketId != null && tickets.Contains(j.TicketId.Value)).Select(j => new { j.Id, j.Kind, j.Data }).ToListAsync(cancel);
        foreach (var line in lines)
        {
            if (Empty(line.Kind, line.Data) is not { } empty) continue;
            await database.Journal.Where(j => j.Id == line.Id).ExecuteUpdateAsync(set => set.SetProperty(j => j.Data, empty), cancel);
        }
    }

    /// <returns>Null where there was no word in it.</returns>
    internal static string? Empty(string kind, string data)
    {
        // What this version cannot read is left without anything.
        if (FactNames.Read(kind, data) is not { } fact || JsonNode.Parse(data) is not JsonObject node) return data == "{}" ? null : "{}";
        return Empty(fact.GetType(), node) ? PlainJson.Write(node) : null;
    }

    private static bool Empty(Type type, JsonObject node)
    {
        var changed = false;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (Codes.Contains((type, property.Name)) || node[name] is not { } value) continue;
            if (property.PropertyType == typeof(string) && value.GetValue<string>().Length > 0) (node[name], changed) = ("", true);
            else if (property.Name == nameof(TicketOpened.ContactId) && type != typeof(TicketAnonymised)) (node[name], changed) = (0, true);
            else if (value is JsonArray { Count: > 0 } && property.PropertyType != typeof(IReadOnlyList<long>)) (node[name], changed) = (new JsonArray(), true);
            else if (value is JsonObject part && part.Count > 0) changed |= Empty(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, part);
        }
        return changed;
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Redacting;

/// <summary>Blacks out what is being written of a message on its ticket, how it once was, and what would be a draft again if an answer that is held were taken back. The text stays;
/// its HTML does not where the words stand in it: they may be spread over any tags.</summary>
internal static class ScrubDrafts
{
    /// <summary>The caller has asked for the ticket, and saves.</summary>
    public static async Task RunAsync(DeskDatabase database, long ticketId, IReadOnlyList<string> passages, CancellationToken cancel)
    {
        foreach (var draft in await database.Drafts.AsTracking().Where(d => d.TicketId == ticketId).ToListAsync(cancel))
        {
            if (Black(draft.Text, draft.Html, passages) is not { } black) continue;
            // Whoever has it open does not write the words back: they are told that it has changed.
            (draft.Text, draft.Html, draft.Version) = (black, "", draft.Version + 1);
        }
        var earlier = await database.DraftVersions.AsTracking().Where(v => database.Drafts.Any(d => d.Id == v.DraftId && d.TicketId == ticketId)).ToListAsync(cancel);
        foreach (var version in earlier)
        {
            if (Black(version.Text, version.Html, passages) is not { } black) continue;
            var row = database.Entry(version);
            (row.Property(v => v.Text).CurrentValue, row.Property(v => v.Html).CurrentValue) = (black, "");
        }
        foreach (var held in await database.PendingReplies.AsTracking().Where(p => p.TicketId == ticketId).ToListAsync(cancel))
        {
            if (JsonNode.Parse(held.Draft) is not JsonObject draft || Black(Words(draft, "text"), Words(draft, "html"), passages) is not { } black) continue;
            (draft["text"], draft["html"]) = (black, "");
            database.Entry(held).Property(p => p.Draft).CurrentValue = PlainJson.Write(draft);
        }
    }

    /// <returns>The text without the words; null where they stand neither in it nor in the HTML.</returns>
    private static string? Black(string text, string html, IReadOnlyList<string> passages)
    {
        var black = RedactWords.Apply(text, passages);
        return black != text || Says(html, passages) ? black : null;
    }

    /// <summary>As a reader sees it, or as it stands there: an attribute says it too.</summary>
    private static bool Says(string html, IReadOnlyList<string> passages) =>
        html.Length > 0 && (RedactWords.Find(PlainText.OfHtml(html), passages).Count > 0 || RedactWords.Find(WebUtility.HtmlDecode(html), passages).Count > 0);

    private static string Words(JsonObject draft, string name) => draft[name] is JsonValue value && value.TryGetValue<string>(out var words) ? words : "";
}

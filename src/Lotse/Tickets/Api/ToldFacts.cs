using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Domain.Tickets;
using Lotse.Domain.Tickets.Moving;

namespace Lotse.Tickets.Api;

/// <summary>Lines of the journal as programs get them: without what lies over a wall.</summary>
internal static class ToldFacts
{
    /// <param name="communityId">In which it was said.</param>
    public static JsonElement Of(string kind, string data, long? communityId, Acting reader)
    {
        if (reader.SeesAll) return JsonElement.Parse(data);
        // What this version cannot read may say anything.
        if (FactNames.Read(kind, data) is not { } fact) return JsonElement.Parse(communityId is { } said && reader.Sees(said) ? data : "{}");
        var told = OverTheWall.Told(fact, communityId, reader);
        return JsonElement.Parse(ReferenceEquals(told, fact) ? data : FactNames.Write(told));
    }
}

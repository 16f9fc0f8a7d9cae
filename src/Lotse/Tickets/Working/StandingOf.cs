using System.Text.Json;
using System.Text.Json.Serialization;
using Lotse.Adapters.Database;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Working;

/// <summary>What a community has said about its levels, and where an agent stands among them. It stands here because whoever answers has to ask too.</summary>
public static class StandingOf
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static async Task<CommunityLevels> LevelsAsync(this DeskDatabase database, long communityId, CancellationToken cancel) =>
        Of(await database.LevelSettings.Where(s => s.CommunityId == communityId).Select(s => s.Levels).SingleOrDefaultAsync(cancel));

    /// <summary>To be changed: with the version that is seen, 0 where nobody has set them up.</summary>
    public static async Task<(CommunityLevels Levels, long Version)> LevelsSeenAsync(this DeskDatabase database, long communityId, CancellationToken cancel)
    {
        var row = await database.LevelSettings.SingleOrDefaultAsync(s => s.CommunityId == communityId, cancel);
        return (Of(row?.Levels), row?.Version ?? 0);
    }

    /// <summary>Where tickets begin in communities that have set up their levels; elsewhere it is the first level.</summary>
    public static async Task<Dictionary<long, Level>> EntrancesAsync(this DeskDatabase database, IReadOnlyCollection<long> communities, CancellationToken cancel) =>
        (await database.LevelSettings.Where(s => communities.Contains(s.CommunityId)).Select(s => new { s.CommunityId, s.Levels }).ToListAsync(cancel)).ToDictionary(one => one.CommunityId, one => Of(one.Levels).Entrance);

    /// <summary>In one statement.</summary>
    public static async Task<Standing> StandingAsync(this DeskDatabase database, Acting by, long communityId, CancellationToken cancel)
    {
        var found = await database.AgentTeams.Where(l => l.AgentId == by.AgentId).Select(l => new { Team = (long?)l.TeamId, Kept = (string?)null })
            .Concat(database.LevelSettings.Where(s => s.CommunityId == communityId).Select(s => new { Team = (long?)null, Kept = (string?)s.Levels })).ToListAsync(cancel);
        return new Standing(Of(found.Find(one => one.Kept is not null)?.Kept), [.. found.Select(one => one.Team).OfType<long>()], by.Role >= Role.Lead);
    }

    /// <param name="kept">As it is kept; null where nobody has set it up.</param>
    public static CommunityLevels Of(string? kept) => kept is null ? CommunityLevels.Usual : JsonSerializer.Deserialize<CommunityLevels>(kept, Json)!;
}

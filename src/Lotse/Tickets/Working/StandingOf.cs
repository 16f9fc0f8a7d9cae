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
        await database.LevelSettings.Where(s => s.CommunityId == communityId).Select(s => s.Levels).SingleOrDefaultAsync(cancel) is { } kept
            ? JsonSerializer.Deserialize<CommunityLevels>(kept, Json)! : CommunityLevels.Usual;

    public static async Task<Standing> StandingAsync(this DeskDatabase database, Acting by, long communityId, CancellationToken cancel) => new(
        await database.LevelsAsync(communityId, cancel),
        await database.AgentTeams.Where(l => l.AgentId == by.AgentId).Select(l => l.TeamId).ToListAsync(cancel),
        by.Role >= Role.Lead);
}

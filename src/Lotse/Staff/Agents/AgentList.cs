using Lotse.Adapters.Database;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Agents;

/// <summary>All agents, for those who administer them.</summary>
public sealed class AgentList(DeskDatabase database, TimeProvider clock)
{
    public async Task<IReadOnlyList<ListedAgent>> AllAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rows = await database.Users.OrderBy(a => a.Name).ThenBy(a => a.Id).Select(a => new
        {
            a.Id, a.Name, a.Email, a.Role, a.Active, a.TwoFactorEnabled, HasPassword = a.PasswordHash != null,
            Invited = database.Invites.Any(i => i.AgentId == a.Id && i.UsedAt == null && i.ExpiresAt > now),
            Communities = database.AgentCommunities.Where(c => c.AgentId == a.Id).Select(c => c.CommunityId).ToList(),
        }).ToListAsync(cancel);
        return [.. rows.Select(a => new ListedAgent(a.Id, a.Name, a.Email ?? "", a.Role, a.Active, a.HasPassword, a.Invited, a.TwoFactorEnabled, a.Communities))];
    }

    public Task<List<CommunityName>> CommunitiesAsync(CancellationToken cancel) =>
        database.Communities.OrderBy(c => c.Name).Select(c => new CommunityName(c.Id, c.Name)).ToListAsync(cancel);
}

/// <param name="HasPassword">False until the invite is accepted.</param>
/// <param name="Invited">A link that still works is out.</param>
public sealed record ListedAgent(
    long Id, string Name, string Email, Role Role, bool Active, bool HasPassword, bool Invited, bool SecondStep, IReadOnlyList<long> Communities);

public sealed record CommunityName(long Id, string Name);

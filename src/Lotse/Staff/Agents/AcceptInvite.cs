using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Staff;
using Lotse.Staff.Door;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Agents;

/// <summary>Lets somebody with the link of an invite set a password: once, and while the link is young.</summary>
public sealed class AcceptInvite(DeskDatabase database, Journal journal, PasswordCheck passwords, TimeProvider clock)
{
    public const string Gone = "invite-gone";

    /// <returns>Whom the link is for; null where it does not work (any more).</returns>
    public async Task<InvitedAgent?> FindAsync(string? token, CancellationToken cancel)
    {
        if (!LooksRight(token)) return null;
        var (hash, now) = (Ids.HashOf(token!), clock.GetUtcNow());
        return await (
            from invite in database.Invites
            where invite.Hash == hash && invite.UsedAt == null && invite.ExpiresAt > now
            join agent in database.Users on invite.AgentId equals agent.Id
            where agent.Active
            select new InvitedAgent(agent.Id, agent.Name, agent.Email ?? "", invite.ExpiresAt)).SingleOrDefaultAsync(cancel);
    }

    /// <returns>The account, where done.</returns>
    public async Task<(Refusal? Refusal, AgentAccount? Account)> RunAsync(string? token, string? password, CancellationToken cancel)
    {
        if (await FindAsync(token, cancel) is not { } invited) return (new Refusal(Gone), null);
        if (Passwords.Refuse(password ?? "", invited.Email) is { } refusal) return (refusal, null);
        var hash = await passwords.HashAsync(password!, cancel);
        return await journal.RetryAsync<(Refusal? Refusal, AgentAccount? Account)>(async () =>
        {
            // The account is read before the invite and changed with it: of two that come with the same link, one is too late.
            var account = await database.Users.AsTracking().SingleAsync(a => a.Id == invited.Id, cancel);
            var invites = await database.Invites.AsTracking().Where(i => i.AgentId == account.Id).ToListAsync(cancel);
            if (await FindAsync(token, cancel) is null) return (new Refusal(Gone), null);
            foreach (var invite in invites) invite.UsedAt ??= clock.GetUtcNow();
            account.PasswordHash = hash;
            account.EmailConfirmed = true;
            account.EndSessions();
            journal.Record(new InviteAccepted(account.Id), null, account.Id);
            await journal.SaveAsync(cancel);
            return (null, account);
        });
    }

    /// <summary>An empty token, or one of another length, never reaches the database.</summary>
    private static bool LooksRight(string? token) => token is { Length: 64 };
}

public sealed record InvitedAgent(long Id, string Name, string Email, DateTimeOffset Until);

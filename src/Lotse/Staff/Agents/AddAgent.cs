using Lotse.Domain.Intake.Mail;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Lotse.Staff.Door;
using Lotse.Staff.Tokens;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Agents;

/// <summary>Adds agents, and gives out one-time links by which they set a password.</summary>
public sealed class AddAgent(DeskDatabase database, Journal journal, Ids ids, ILookupNormalizer normalizer, SecondStep codes, TokenList tokens, TimeProvider clock)
{
    public const string Inactive = "agent-inactive";

    /// <param name="by">The admin; null from the command line.</param>
    public async Task<Invitation> RunAsync(InviteAgent invite, long? by, CancellationToken cancel)
    {
        var known = await database.Communities.Select(c => c.Id).ToListAsync(cancel);
        if (invite.Refuse(known) is { } refusal) return new(refusal);
        var (email, now) = (MailAddresses.Clean(invite.Email)!, clock.GetUtcNow());
        if (await IsTakenAsync(email, cancel)) return new(new Refusal(InviteAgent.AddressTaken, "email"));

        var agent = NewAccount(ids.Next(), email, invite.Name!.Trim(), invite.Role, now);
        database.Users.Add(agent);
        database.AgentCommunities.AddRange(invite.Communities.Distinct().Select(c => new AgentCommunity { AgentId = agent.Id, CommunityId = c }));
        var (row, token) = NewInvite(agent.Id, now);
        database.Invites.Add(row);
        journal.Record(new AgentInvited(agent.Id, agent.Name, agent.Role, invite.Communities, row.ExpiresAt), null, by);
        try
        {
            await journal.SaveAsync(cancel);
        }
        catch (DbUpdateException)
        {
            journal.Forget();
            if (!await IsTakenAsync(email, cancel)) throw;
            return new(new Refusal(InviteAgent.AddressTaken, "email")); // Two admins added the same person at once.
        }
        return new(null, agent.Id, token, row.ExpiresAt);
    }

    /// <summary>A new link for somebody who lost the last one or the password. Ends the old password, its sessions, API tokens and older links.</summary>
    /// <param name="alsoSecondStep">The device with the codes is lost too.</param>
    public Task<Invitation> AgainAsync(long agentId, bool alsoSecondStep, long? by, CancellationToken cancel) => journal.RetryAsync(async () =>
    {
        var agent = await database.Users.AsTracking().SingleOrDefaultAsync(a => a.Id == agentId, cancel);
        if (agent is null) return new Invitation(new Refusal(ChangeAnAgent.Unknown));
        if (!agent.Active) return new Invitation(new Refusal(Inactive));
        database.Invites.RemoveRange(await database.Invites.AsTracking().Where(i => i.AgentId == agentId).ToListAsync(cancel));
        agent.PasswordHash = null;
        (agent.AccessFailedCount, agent.LockoutEnd) = (0, null);
        var removes = alsoSecondStep && agent.TwoFactorEnabled;
        if (removes)
        {
            agent.TwoFactorEnabled = false;
            await codes.ForgetAsync(agentId, cancel);
        }
        agent.EndSessions();
        var (row, token) = NewInvite(agentId, clock.GetUtcNow());
        database.Invites.Add(row);
        journal.Record(new AgentInvitedAgain(agentId, removes, row.ExpiresAt), null, by);
        await tokens.EndAllAsync(agentId, by, cancel);
        await journal.SaveAsync(cancel);
        await tokens.EndLateAsync(agentId, by, cancel);
        return new Invitation(null, agentId, token, row.ExpiresAt);
    });

    private AgentAccount NewAccount(long id, string email, string name, Role role, DateTimeOffset now) => new()
    {
        Id = id, Email = email, UserName = email, NormalizedEmail = normalizer.NormalizeEmail(email), NormalizedUserName = normalizer.NormalizeName(email),
        Name = name, Role = role, CreatedAt = now, LockoutEnabled = true, SecurityStamp = Ids.Secret(16), ConcurrencyStamp = Ids.Secret(16),
    };

    private (Invite Row, string Token) NewInvite(long agentId, DateTimeOffset now)
    {
        var token = Ids.Secret();
        return (new Invite { Id = ids.Next(), AgentId = agentId, Hash = Ids.HashOf(token), ExpiresAt = now + InviteAgent.Valid }, token);
    }

    private Task<bool> IsTakenAsync(string email, CancellationToken cancel)
    {
        var normalized = normalizer.NormalizeEmail(email);
        return database.Users.AnyAsync(a => a.NormalizedEmail == normalized, cancel);
    }
}

/// <param name="Token">For the link /invites/TOKEN, to be shown once; null where refused.</param>
public sealed record Invitation(Refusal? Refusal, long AgentId = 0, string? Token = null, DateTimeOffset? Until = null);

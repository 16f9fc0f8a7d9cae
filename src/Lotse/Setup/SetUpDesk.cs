using System.Globalization;
using System.Security.Cryptography;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Communities;
using Lotse.Domain.Setup;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup;

/// <summary>Makes a desk out of an empty database: signing key, community, mailboxes and the first admin, all or nothing and only once.</summary>
public sealed class SetUpDesk(
    DeskDatabase database, Journal journal, Ids ids, IPasswordHasher<AgentAccount> hasher, ILookupNormalizer normalizer, TimeProvider clock)
{
    /// <summary>For the command line: without a password the admin gets a one-time link.</summary>
    public Task<SetUpAnswer> RunAsync(
        string adminEmail, string? adminName, string? password, string communityName, IReadOnlyList<string> mailboxAddresses, CancellationToken cancel = default) =>
        RunAsync(new SetUp(adminEmail, adminName, password, communityName, mailboxAddresses), cancel);

    public async Task<SetUpAnswer> RunAsync(SetUp wanted, CancellationToken cancel = default)
    {
        if (wanted.Refuse() is { } refusal) return new(refusal);
        if (await IsDoneAsync(cancel)) return new(new Refusal(SetUp.Done));
        var now = clock.GetUtcNow();
        var community = new Community { Id = ids.Next(), Name = wanted.CommunityName!.Trim(), Language = wanted.Language, CreatedAt = now };
        var admin = NewAdmin(wanted, now);
        var token = wanted.Password is null ? Invite(admin.Id, now) : null;
        database.Users.Add(admin);
        database.Communities.Add(community);
        database.AgentCommunities.Add(new AgentCommunity { AgentId = admin.Id, CommunityId = community.Id });
        database.Mailboxes.AddRange(wanted.Addresses.Select(a => new Mailbox { Id = ids.Next(), CommunityId = community.Id, Address = a, Name = community.Name }));
        // Of two that set up at the same time, the second fails on this row's key.
        database.Settings.Add(new Setting { Name = Setting.SetUpAt, Value = now.ToString("O", CultureInfo.InvariantCulture) });
        if (!await database.Settings.AnyAsync(s => s.Name == Setting.SigningKey, cancel))
        {
            database.Settings.Add(new Setting { Name = Setting.SigningKey, Value = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) });
        }
        journal.Record(new DeskSetUp(admin.Id, community.Id, community.Name, wanted.Addresses), community.Id, admin.Id);
        return await SaveAsync(new(null, admin.Id, community.Id, token), cancel);
    }

    /// <summary>Whether this desk has begun, by whatever way.</summary>
    public Task<bool> IsDoneAsync(CancellationToken cancel) =>
        database.Settings.Where(s => s.Name == Setting.SetUpAt).Select(s => s.Name).Concat(database.Users.Select(a => a.Name)).AnyAsync(cancel);

    private async Task<SetUpAnswer> SaveAsync(SetUpAnswer done, CancellationToken cancel)
    {
        try
        {
            await journal.SaveAsync(cancel);
            return done;
        }
        catch (DbUpdateException)
        {
            journal.Forget();
            if (!await IsDoneAsync(cancel)) throw;
            return new(new Refusal(SetUp.Done));
        }
    }

    private AgentAccount NewAdmin(SetUp wanted, DateTimeOffset now)
    {
        var admin = new AgentAccount
        {
            Id = ids.Next(), Email = wanted.Email, UserName = wanted.Email, Name = wanted.Name, Role = Role.Admin, CreatedAt = now, LockoutEnabled = true,
            NormalizedEmail = normalizer.NormalizeEmail(wanted.Email), NormalizedUserName = normalizer.NormalizeName(wanted.Email),
            SecurityStamp = Ids.Secret(16), ConcurrencyStamp = Ids.Secret(16), EmailConfirmed = wanted.Password is not null,
        };
        if (wanted.Password is { } password) admin.PasswordHash = hasher.HashPassword(admin, password);
        return admin;
    }

    private string Invite(long adminId, DateTimeOffset now)
    {
        var token = Ids.Secret();
        database.Invites.Add(new Invite { Id = ids.Next(), AgentId = adminId, Hash = Ids.HashOf(token), ExpiresAt = now + InviteAgent.Valid });
        return token;
    }
}

/// <param name="InviteToken">For the link /invites/TOKEN, where no password was given.</param>
public sealed record SetUpAnswer(Refusal? Refusal, long AdminId = 0, long CommunityId = 0, string? InviteToken = null);

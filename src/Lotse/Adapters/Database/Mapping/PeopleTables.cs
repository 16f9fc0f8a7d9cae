using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Communities;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Mapping;

internal static class PeopleTables
{
    public static void Map(ModelBuilder builder)
    {
        builder.Entity<AgentAccount>(agent =>
        {
            agent.Property(a => a.Id).ValueGeneratedNever();
            agent.Property(a => a.Role).HasConversion<int>();
            agent.Property(a => a.Habits).HasDefaultValue("{}");
        });
        builder.Entity<AgentCommunity>().HasKey(a => new { a.AgentId, a.CommunityId });
        builder.Entity<AgentTeam>(link =>
        {
            link.HasKey(a => new { a.AgentId, a.TeamId });
            link.HasIndex(a => a.TeamId);
        });
        builder.Entity<ApiToken>(token =>
        {
            token.Property(t => t.Id).ValueGeneratedNever();
            token.HasIndex(t => t.Hash).IsUnique();
            token.HasIndex(t => t.AgentId);
        });
        builder.Entity<Invite>(invite =>
        {
            invite.Property(i => i.Id).ValueGeneratedNever();
            invite.HasIndex(i => i.Hash).IsUnique();
        });
        builder.Entity<Community>(community =>
        {
            community.Property(c => c.Id).ValueGeneratedNever();
            community.Property(c => c.Forwards).HasConversion<int>();
            community.HasIndex(c => c.Name).IsUnique();
        });
        builder.Entity<Mailbox>(mailbox =>
        {
            mailbox.Property(m => m.Id).ValueGeneratedNever();
            mailbox.HasIndex(m => m.Address).IsUnique();
        });
        builder.Entity<Team>().Property(t => t.Id).ValueGeneratedNever();
    }
}

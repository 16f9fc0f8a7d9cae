using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Communities;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Learning;
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
        MapTeams(builder);
        MapWhoActs(builder);
    }

    private static void MapTeams(ModelBuilder builder)
    {
        builder.Entity<Team>(team =>
        {
            team.Property(t => t.Id).ValueGeneratedNever();
            team.Property(t => t.Distribution).HasConversion<int>();
            team.Ignore(t => t.Deals);
        });
        builder.Entity<AgentTeam>(link =>
        {
            link.HasKey(a => new { a.AgentId, a.TeamId });
            link.HasIndex(a => a.TeamId);
        });
    }

    /// <summary>Who is responsible for what, who is away, and who stands in. Small tables: all of them are kept in memory.</summary>
    private static void MapWhoActs(ModelBuilder builder)
    {
        builder.Entity<Category>(category =>
        {
            category.Property(c => c.Id).ValueGeneratedNever();
            category.Property(c => c.Kind).HasConversion<int>();
            category.HasIndex(c => new { c.CommunityId, c.Kind, c.Name }).IsUnique();
        });
        builder.Entity<Correction>(correction =>
        {
            correction.Property(c => c.Id).ValueGeneratedNever();
            correction.Property(c => c.Kind).HasConversion<int>();
            correction.HasIndex(c => new { c.TicketId, c.Kind }).IsUnique();
            correction.HasIndex(c => new { c.CommunityId, c.Kind, c.Id });
        });
        builder.Entity<ResponsibilityRow>(row =>
        {
            row.ToTable("responsibilities");
            row.Property(r => r.Id).ValueGeneratedNever();
            row.Property(r => r.Level).HasConversion<int?>();
            row.Property(r => r.Version).IsConcurrencyToken();
            row.HasIndex(r => new { r.CommunityId, r.Id });
        });
        builder.Entity<AbsenceRow>(absence =>
        {
            absence.ToTable("absences");
            absence.Property(a => a.Id).ValueGeneratedNever();
            absence.Property(a => a.Kind).HasConversion<int>();
            absence.Property(a => a.Tickets).HasConversion<int>();
            absence.Property(a => a.Version).IsConcurrencyToken();
            absence.HasIndex(a => new { a.AgentId, a.From });
        });
        builder.Entity<StandIns>(standIns =>
        {
            standIns.HasKey(s => s.AgentId);
            standIns.Property(s => s.AgentId).ValueGeneratedNever();
            standIns.Property(s => s.Version).IsConcurrencyToken();
        });
    }
}

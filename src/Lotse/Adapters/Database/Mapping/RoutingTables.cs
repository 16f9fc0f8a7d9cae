using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Routing;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Mapping;

/// <summary>Who is responsible for what, who is away, and who stands in. Small tables: all of them are kept in memory.</summary>
internal static class RoutingTables
{
    public static void Map(ModelBuilder builder)
    {
        builder.Entity<Category>(category =>
        {
            category.Property(c => c.Id).ValueGeneratedNever();
            category.Property(c => c.Kind).HasConversion<int>();
            category.HasIndex(c => new { c.CommunityId, c.Kind, c.Name }).IsUnique();
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

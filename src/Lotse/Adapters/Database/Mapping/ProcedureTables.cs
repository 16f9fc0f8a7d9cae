using Lotse.Adapters.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Mapping;

/// <summary>Procedures, and where they are walked.</summary>
internal static class ProcedureTables
{
    public static void Map(ModelBuilder builder)
    {
        builder.Entity<Procedure>(procedure =>
        {
            procedure.Property(p => p.Id).ValueGeneratedNever();
            procedure.Property(p => p.State).HasConversion<int>();
            procedure.Property(p => p.Version).IsConcurrencyToken();
            procedure.HasIndex(p => new { p.CommunityId, p.Id });
            procedure.HasIndex(p => new { p.State, p.UpdatedAt });
        });
        builder.Entity<ProcedureVersion>().HasKey(v => new { v.ProcedureId, v.Version });
        builder.Entity<ProcedureRun>(run =>
        {
            run.Property(r => r.Id).ValueGeneratedNever();
            run.Property(r => r.Version).IsConcurrencyToken();
            run.HasIndex(r => new { r.TicketId, r.Id });
            run.HasIndex(r => new { r.ProcedureId, r.Id });
        });
        builder.Entity<ProcedureStepCount>(count =>
        {
            count.HasKey(c => new { c.ProcedureId, c.Step });
            count.Property(c => c.Reached).IsConcurrencyToken();
            count.Property(c => c.Left).IsConcurrencyToken();
        });
    }
}

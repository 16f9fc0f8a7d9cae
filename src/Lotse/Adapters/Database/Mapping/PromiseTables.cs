using Lotse.Adapters.Database.Rows.Promises;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Mapping;

/// <summary>Service times: what communities promise, and the promises to tickets.</summary>
internal static class PromiseTables
{
    public static void Map(ModelBuilder builder)
    {
        builder.Entity<ServicePlanRow>(plan =>
        {
            plan.ToTable("service_plans");
            plan.HasKey(p => p.CommunityId);
            plan.Property(p => p.CommunityId).ValueGeneratedNever();
            plan.Property(p => p.Version).IsConcurrencyToken();
        });
        builder.Entity<TicketPromise>(promise =>
        {
            promise.HasKey(p => new { p.TicketId, p.Kind, p.Run });
            promise.Property(p => p.TicketId).ValueGeneratedNever();
            promise.Property(p => p.Kind).HasConversion<int>();
            promise.Property(p => p.Run).ValueGeneratedNever();
            promise.Property(p => p.Version).IsConcurrencyToken();
            promise.HasIndex(p => new { p.NextAt, p.TicketId }).HasFilter("next_at IS NOT NULL");
        });
    }
}

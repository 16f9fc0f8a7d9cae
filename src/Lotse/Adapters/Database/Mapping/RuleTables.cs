using Lotse.Adapters.Database.Rows.Automation;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Mapping;

/// <summary>Rules and webhooks, and the logs of both.</summary>
internal static class RuleTables
{
    public static void Map(ModelBuilder builder)
    {
        builder.Entity<RuleRow>(rule =>
        {
            rule.Property(r => r.Id).ValueGeneratedNever();
            rule.Property(r => r.Moments).HasConversion<int>();
            rule.Property(r => r.Since).HasConversion<int?>();
            rule.HasIndex(r => r.CommunityId);
        });
        builder.Entity<RuleRun>(run =>
        {
            run.Property(r => r.Id).ValueGeneratedNever();
            run.Property(r => r.Outcome).HasConversion<int>();
            run.HasIndex(r => new { r.RuleId, r.Id });
            run.HasIndex(r => new { r.TicketId, r.At });
        });
        builder.Entity<Webhook>(webhook =>
        {
            webhook.Property(w => w.Id).ValueGeneratedNever();
            webhook.Property(w => w.Moments).HasConversion<int>();
            webhook.HasIndex(w => w.CommunityId);
        });
        builder.Entity<WebhookDelivery>(delivery =>
        {
            delivery.Property(d => d.Id).ValueGeneratedNever();
            delivery.Property(d => d.Step).HasConversion<int>();
            delivery.HasIndex(d => new { d.WebhookId, d.Id });
            delivery.HasIndex(d => new { d.NextAt, d.Id }, "ix_webhook_deliveries_waiting").HasFilter("step = 0");
        });
        MapRetention(builder);
    }

    private static void MapRetention(ModelBuilder builder)
    {
        builder.Entity<RetentionPlanRow>(plan =>
        {
            plan.ToTable("retention_plans");
            plan.HasKey(p => p.CommunityId);
            plan.Property(p => p.CommunityId).ValueGeneratedNever();
            plan.Property(p => p.Version).IsConcurrencyToken();
        });
        builder.Entity<FileToForget>(file =>
        {
            file.ToTable("files_to_forget");
            file.HasKey(f => f.Sha256);
            file.Property(f => f.LookAt).HasDefaultValue(DateTimeOffset.UnixEpoch).IsConcurrencyToken();
            file.HasIndex(f => new { f.LookAt, f.Sha256 });
        });
    }
}

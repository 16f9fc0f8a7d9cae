using Lotse.Adapters.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Mapping;

/// <summary>Levels: what each community has set up, and the ways of tickets through them.</summary>
internal static class LevelTables
{
    public static void Map(ModelBuilder builder)
    {
        builder.Entity<LevelSettings>(settings =>
        {
            settings.HasKey(s => s.CommunityId);
            settings.Property(s => s.CommunityId).ValueGeneratedNever();
            settings.Property(s => s.Version).IsConcurrencyToken();
        });
        builder.Entity<HandOver>(handOver =>
        {
            handOver.Property(h => h.Id).ValueGeneratedNever();
            handOver.Property(h => h.FromLevel).HasConversion<int>();
            handOver.Property(h => h.ToLevel).HasConversion<int>();
            handOver.HasIndex(h => new { h.TicketId, h.Id });
            handOver.HasIndex(h => new { h.CommunityId, h.Id, h.Form, h.Reason, h.BelowNextTime }); // Cases are counted by it alone.
            handOver.HasIndex(h => h.Id, "ix_hand_overs_emergencies").HasFilter("emergency IS NOT NULL");
            handOver.HasIndex(h => new { h.ToLevel, h.Id }, "ix_hand_overs_waiting").HasFilter("accepted_at IS NULL AND returned_at IS NULL");
        });
        builder.Entity<HandOverDraft>(draft =>
        {
            draft.HasKey(d => d.TicketId);
            draft.Property(d => d.TicketId).ValueGeneratedNever();
        });
        builder.Entity<Consultation>(consultation =>
        {
            consultation.Property(c => c.Id).ValueGeneratedNever();
            consultation.Property(c => c.Level).HasConversion<int?>();
            consultation.HasIndex(c => new { c.TicketId, c.Id });
            consultation.HasIndex(c => new { c.AskedId, c.Id }, "ix_consultations_asked").HasFilter("closed_at IS NULL");
            consultation.HasIndex(c => new { c.AgentId, c.Id }, "ix_consultations_asking").HasFilter("closed_at IS NULL");
            consultation.HasIndex(c => new { c.TeamId, c.Id }, "ix_consultations_open").HasFilter("closed_at IS NULL");
        });
        builder.Entity<ConsultationWords>(words =>
        {
            words.Property(w => w.Id).ValueGeneratedNever();
            words.HasIndex(w => new { w.ConsultationId, w.Id });
        });
    }
}

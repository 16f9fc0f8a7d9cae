using Lotse.Adapters.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Mapping;

/// <summary>What stands around tickets for those who work on them.</summary>
internal static class WorkTables
{
    public static void Map(ModelBuilder builder)
    {
        MapDrafts(builder);
        MapRelations(builder);
        MapLists(builder);
        builder.Entity<Notice>(notice =>
        {
            notice.Property(n => n.Id).ValueGeneratedNever();
            notice.HasIndex(n => new { n.AgentId, n.Id });
            notice.HasIndex(n => new { n.AgentId, n.TicketId }, "ix_notices_unread").HasFilter("read_at IS NULL");
            notice.HasIndex(n => n.TicketId); // They go with the ticket.
            notice.HasIndex(n => new { n.Line, n.AgentId }).IsUnique(); // Told once, however many desks follow the journal.
        });
        builder.Entity<FileText>().HasKey(f => f.Sha256);
    }

    private static void MapDrafts(ModelBuilder builder)
    {
        builder.Entity<Draft>(draft =>
        {
            draft.Property(d => d.Id).ValueGeneratedNever();
            draft.Property(d => d.Kind).HasConversion<int>();
            draft.Property(d => d.Version).IsConcurrencyToken();
            draft.HasIndex(d => new { d.TicketId, d.AgentId, d.Kind }).IsUnique();
            draft.HasIndex(d => d.AgentId);
        });
        builder.Entity<DraftVersion>().HasKey(v => new { v.DraftId, v.Version });
        builder.Entity<PendingReply>(reply =>
        {
            reply.HasKey(r => r.MessageId);
            reply.Property(r => r.MessageId).ValueGeneratedNever();
            reply.HasIndex(r => r.TicketId);
            reply.HasIndex(r => r.SendAt);
        });
    }

    private static void MapRelations(ModelBuilder builder)
    {
        builder.Entity<Watcher>(watcher =>
        {
            watcher.HasKey(w => new { w.TicketId, w.AgentId });
            watcher.HasIndex(w => new { w.AgentId, w.TicketId });
        });
        builder.Entity<TicketLink>(link =>
        {
            link.HasKey(l => new { l.TicketId, l.OtherTicketId });
            link.HasIndex(l => l.OtherTicketId);
        });
        builder.Entity<TicketMerge>(merge =>
        {
            merge.Property(m => m.Id).ValueGeneratedNever();
            merge.HasIndex(m => m.TicketId);
            merge.HasIndex(m => m.IntoTicketId);
        });
    }

    private static void MapLists(ModelBuilder builder)
    {
        builder.Entity<SavedView>(view =>
        {
            view.Property(v => v.Id).ValueGeneratedNever();
            view.HasIndex(v => v.AgentId);
            view.HasIndex(v => v.CommunityId);
        });
        builder.Entity<Macro>(macro =>
        {
            macro.Property(m => m.Id).ValueGeneratedNever();
            macro.HasIndex(m => m.AgentId);
            macro.HasIndex(m => m.CommunityId);
        });
        builder.Entity<BulkRun>(run =>
        {
            run.Property(r => r.Id).ValueGeneratedNever();
            run.HasIndex(r => new { r.AgentId, r.Id });
            run.HasIndex(r => r.Id, "ix_bulk_runs_unfinished").HasFilter("finished_at IS NULL");
        });
        builder.Entity<BulkItem>(item =>
        {
            item.HasKey(i => new { i.BulkRunId, i.TicketId });
            item.Property(i => i.Step).HasConversion<int>();
        });
    }
}

using Lotse.Adapters.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Mapping;

/// <summary>What is known and written once: text blocks with their languages, versions, files and uses.</summary>
internal static class KnowledgeTables
{
    public static void Map(ModelBuilder builder)
    {
        builder.Entity<TextBlockFolder>(folder =>
        {
            folder.Property(f => f.Id).ValueGeneratedNever();
            folder.HasIndex(f => f.CommunityId);
            folder.HasIndex(f => f.ParentFolderId);
        });
        builder.Entity<TextBlock>(block =>
        {
            block.Property(b => b.Id).ValueGeneratedNever();
            block.Property(b => b.State).HasConversion<int>();
            block.Property(b => b.Version).IsConcurrencyToken();
            block.HasIndex(b => new { b.Title, b.Id });
            block.HasIndex(b => new { b.FolderId, b.Title, b.Id });
            block.HasIndex(b => new { b.Product, b.Title, b.Id });
            block.HasIndex(b => new { b.CommunityId, b.Shortcut }).IsUnique();
            block.HasIndex(b => b.Shortcut);
            block.HasIndex(b => new { b.State, b.ReviewAt });
            block.HasIndex(b => new { b.State, b.PublishedAt });
        });
        builder.Entity<TextBlockText>().HasKey(t => new { t.TextBlockId, t.Language });
        builder.Entity<TextBlockVersion>().HasKey(v => new { v.TextBlockId, v.Version });
        builder.Entity<TextBlockFile>(file =>
        {
            file.Property(f => f.Id).ValueGeneratedNever();
            file.HasIndex(f => f.TextBlockId);
            file.HasIndex(f => f.Sha256);
        });
        MapUses(builder);
    }

    /// <summary>What becomes of them: sent, found, published and read.</summary>
    private static void MapUses(ModelBuilder builder)
    {
        builder.Entity<TextBlockUse>(use =>
        {
            use.Property(u => u.Id).ValueGeneratedNever();
            use.HasIndex(u => new { u.MessageId, u.TextBlockId }).IsUnique();
            use.HasIndex(u => new { u.TextBlockId, u.Id });
            use.HasIndex(u => new { u.TextBlockId, u.Solved });
        });
        builder.Entity<TextBlockWord>(word =>
        {
            word.HasKey(w => new { w.TextBlockId, w.Word, w.Learned });
            word.HasIndex(w => new { w.Word, w.CommunityId, w.Learned, w.Weight });
        });
        builder.Entity<KnowledgeNews>(news =>
        {
            news.Property(n => n.Id).ValueGeneratedNever();
            news.HasIndex(n => new { n.AgentId, n.Id }, "ix_knowledge_news_unread").HasFilter("read_at IS NULL");
            news.HasIndex(n => new { n.TextBlockId, n.AgentId }).IsUnique();
            news.HasIndex(n => new { n.ProcedureId, n.AgentId }).IsUnique();
        });
    }
}

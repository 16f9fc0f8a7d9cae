using Lotse.Adapters.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Mapping;

/// <summary>Help pages: articles with their languages, addresses, words and what was said of them.</summary>
internal static class ArticleTables
{
    public static void Map(ModelBuilder builder)
    {
        builder.Entity<HelpSite>(site =>
        {
            site.HasKey(s => s.CommunityId);
            site.Property(s => s.CommunityId).ValueGeneratedNever();
            site.HasIndex(s => s.Key).IsUnique();
        });
        builder.Entity<Article>(article =>
        {
            article.Property(a => a.Id).ValueGeneratedNever();
            article.Property(a => a.State).HasConversion<int>();
            article.Property(a => a.Version).IsConcurrencyToken();
            article.HasIndex(a => new { a.CommunityId, a.Id });
            // One article of a source in each community: whoever publishes it again changes that one.
            article.HasIndex(a => new { a.TextBlockId, a.CommunityId }).IsUnique();
            article.HasIndex(a => new { a.ProcedureId, a.CommunityId }).IsUnique();
        });
        builder.Entity<ArticleText>(text =>
        {
            text.HasKey(t => new { t.ArticleId, t.Language });
            text.HasIndex(t => new { t.CommunityId, t.Language, t.Slug }).IsUnique();
            text.HasIndex(t => new { t.CommunityId, t.Published, t.Language, t.Section, t.Title, t.ArticleId });
        });
        builder.Entity<FormerSlug>(former =>
        {
            former.HasKey(f => new { f.CommunityId, f.Language, f.Slug });
            former.HasIndex(f => f.ArticleId);
        });
        builder.Entity<ArticleWord>(word =>
        {
            word.HasKey(w => new { w.ArticleId, w.Language, w.Word });
            word.HasIndex(w => new { w.CommunityId, w.Language, w.Word, w.Weight, w.ArticleId });
        });
        builder.Entity<ArticleFeedback>().HasKey(f => new { f.ArticleId, f.Language });
        builder.Entity<ArticleRemark>(remark =>
        {
            remark.Property(r => r.Id).ValueGeneratedNever();
            remark.HasIndex(r => new { r.ArticleId, r.Id });
        });
    }
}

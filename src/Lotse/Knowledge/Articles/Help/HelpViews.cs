using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Articles.Help;

/// <summary>What everybody may read. Each question asks for what is published in one community: drafts and other communities are not there.</summary>
public sealed class HelpViews(DeskDatabase database)
{
    private const int TitlesOnStart = 60, SectionsAtMost = 60, AboutLength = 150;

    /// <returns>Null where there is no such community, or nothing published in it: nobody can tell which.</returns>
    public async Task<HelpNow?> SiteAsync(string key, CancellationToken cancel)
    {
        if (await database.HelpSites.Where(s => s.Key == key).Join(database.Communities, s => s.CommunityId, c => c.Id, (s, c) => new { c.Id, c.Name, c.Language }).SingleOrDefaultAsync(cancel) is not { } site) return null;
        var languages = await database.ArticleTexts.Where(t => t.CommunityId == site.Id && t.Published).Select(t => t.Language).Distinct().ToListAsync(cancel);
        return languages.Count == 0 ? null : new HelpNow(site.Id, key, site.Name, site.Language, [.. languages.OrderBy(l => l == "de" ? 0 : l == "en" ? 1 : 2).ThenBy(l => l, StringComparer.Ordinal)]);
    }

    /// <summary>Sections with their articles; where there are many, the sections alone.</summary>
    public async Task<IReadOnlyList<HelpSection>> SectionsAsync(HelpNow site, string language, CancellationToken cancel)
    {
        var texts = database.ArticleTexts.Where(t => t.CommunityId == site.CommunityId && t.Published && t.Language == language);
        var sections = await texts.GroupBy(t => t.Section).Select(of => new { of.Key, Count = of.Count() }).OrderBy(s => s.Key).Take(SectionsAtMost).ToListAsync(cancel);
        var titles = sections.Sum(s => s.Count) > TitlesOnStart ? []
            : await texts.OrderBy(t => t.Section).ThenBy(t => t.Title).Take(TitlesOnStart).Select(t => new { t.Section, t.Slug, t.Title }).ToListAsync(cancel);
        var bySection = titles.ToLookup(t => t.Section, t => new FoundArticle(t.Slug, t.Title, ""), StringComparer.Ordinal);
        // What stands under no word comes last.
        return [.. sections.OrderBy(s => s.Key.Length == 0).Select(s => new HelpSection(s.Key, s.Count, [.. bySection[s.Key]]))];
    }

    public async Task<SectionPage> SectionAsync(HelpNow site, string language, string section, (string Title, long Id)? after, CancellationToken cancel)
    {
        var (title, id) = after ?? ("", 0);
#pragma warning disable CA1309 // The database compares, in its own order.
        var rows = await database.ArticleTexts.Where(t => t.CommunityId == site.CommunityId && t.Published && t.Language == language && t.Section == section
                && string.Compare(t.Title, title) >= 0 && (string.Compare(t.Title, title) > 0 || t.ArticleId > id))
#pragma warning restore CA1309
            .OrderBy(t => t.Title).ThenBy(t => t.ArticleId).Take(TitlesOnStart + 1).Select(t => new { t.ArticleId, t.Slug, t.Title }).ToListAsync(cancel);
        var shown = rows.Take(TitlesOnStart).ToList();
        return new SectionPage([.. shown.Select(t => new FoundArticle(t.Slug, t.Title, ""))], rows.Count > shown.Count ? (shown[^1].Title, shown[^1].ArticleId) : null);
    }

    public async Task<ShownArticle?> ArticleAsync(HelpNow site, string language, string slug, CancellationToken cancel)
    {
        var texts = await database.ArticleTexts.Where(t => t.CommunityId == site.CommunityId && t.Published
            && database.ArticleTexts.Any(own => own.ArticleId == t.ArticleId && own.CommunityId == site.CommunityId && own.Language == language && own.Slug == slug && own.Published)).ToListAsync(cancel);
        if (texts.Find(t => t.Language == language) is not { } text) return null;
        return new ShownArticle(text.ArticleId, text.Slug, text.Title, text.Section, text.Lead, text.Html, About(text.Lead, text.Text), text.UpdatedAt,
            [.. site.Languages.Select(l => texts.Find(t => t.Language == l)).OfType<Adapters.Database.Rows.ArticleText>().Select(t => (t.Language, t.Slug))]);
    }

    /// <returns>The address that an article has now, by one it once had; null where there is none.</returns>
    public Task<string?> NowAtAsync(HelpNow site, string language, string slug, CancellationToken cancel) =>
        database.FormerSlugs.Where(f => f.CommunityId == site.CommunityId && f.Language == language && f.Slug == slug)
            .Join(database.ArticleTexts, f => new { f.ArticleId, f.Language }, t => new { t.ArticleId, t.Language }, (_, t) => t).Where(t => t.Published).Select(t => t.Slug).SingleOrDefaultAsync(cancel);

    /// <summary>Best first.</summary>
    /// <param name="strict">At least half of the words must be in it; else one is enough, for whoever describes a trouble uses many.</param>
    public async Task<IReadOnlyList<FoundArticle>> FindAsync(HelpNow site, string language, string typed, int most, bool strict, CancellationToken cancel)
    {
        var words = ArticleWords.Sought(typed, language);
        var ranked = ArticleWords.Ranked(await ArticleWordSearch.FindAsync(database, words, site.CommunityId, language, cancel), strict ? (words.Count + 1) / 2 : 1).Take(most).ToList();
        if (ranked.Count == 0) return [];
        var texts = await database.ArticleTexts.Where(t => ranked.Contains(t.ArticleId) && t.Language == language && t.CommunityId == site.CommunityId && t.Published)
            .Select(t => new { t.ArticleId, t.Slug, t.Title, t.Lead, Text = t.Text.Substring(0, 200) }).ToDictionaryAsync(t => t.ArticleId, cancel);
        return [.. ranked.Select(id => texts.GetValueOrDefault(id)).Where(t => t is not null).Select(t => new FoundArticle(t!.Slug, t.Title, About(t.Lead, t.Text)))];
    }

    public async Task<IReadOnlyList<string>> MailboxesAsync(HelpNow site, CancellationToken cancel) =>
        await database.Mailboxes.Where(m => m.CommunityId == site.CommunityId).OrderBy(m => m.Id).Take(3).Select(m => m.Address).ToListAsync(cancel);

    private static string About(string lead, string text)
    {
        var whole = lead.Length > 0 ? lead : text;
        var about = Snippets.Of(whole, AboutLength);
        return about.Length < AboutLength - 12 ? about : $"{about}…";
    }
}

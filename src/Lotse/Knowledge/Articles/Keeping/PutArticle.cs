using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Knowledge.Articles;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Articles.Keeping;

/// <summary>Puts an article's rows down to be saved: its texts, their addresses and their words. Whether that may be has been decided before.</summary>
public sealed class PutArticle(DeskDatabase database, TimeProvider clock)
{
    private const int AddressesLookedAt = 2000;

    /// <summary>The address of each language: the one that was typed, the one it has, or one made of the title.</summary>
    public async Task<Answer<IReadOnlyDictionary<string, string>>> SlugsAsync(long? id, long community, IReadOnlyDictionary<string, ArticleHead> heads, List<ArticleText> texts, CancellationToken cancel)
    {
        var slugs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (language, head) in heads)
        {
            var has = texts.Find(t => t.Language == language)?.Slug;
            if (head.Slug.Length == 0 && has is not null) slugs[language] = has;
            else if (head.Slug.Length > 0 && head.Slug == has) slugs[language] = has;
            else
            {
                var begin = head.Slug.Length > 0 ? head.Slug : ArticleSlug.Of(head.Title, [], language);
                var taken = await TakenAsync(id, community, language, begin, cancel);
                if (head.Slug.Length > 0 && taken.Contains(head.Slug)) return new Refusal(WriteArticle.SlugTaken, language);
                slugs[language] = head.Slug.Length > 0 ? head.Slug : ArticleSlug.Of(head.Title, taken, language);
            }
        }
        return slugs;
    }

    /// <summary>Addresses of other articles, and those that still lead to them from before.</summary>
    private async Task<HashSet<string>> TakenAsync(long? id, long community, string language, string begin, CancellationToken cancel)
    {
        var longer = $"{begin}-";
        var now = await database.ArticleTexts.Where(t => t.CommunityId == community && t.Language == language && t.ArticleId != id && (t.Slug == begin || t.Slug.StartsWith(longer)))
            .Select(t => t.Slug).Take(AddressesLookedAt).ToListAsync(cancel);
        var before = await database.FormerSlugs.Where(f => f.CommunityId == community && f.Language == language && f.ArticleId != id && (f.Slug == begin || f.Slug.StartsWith(longer)))
            .Select(f => f.Slug).Take(AddressesLookedAt).ToListAsync(cancel);
        return [.. now, .. before];
    }

    /// <param name="anew">HTML of the languages whose words are taken from the source now.</param>
    /// <param name="texts">Those it has.</param>
    public async Task TextsAsync(Article article, IReadOnlyDictionary<string, ArticleHead> heads, IReadOnlyDictionary<string, string> slugs, Dictionary<string, string> anew, List<ArticleText> texts, CancellationToken cancel)
    {
        database.ArticleTexts.RemoveRange(texts.Where(t => !heads.ContainsKey(t.Language)));
        var former = await database.FormerSlugs.AsTracking().Where(f => f.ArticleId == article.Id).ToListAsync(cancel);
        var now = new List<ArticleText>();
        foreach (var (language, head) in heads)
        {
            var text = texts.Find(t => t.Language == language);
            if (text is null) database.ArticleTexts.Add(text = new ArticleText { ArticleId = article.Id, Language = language, CommunityId = article.CommunityId });
            else if (text.Slug != slugs[language]) Lead(article, text, slugs[language], former);
            var html = anew.GetValueOrDefault(language) ?? text.Html;
            if ((text.Title, text.Section, text.Lead, text.Slug, text.Html) != (head.Title, head.Section, head.Lead, slugs[language], html)) text.UpdatedAt = clock.GetUtcNow();
            (text.Title, text.Section, text.Lead, text.Slug, text.Html, text.Text) = (head.Title, head.Section, head.Lead, slugs[language], html, PlainText.OfHtml(html));
            text.Published = article.State == ArticleState.Published;
            now.Add(text);
        }
        await WordsAsync(article, now, cancel);
    }

    /// <summary>There from the first published article on, under a key of its own.</summary>
    public async Task SiteAsync(long community, string name, CancellationToken cancel)
    {
        if (await database.HelpSites.AnyAsync(s => s.CommunityId == community, cancel)) return;
        database.HelpSites.Add(new HelpSite { CommunityId = community, Key = ArticleSlug.OfCommunity(name, await database.HelpSites.Select(s => s.Key).ToListAsync(cancel)) });
    }

    /// <summary>What was its address leads to it from now on; the one it takes back does so no longer.</summary>
    private void Lead(Article article, ArticleText text, string slug, List<FormerSlug> former)
    {
        if (former.Find(f => f.Language == text.Language && f.Slug == slug) is { } back) database.FormerSlugs.Remove(back);
        if (!former.Exists(f => f.Language == text.Language && f.Slug == text.Slug))
        {
            database.FormerSlugs.Add(new FormerSlug { CommunityId = article.CommunityId, Language = text.Language, Slug = text.Slug, ArticleId = article.Id });
        }
    }

    /// <summary>Only what is published is found: there are no words of drafts.</summary>
    private async Task WordsAsync(Article article, List<ArticleText> texts, CancellationToken cancel)
    {
        var there = await database.ArticleWords.AsTracking().Where(w => w.ArticleId == article.Id).ToDictionaryAsync(w => (w.Language, w.Word), cancel);
        foreach (var text in texts.Where(t => t.Published))
        {
            foreach (var (word, weight) in ArticleWords.Of(text.Language, text.Title, $"{text.Section} {text.Lead}", text.Text))
            {
                if (there.Remove((text.Language, word), out var row)) row.Weight = weight;
                else database.ArticleWords.Add(new ArticleWord { ArticleId = article.Id, Language = text.Language, Word = word, CommunityId = article.CommunityId, Weight = weight });
            }
        }
        database.ArticleWords.RemoveRange(there.Values);
    }
}

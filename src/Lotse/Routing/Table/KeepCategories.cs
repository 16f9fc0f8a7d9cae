using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Table;

/// <param name="Words">By which it is told.</param>
/// <param name="Version">That was seen, see <see cref="KeepCategories.VersionOf"/>; null for a new one, or to change whatever is there.</param>
public sealed record CategoryWish(CategoryKind Kind, string? Name, string? Words = null, long? MailboxId = null, bool Retired = false, string? Version = null);

/// <summary>Keeps products, topics and support groups of a community. Leads say what there is.</summary>
public sealed class KeepCategories(DeskDatabase database, Journal journal, Ids ids)
{
    public const string NameMissing = PlanCategories.NameMissing, TooLong = PlanCategories.TooLong, Exists = PlanCategories.Exists, NoSuchMailbox = PlanCategories.NoSuchMailbox, LastGroup = PlanCategories.LastGroup;

    /// <summary>What is shown of a category and written anew with it.</summary>
    public static string VersionOf(Category one) => Fingerprint.Of(one.Name, one.Words, Fingerprint.Part(one.MailboxId), Fingerprint.Part(one.Retired));

    /// <param name="id">Null for a new one.</param>
    public Task<Answer<Category>> RunAsync(Acting by, long communityId, long? id, CategoryWish wish, CancellationToken cancel) => journal.RetryAsync<Answer<Category>>(async () =>
    {
        if (!by.Sees(communityId) || !await database.Communities.AnyAsync(c => c.Id == communityId, cancel)) return Refusals.NotFound;
        if (by.Role < Role.Lead) return new Refusal(Refusals.LeadsOnly);
        var (name, words) = (wish.Name?.Trim() ?? "", wish.Words?.ReplaceLineEndings("\n").Trim() ?? "");
        if (name.Length == 0) return new Refusal(NameMissing, "name");
        if (name.Length > Category.LongestName || words.Length > Category.LongestWords) return new Refusal(TooLong, name.Length > Category.LongestName ? "name" : "words");
        var category = id is null ? null : await database.Categories.AsTracking().SingleOrDefaultAsync(c => c.Id == id && c.CommunityId == communityId, cancel);
        if (id is not null && category is null) return Refusals.NotFound;
        if (category is not null && wish.Version is { } seen && seen != VersionOf(category)) return Refusals.Changed;
        var kind = category?.Kind ?? wish.Kind;
        if (await database.Categories.AnyAsync(c => c.CommunityId == communityId && c.Kind == kind && c.Name == name && c.Id != id, cancel)) return new Refusal(Exists, "name");
        if (wish.MailboxId is { } mailbox && !await database.Mailboxes.AnyAsync(m => m.Id == mailbox && m.CommunityId == communityId, cancel)) return new Refusal(NoSuchMailbox, "mailbox");
        if (wish.Retired && kind == CategoryKind.SupportGroup && await database.Communities.AnyAsync(c => c.Id == communityId && c.NeedsSupportGroup, cancel)
            && !await KeepGroupRule.HasAnyAsync(database, communityId, id, cancel)) return new Refusal(LastGroup);
        if (category is null) database.Categories.Add(category = new Category { Id = ids.Next(), CommunityId = communityId, Kind = kind });
        (category.Name, category.Words, category.MailboxId, category.Retired) = (name, words, kind == CategoryKind.SupportGroup ? null : wish.MailboxId, wish.Retired);
        journal.Record(new CategorySaved(category.Id, kind, name, words, category.MailboxId, category.Retired), communityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return category;
    });
}

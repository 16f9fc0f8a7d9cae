using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Board;
using Lotse.Knowledge.Articles.Keeping;
using Lotse.Knowledge.Filling;
using Lotse.Knowledge.Offering;
using Lotse.Knowledge.Pictures;
using Lotse.Tickets;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Pages;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Keeping;

/// <summary>Makes text blocks and changes them. Every version is kept.</summary>
public sealed class KeepTextBlocks(DeskDatabase database, Journal journal, Ids ids, FileStore store, AttachmentLimit limit, DeskNames names, BlockTitles titles, TellReaders tell, WithdrawArticles articles, TimeProvider clock)
{
    public const string Forbidden = "text-block-not-yours", ShortcutTaken = "text-block-shortcut-taken", NoFolder = "text-block-no-such-folder", NoOwner = "text-block-no-such-owner", TooManyFiles = "text-block-too-many-files";

    private const int FilesAtMost = 20;

    /// <summary>Of one language, with the bytes of new pictures in it.</summary>
    private const int LongestTyped = 40_000_000;

    /// <param name="id">Null for a new one.</param>
    /// <param name="version">As whoever writes has seen it; null where they do not say.</param>
    public async Task<Answer<TextBlock>> SaveAsync(Acting by, long? id, BlockDraft draft, int? version, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var answer = await journal.RetryAsync(() => WriteAsync(by, id, draft, version, known, cancel));
        if (answer.Refusal is not null) return answer;
        titles.Forget();
        tell.Ring();
        return answer;
    }

    private async Task<Answer<TextBlock>> WriteAsync(Acting by, long? id, BlockDraft draft, int? version, NamesNow known, CancellationToken cancel)
    {
        var block = id is { } there ? await database.TextBlocks.AsTracking().VisibleTo(by).SingleOrDefaultAsync(b => b.Id == there, cancel) : null;
        if (id is not null && block is null) return Refusals.NotFound;
        if (draft.CommunityId is { } community && (!by.Sees(community) || !known.Communities.ContainsKey(community))) return new Refusal("no-such-community", "community");
        var writing = await database.WritingAsync(by, cancel);
        // Whoever answers in a community may propose there; that it is offered to others is said by those who write.
        var proposes = block is null && draft is { State: TextBlockState.Proposed, CommunityId: not null };
        if ((!proposes && !writing.May(draft.CommunityId)) || (block is not null && !writing.May(block.CommunityId))) return new Refusal(Forbidden);
        if (block is not null && version is { } seen && seen != block.Version) return Refusals.Changed;
        var lying = block is null ? [] : await database.TextBlockFiles.AsTracking().Where(f => f.TextBlockId == block.Id).OrderBy(f => f.Id).ToListAsync(cancel);
        var pictures = new KeptPictures(lying, ids.Next);
        var texts = Cleaned(draft.Texts, pictures);
        if (pictures.Refusal is { } noPicture) return noPicture;
        if (new WriteTextBlock(draft.Title, draft.Shortcut, draft.Product, texts).WhyNot() is { } wrong) return wrong;
        if ((block is null ? draft.FromElsewhere ? null : TextBlockWays.WhyNotBegin(draft.State) : TextBlockWays.WhyNot(block.State, draft.State)) is { } noWay) return noWay;
        if (texts.Select(text => (text.Key, Trouble: Liquid.Trouble(NestedBlocks.Expand(text.Value, null, _ => "")))).FirstOrDefault(one => one.Trouble is not null) is { Key: not null } unread) return new Refusal(Liquid.NotRight, $"{unread.Key}: {unread.Trouble}");
        if (await WhyNotAsync(by, id, draft, known, cancel) is { } refusal) return refusal;

        if (block is null) database.TextBlocks.Add(block = new TextBlock { Id = ids.Next(), CreatedAt = clock.GetUtcNow(), FromTicketId = draft.FromTicketId });
        var (moved, publishes) = (block.CommunityId != draft.CommunityId, draft.State == TextBlockState.Published && (block.State != TextBlockState.Published || block.PublishedAt is null));
        (block.Title, block.CommunityId, block.FolderId, block.Shortcut, block.Product) = (draft.Title, draft.CommunityId, draft.FolderId, draft.Shortcut, draft.Product);
        (block.OwnerId, block.ReviewAt, block.State, block.Version, block.UpdatedAt, block.UpdatedById) = (draft.OwnerId, draft.ReviewAt, draft.State, block.Version + 1, clock.GetUtcNow(), by.AgentId);
        if (draft.Case.IsSet) (block.CaseForm, block.CaseReason) = (draft.Case.Value?.Form, draft.Case.Value?.Reason);
        if (publishes) block.PublishedAt = block.UpdatedAt;
        if (publishes && !draft.Quiet) await tell.PutAsync((block.Id, null), block.CommunityId, by.AgentId, block.UpdatedAt, cancel);
        var files = Files(block.Id, draft, lying, pictures, texts.Values);
        if (files.Refusal is { } tooMany) return tooMany;
        await database.NoteFilesAsync(lying.Where(f => database.Entry(f).State == EntityState.Deleted).Select(f => f.Sha256), cancel);
        await TextsAsync(block, texts, moved, cancel);
        database.TextBlockVersions.Add(new TextBlockVersion
        {
            TextBlockId = block.Id, Version = block.Version, AgentId = by.AgentId, At = block.UpdatedAt,
            Content = new BlockContent(block.Title, block.Shortcut, block.Product, block.CommunityId is { } of ? known.Community(of) : null, await FolderAsync(by, block.FolderId, cancel),
                known.Agent(block.OwnerId), block.ReviewAt, TextBlockWays.Code(block.State), texts, files.Value!).Write(),
        });
        if (draft.State == TextBlockState.Retired) await articles.OfRetiredAsync(by, new ArticleSource(block.Id, null), cancel);
        journal.Record(new TextBlockSaved(block.Id, block.Version, TextBlockWays.Code(block.State)), block.CommunityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return block;
    }

    /// <summary>What only the tables know: whether the shortcut is free, whether folder and owner are there.</summary>
    private async Task<Refusal?> WhyNotAsync(Acting by, long? id, BlockDraft draft, NamesNow known, CancellationToken cancel)
    {
        // Whoever writes for all communities sees all, and whoever writes for one sees those for all: what is taken is what they see.
        if (draft.Shortcut is { } shortcut && await database.TextBlocks.AnyAsync(
            b => b.Shortcut == shortcut && b.Id != id && (b.CommunityId == null || draft.CommunityId == null || b.CommunityId == draft.CommunityId), cancel)) return new(ShortcutTaken, "shortcut");
        if (draft.FolderId is { } folder && !await database.TextBlockFolders.VisibleTo(by).AnyAsync(f => f.Id == folder && (f.CommunityId == null || f.CommunityId == draft.CommunityId), cancel)) return new(NoFolder, "folder");
        if (draft.OwnerId is { } owner && !(known.Agents.GetValueOrDefault(owner) is { Active: true } agent && (draft.CommunityId is not { } community || agent.Sees(community)))) return new(NoOwner, "owner");
        return null;
    }

    /// <summary>As composers write it, cleaned like every answer, with its pictures by name.</summary>
    private static Dictionary<string, string> Cleaned(IReadOnlyDictionary<string, string> texts, KeptPictures pictures) => texts
        .Select(text => (text.Key, Html: text.Value.Length > LongestTyped ? text.Value : pictures.Cleaned(text.Value)))
        .Where(text => text.Html.Length > WriteTextBlock.LongestText || PlainText.OfHtml(text.Html).Length > 0 || BlockPictures.In(text.Html).Count > 0).ToDictionary(text => text.Key, text => text.Html, StringComparer.Ordinal);

    /// <returns>Names of all files it has then.</returns>
    private Answer<List<string>> Files(long blockId, BlockDraft draft, List<TextBlockFile> there, KeptPictures pictures, IEnumerable<string> texts)
    {
        var gone = there.Where(f => !f.Inline && draft.WithoutFiles.Contains(f.Id)).Concat(pictures.Gone(texts)).ToList();
        var (kept, shown) = (there.Except(gone).ToList(), pictures.Files(blockId, draft.OnlyTried ? null : store));
        if (kept.Count + draft.NewFiles.Count + shown.Count > FilesAtMost) return new Refusal(TooManyFiles, "files");
        if (kept.Concat(shown).Sum(f => f.Size) + draft.NewFiles.Sum(f => (long)f.Bytes.Length) > limit.Bytes) return new Refusal(DraftFiles.TooLarge, "files");
        var added = draft.NewFiles.Select(file => new TextBlockFile
        {
            Id = ids.Next(), TextBlockId = blockId, Name = Snippets.Of(Path.GetFileName(file.Name), 200), ContentType = Snippets.Of(file.ContentType, 200), Size = file.Bytes.Length, Sha256 = draft.OnlyTried ? "" : store.Put(file.Bytes),
        }).Concat(shown).ToList();
        database.TextBlockFiles.RemoveRange(gone);
        database.TextBlockFiles.AddRange(added);
        return kept.Concat(added).Select(f => f.Name).ToList();
    }

    private async Task TextsAsync(TextBlock block, Dictionary<string, string> texts, bool moved, CancellationToken cancel)
    {
        var there = await database.TextBlockTexts.AsTracking().Where(t => t.TextBlockId == block.Id).ToListAsync(cancel);
        database.TextBlockTexts.RemoveRange(there.Where(t => !texts.ContainsKey(t.Language)));
        foreach (var (language, html) in texts)
        {
            var row = there.Find(t => t.Language == language);
            if (row is null) database.TextBlockTexts.Add(row = new TextBlockText { TextBlockId = block.Id, Language = language });
            (row.Html, row.Text) = (html, PlainText.OfHtml(html));
        }
        var words = BlockWords.OfBlock(block.Title, texts.ToDictionary(t => t.Key, t => PlainText.OfHtml(t.Value), StringComparer.Ordinal));
        var rows = await database.TextBlockWords.AsTracking().Where(w => w.TextBlockId == block.Id).ToListAsync(cancel);
        if (moved) foreach (var learned in rows.Where(w => w.Learned)) learned.CommunityId = block.CommunityId;
        var own = rows.Where(w => !w.Learned).ToDictionary(w => w.Word, StringComparer.Ordinal);
        database.TextBlockWords.RemoveRange(own.Values.Where(w => !words.ContainsKey(w.Word)));
        foreach (var (word, weight) in words)
        {
            if (own.TryGetValue(word, out var row)) (row.Weight, row.CommunityId) = (weight, block.CommunityId);
            else database.TextBlockWords.Add(new TextBlockWord { TextBlockId = block.Id, Word = word, CommunityId = block.CommunityId, Weight = weight });
        }
    }

    private async Task<string?> FolderAsync(Acting by, long? id, CancellationToken cancel) => id is null ? null
        : BlockFolders.Path(id, await KeepFolders.AllAsync(database, by, cancel));
}

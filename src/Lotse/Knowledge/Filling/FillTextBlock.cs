using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.MailServer.Cleaning;
using Lotse.Domain.Communities;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Pictures;
using Lotse.Tickets;
using Lotse.Tickets.Drafts;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Filling;

/// <summary>A text block as it would stand in an answer.</summary>
/// <param name="Language">It is in.</param>
/// <param name="Wanted">The language it should be in.</param>
/// <param name="Missing">The first value that is not known; null where it may be sent as it is.</param>
/// <param name="Html">With its pictures by the addresses they are shown from.</param>
/// <param name="Files">That go with it.</param>
/// <param name="Pictures">That it shows, those of blocks inside of it too.</param>
public sealed record FilledBlock(long Id, string Title, string Html, string Text, string Language, string Wanted, string? Missing, IReadOnlyList<TextBlockFile> Files, IReadOnlyList<TextBlockFile> Pictures);

/// <summary>Fills a text block in for a ticket, or for the eye of whoever writes it.</summary>
public sealed class FillTextBlock(DeskDatabase database, TimeProvider clock)
{
    /// <returns>Null where ticket or block is not there, or not for this agent, or not offered in the ticket's community.</returns>
    public async Task<FilledBlock?> RunAsync(Acting by, long number, long blockId, TimeZoneInfo zone, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(by, number, cancel) is not { Ticket: var ticket } found) return null;
        var own = await database.TextBlocks.VisibleTo(by).OfferedIn(ticket.CommunityId).Where(b => b.Id == blockId)
            .Join(database.TextBlockTexts, b => b.Id, t => t.TextBlockId, (block, text) => new { block.Title, block.Shortcut, text.Language, text.Html }).ToListAsync(cancel);
        if (own.Count == 0) return null;
        var community = await database.Communities.SingleAsync(c => c.Id == ticket.CommunityId, cancel);
        if (ChooseLanguage.Of(own.ToDictionary(t => t.Language, t => t.Html, StringComparer.Ordinal), ticket.Language, community.Language) is not { } chosen) return null;
        var address = await database.ContactAddresses.Where(a => a.ContactId == ticket.ContactId).OrderBy(a => a.Id).Select(a => a.Address).FirstOrDefaultAsync(cancel);
        var values = TextBlockValues.Of(found.Contact?.Name, address, ticket.Number, ticket.Subject, by.Name, community.Name, TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).Date, chosen.Language);
        var shelf = await ShelfAsync(by, ticket.CommunityId, chosen.Html, cancel);
        var (html, text) = await FilledAsync(chosen, own[0].Shortcut, shelf, community.Language, values);
        var shown = BlockPictures.In(html);
        // Of its own all; of others only what the text shows, and only where those may be used here too.
        var files = await database.TextBlocks.VisibleTo(by).OfferedIn(ticket.CommunityId).Join(database.TextBlockFiles.Where(f => (f.TextBlockId == blockId && !f.Inline) || (f.Inline && shown.Contains(f.Id))), b => b.Id, f => f.TextBlockId, (_, f) => f)
            .OrderBy(f => f.Id).ToListAsync(cancel);
        return new FilledBlock(blockId, own[0].Title, Addressed(html, files), text, chosen.Language, chosen.Wanted, MissingValues.FirstIn(text, html), [.. files.Where(f => !f.Inline)], [.. files.Where(f => f.Inline)]);
    }

    /// <summary>With values that are nobody's: as typed, not yet kept.</summary>
    /// <param name="communityId">Whose blocks may stand in it; null for those of all communities only.</param>
    public async Task<string> PreviewAsync(Acting by, string language, string html, string? shortcut, long? communityId, string communityName, CancellationToken cancel)
    {
        var german = language != "en";
        var values = TextBlockValues.Of(german ? "Kim Beispiel" : "Kim Example", "kim@example.org", 1042, german ? "Frage zur Rechnung" : "A question about the bill", by.Name, communityName, clock.GetUtcNow().Date, language);
        var shelf = await ShelfAsync(by, communityId ?? 0, html, cancel);
        // New pictures stay in the page as they came; their numbers are far below those of files.
        var fresh = new List<string>();
        var named = BlockPictures.Named(html, bytes =>
        {
            if (DraftFiles.PictureType(bytes) is not { } type) return null;
            fresh.Add($"data:{type};base64,{Convert.ToBase64String(bytes)}");
            return fresh.Count;
        });
        var filled = (await FilledAsync(new ChosenText(language, BlockPictures.Cleaned(named), language), shortcut, shelf, language, values)).Html;
        var shown = BlockPictures.In(filled).Where(id => id > fresh.Count).ToList();
        var files = shown.Count == 0 ? [] : await database.TextBlocks.VisibleTo(by).Join(database.TextBlockFiles.Where(f => f.Inline && shown.Contains(f.Id)), b => b.Id, f => f.TextBlockId, (_, f) => f).ToListAsync(cancel);
        return BlockPictures.Addressed(filled, id => id <= fresh.Count ? fresh[(int)id - 1] : files.Find(file => file.Id == id) is { } file ? BlockPictures.Address(file) : null);
    }

    /// <summary>For pages that everybody reads: with the community's name, and a mark for whatever only a ticket knows. Blocks inside are those that fit the community.</summary>
    public async Task<string> ForEverybodyAsync(Acting by, string language, string html, string? shortcut, Community community, CancellationToken cancel)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["community.name"] = community.Name };
        var filled = (await FilledAsync(new ChosenText(language, html, language), shortcut, await ShelfAsync(by, community.Id, html, cancel), language, values)).Html;
        return BlockPictures.Addressed(filled, _ => null); // Where pictures lie, only those who are signed in may look.
    }

    private static string Addressed(string html, IReadOnlyList<TextBlockFile> files) =>
        BlockPictures.Addressed(html, id => files.FirstOrDefault(file => file.Id == id) is { } file ? BlockPictures.Address(file) : null);

    private static async Task<(string Html, string Text)> FilledAsync(ChosenText chosen, string? shortcut, BlockShelf shelf, string community, IReadOnlyDictionary<string, string> values)
    {
        var whole = NestedBlocks.Expand(chosen.Html, shortcut, name => shelf.Find(name, chosen.Language, community));
        // A block inside that does not fit is shown as it is written, with a mark: it is not sent like this.
        var filled = await Liquid.FillAsync(whole, values) ?? $"{System.Net.WebUtility.HtmlEncode(PlainText.OfHtml(whole))} {MissingValues.Mark(Liquid.NotRight)}";
        var html = BlockPictures.Cleaned(filled);
        return (html, PlainText.OfHtml(html));
    }

    /// <summary>What the text names, and what that names, as deep as it may go: one question a depth.</summary>
    private async Task<BlockShelf> ShelfAsync(Acting by, long communityId, string html, CancellationToken cancel)
    {
        var known = new List<ShelvedBlock>();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var next = NestedBlocks.Named(html);
        for (var depth = 0; depth <= NestedBlocks.Deepest && next.Count > 0 && asked.Count < NestedBlocks.Most; depth++)
        {
            var names = next.Where(asked.Add).ToList();
            if (names.Count == 0) break;
            var rows = await database.TextBlocks.VisibleTo(by).OfferedIn(communityId).Where(b => names.Contains(b.Shortcut!))
                .Join(database.TextBlockTexts, b => b.Id, t => t.TextBlockId, (b, t) => new { b.Id, Shortcut = b.Shortcut!, b.CommunityId, b.State, t.Language, t.Html }).ToListAsync(cancel);
            var blocks = rows.GroupBy(row => row.Id).Select(of => new ShelvedBlock(of.First().Shortcut, of.First().CommunityId, of.First().State, of.ToDictionary(t => t.Language, t => t.Html, StringComparer.Ordinal))).ToList();
            known.AddRange(blocks);
            next = [.. blocks.SelectMany(block => block.Texts.Values).SelectMany(NestedBlocks.Named).Distinct(StringComparer.Ordinal)];
        }
        return new BlockShelf(known, communityId);
    }
}

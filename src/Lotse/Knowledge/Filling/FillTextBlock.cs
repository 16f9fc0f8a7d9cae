using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.MailServer.Cleaning;
using Lotse.Domain.Communities;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Filling;

/// <summary>A text block as it would stand in an answer.</summary>
/// <param name="Language">It is in.</param>
/// <param name="Wanted">The language it should be in.</param>
/// <param name="Missing">The first value that is not known; null where it may be sent as it is.</param>
public sealed record FilledBlock(long Id, string Title, string Html, string Text, string Language, string Wanted, string? Missing, IReadOnlyList<TextBlockFile> Files);

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
        var files = await database.TextBlockFiles.Where(f => f.TextBlockId == blockId).OrderBy(f => f.Id).ToListAsync(cancel);
        return new FilledBlock(blockId, own[0].Title, html, text, chosen.Language, chosen.Wanted, MissingValues.FirstIn(text, html), files);
    }

    /// <summary>With values that are nobody's: as typed, not yet kept.</summary>
    /// <param name="communityId">Whose blocks may stand in it; null for those of all communities only.</param>
    public async Task<string> PreviewAsync(Acting by, string language, string html, string? shortcut, long? communityId, string communityName, CancellationToken cancel)
    {
        var german = language != "en";
        var values = TextBlockValues.Of(german ? "Kim Beispiel" : "Kim Example", "kim@example.org", 1042, german ? "Frage zur Rechnung" : "A question about the bill", by.Name, communityName, clock.GetUtcNow().Date, language);
        var shelf = await ShelfAsync(by, communityId ?? 0, html, cancel);
        return (await FilledAsync(new ChosenText(language, html, language), shortcut, shelf, language, values)).Html;
    }

    /// <summary>For pages that everybody reads: with the community's name, and a mark for whatever only a ticket knows. Blocks inside are those that fit the community.</summary>
    public async Task<string> ForEverybodyAsync(Acting by, string language, string html, string? shortcut, Community community, CancellationToken cancel)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["community.name"] = community.Name };
        return (await FilledAsync(new ChosenText(language, html, language), shortcut, await ShelfAsync(by, community.Id, html, cancel), language, values)).Html;
    }

    private static async Task<(string Html, string Text)> FilledAsync(ChosenText chosen, string? shortcut, BlockShelf shelf, string community, IReadOnlyDictionary<string, string> values)
    {
        var whole = NestedBlocks.Expand(chosen.Html, shortcut, name => shelf.Find(name, chosen.Language, community));
        // A block inside that does not fit is shown as it is written, with a mark: it is not sent like this.
        var filled = await Liquid.FillAsync(whole, values) ?? $"{System.Net.WebUtility.HtmlEncode(PlainText.OfHtml(whole))} {MissingValues.Mark(Liquid.NotRight)}";
        var html = HtmlCleaner.Clean(filled, CleaningOptions.Written).Html;
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

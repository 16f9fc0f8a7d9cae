using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Searching;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Offering;

/// <summary>Finds text blocks that are like a ticket: by their own words, and by those of tickets that were solved with them.</summary>
public sealed class SuggestTextBlocks(DeskDatabase database, BlockTitles titles)
{
    /// <summary>Looked at again, for those that are offered at all.</summary>
    private const int Spare = 6;

    /// <returns>The likeliest first; null where the ticket is not there or not for this agent.</returns>
    public async Task<IReadOnlyList<TextBlock>?> RunAsync(Acting by, long number, int limit, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(by, number, cancel) is not { Ticket: var ticket }) return null;
        var text = await SettleUses.FirstTextAsync(database, ticket, cancel);
        var words = BlockWords.OfTicket(ticket.Subject, text, ticket.Language);
        if (words.Count == 0) return [];
        var found = await BlockWordSearch.FindAsync(database, words, ticket.CommunityId, SuggestBlocks.PerWord, cancel);
        var shelf = await titles.NowAsync(cancel);
        var named = shelf.NamedIn(ticket, text);
        List<long> best = [.. SuggestBlocks.Best(found.ConvertAll(one => new WordOfBlock(one.TextBlockId, one.Word, one.Learned, one.Weight)), limit * Spare, id => named.WeightOf(shelf.ProductOf(id)))];
        if (best.Count == 0) return [];
        var blocks = await database.TextBlocks.VisibleTo(by).OfferedIn(ticket.CommunityId).Where(b => best.Contains(b.Id)).ToListAsync(cancel);
        return [.. blocks.OrderBy(block => best.IndexOf(block.Id)).Take(limit)];
    }
}

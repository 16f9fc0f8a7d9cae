using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge;
using Lotse.Knowledge.Procedures;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Board;

/// <summary>The board as one person may see and move it. Four statements.</summary>
public sealed class BoardViews(DeskDatabase database, DeskNames names, TimeProvider clock)
{
    private const int CardsAtMost = 30, NewsAtMost = 50;

    /// <summary>So long what was published stands on the board.</summary>
    private static readonly TimeSpan s_shown = TimeSpan.FromDays(30);

    /// <param name="From">Number of the case it was drafted from, where whoever looks sees it.</param>
    /// <param name="Told">To how many; <paramref name="Read"/> of those.</param>
    private sealed record Item(string What, long Id, string Title, long? CommunityId, long? OwnerId, TextBlockState State, DateTimeOffset At, DateTimeOffset? ReviewAt, long? From, int Version, int Told, int Read);

    public async Task<BoardView> ForAsync(Signed signed, Viewing viewing, IReadOnlyList<Refusal> refusals, CancellationToken cancel)
    {
        var (known, now, writing) = (await names.NowAsync(cancel), clock.GetUtcNow(), await database.WritingAsync(signed.Acting, cancel));
        TextBlockState ColumnOf(Item item) => item.State == TextBlockState.Published && item.ReviewAt <= now ? TextBlockState.NeedsReview : item.State;
        BoardCard Card(Item item) => new(item.What, Text(item.Id), AddressOf(item.What, item.Id), item.Title, item.CommunityId is { } c ? known.Community(c) : null, known.Agent(item.OwnerId), item.At, item.ReviewAt <= now,
            item.From is { } from ? Text(from) : null, item.Version, writing.May(item.CommunityId) ? TextBlockWays.Next(item.State) : [], item.Told > 0 && item.State == TextBlockState.Published ? (item.Read, item.Told) : null);
        var columns = (await BlocksAsync(signed, now, cancel)).Concat(await ProceduresAsync(signed, viewing, now, cancel)).ToLookup(ColumnOf);
        return new BoardView(await NewsAsync(signed, viewing, cancel),
            [.. ((TextBlockState[])[TextBlockState.Proposed, TextBlockState.InReview, TextBlockState.Published, TextBlockState.NeedsReview]).Select(state =>
                new BoardColumn(state, [.. columns[state].OrderByDescending(item => item.At).Take(CardsAtMost).Select(Card)], columns[state].Count() > CardsAtMost))], refusals);
    }

    /// <summary>In each state the newest, along its index.</summary>
    private async Task<List<Item>> BlocksAsync(Signed signed, DateTimeOffset now, CancellationToken cancel)
    {
        var (seen, tickets, since) = (database.TextBlocks.VisibleTo(signed.Acting), database.Tickets.VisibleTo(signed.Acting), (DateTimeOffset?)(now - s_shown));
        IQueryable<TextBlock> In(TextBlockState state) => seen.Where(b => b.State == state).OrderByDescending(b => b.UpdatedAt).Take(CardsAtMost + 1);
        var published = seen.Where(b => b.State == TextBlockState.Published && b.PublishedAt > since).OrderByDescending(b => b.PublishedAt).Take(CardsAtMost + 1);
        var due = seen.Where(b => b.State == TextBlockState.Published && b.ReviewAt <= now).OrderBy(b => b.ReviewAt).Take(CardsAtMost + 1);
        var rows = await In(TextBlockState.Proposed).Concat(In(TextBlockState.InReview)).Concat(In(TextBlockState.NeedsReview)).Concat(published).Concat(due).Select(b => new
        {
            Block = b,
            From = tickets.Where(t => t.Id == b.FromTicketId).Select(t => (long?)t.Number).FirstOrDefault(),
            Told = database.KnowledgeNews.Count(n => n.TextBlockId == b.Id),
            Read = database.KnowledgeNews.Count(n => n.TextBlockId == b.Id && n.ReadAt != null),
        }).ToListAsync(cancel);
        return [.. rows.DistinctBy(row => row.Block.Id).Select(row => (row, b: row.Block)).Select(one => new Item(BoardCard.Blocks, one.b.Id, one.b.Title, one.b.CommunityId, one.b.OwnerId, one.b.State,
            (one.b.State == TextBlockState.Published ? one.b.PublishedAt : null) ?? one.b.UpdatedAt, one.b.ReviewAt, one.row.From, one.b.Version, one.row.Told, one.row.Read))];
    }

    /// <summary>Of procedures there are few: those that stand on the board, the newest first.</summary>
    private async Task<List<Item>> ProceduresAsync(Signed signed, Viewing viewing, DateTimeOffset now, CancellationToken cancel)
    {
        var (tickets, since) = (database.Tickets.VisibleTo(signed.Acting), (DateTimeOffset?)(now - s_shown));
        var rows = await database.Procedures.VisibleTo(signed.Acting)
            .Where(p => p.State == TextBlockState.Proposed || p.State == TextBlockState.InReview || p.State == TextBlockState.NeedsReview || (p.State == TextBlockState.Published && (p.PublishedAt > since || p.ReviewAt <= now)))
            .OrderByDescending(p => p.UpdatedAt).Take(CardsAtMost * 3).Select(p => new
            {
                Procedure = p,
                From = tickets.Where(t => t.Id == p.FromTicketId).Select(t => (long?)t.Number).FirstOrDefault(),
                Told = database.KnowledgeNews.Count(n => n.ProcedureId == p.Id),
                Read = database.KnowledgeNews.Count(n => n.ProcedureId == p.Id && n.ReadAt != null),
            }).ToListAsync(cancel);
        return [.. rows.Select(row => (row, p: row.Procedure)).Select(one => new Item(BoardCard.Procedures, one.p.Id, ProcedurePanels.Title(one.p.German, one.p.English, viewing), one.p.CommunityId, one.p.OwnerId, one.p.State,
            (one.p.State == TextBlockState.Published ? one.p.PublishedAt : null) ?? one.p.UpdatedAt, one.p.ReviewAt, one.row.From, one.p.Version, one.row.Told, one.row.Read))];
    }

    /// <summary>What was published for this person and is not read yet.</summary>
    public async Task<IReadOnlyList<NewsView>> NewsAsync(Signed signed, Viewing viewing, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var (blocks, procedures) = (database.TextBlocks.VisibleTo(signed.Acting), database.Procedures.VisibleTo(signed.Acting));
        var rows = await database.KnowledgeNews.Where(n => n.AgentId == signed.AgentId && n.ReadAt == null).OrderByDescending(n => n.Id).Take(NewsAtMost)
            .Select(n => new
            {
                n.Id, n.TextBlockId, n.ProcedureId, n.ByAgentId, n.At,
                Block = blocks.Where(b => b.Id == n.TextBlockId && b.State == TextBlockState.Published).Select(b => b.Title).FirstOrDefault(),
                German = procedures.Where(p => p.Id == n.ProcedureId && p.State == TextBlockState.Published).Select(p => p.German).FirstOrDefault(),
                English = procedures.Where(p => p.Id == n.ProcedureId).Select(p => p.English).FirstOrDefault(),
            }).ToListAsync(cancel);
        return [.. rows.Where(n => n.Block is not null || n.German is not null).Select(n => new NewsView(Text(n.Id), n.TextBlockId is { } block ? AddressOf(BoardCard.Blocks, block) : AddressOf(BoardCard.Procedures, n.ProcedureId!.Value),
            n.Block ?? ProcedurePanels.Title(n.German!, n.English ?? "", viewing), n.ProcedureId is not null, known.Agent(n.ByAgentId), n.At))];
    }

    internal static string AddressOf(string what, long id) => what == BoardCard.Blocks ? Addresses.TextBlock(Text(id)) : Addresses.Procedure(Text(id));

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

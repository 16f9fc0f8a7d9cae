using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge.Offering;
using Lotse.Domain.Tickets;
using Lotse.Adapters.Database.Rows;
using Lotse.Knowledge.Filling;
using Lotse.Knowledge.Pictures;
using Lotse.Tickets;
using Lotse.Tickets.Beside;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Knowledge.Offering;

/// <param name="About">Its shortcut, or what else tells it from others.</param>
public sealed record BlockOfferJson(string Id, string Title, string About);

public sealed record BlockOffersJson(IReadOnlyList<BlockOfferJson> Offers);

/// <param name="Said">What whoever writes has to know: another language than the ticket's, a value that is missing; null for nothing.</param>
/// <param name="Files">How many go with it or stand in it.</param>
public sealed record RenderedBlockJson(string Id, string Title, string Language, string Html, string Text, string? Missing, string? Said, int Files);

/// <param name="Of">The address of the block's picture that it stands for; null for a file that only goes with the answer.</param>
public sealed record PutFileJson(string Id, string Address, string Name, long Size, string? Of = null);

/// <summary>What the composer asks: the list behind /, a block filled in for the ticket, and its files; and the ticket's panel, for blocks that fit.</summary>
public static class BlockOffers
{
    private const int OffersAtMost = 8, SuggestedAtMost = 5;

    public static void MapBlockOffers(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.TextBlockOffers, OffersAsync);
        pages.MapGet("/text-blocks/{id:long}/rendered", RenderedAsync);
        pages.MapPost("/tickets/{number:long}/text-blocks/{id:long}/files", PutFilesAsync);
        pages.MapGet("/tickets/{number:long}/text-blocks", SuggestedAsync);
    }

    private static async Task<IResult> OffersAsync(long ticket, string? q, Signed signed, DeskDatabase database, BlockTitles titles, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(signed.Acting, ticket, cancel) is not { Ticket: var found }) return TypedResults.NotFound();
        var shelf = await titles.NowAsync(cancel);
        var named = shelf.NamedIn(found, shelf.HasProducts ? await SettleUses.FirstTextAsync(database, found, cancel) : "");
        var offers = Matching(shelf.All, found, q is { Length: <= 80 } ? q : "", named);
        return TypedResults.Json(new BlockOffersJson([.. offers.Select(one => new BlockOfferJson(
            Text(one.Id), one.Title, string.Join(" · ", ((string?[])[one.Shortcut is { } shortcut ? $"/{shortcut}" : null, one.Product, string.Join(", ", one.Languages)]).Where(part => !string.IsNullOrEmpty(part))))) ]));
    }

    /// <summary>By shortcut first, exact before begun, then by the words of the title, each begun; those alike by what product the ticket names, then by title.</summary>
    internal static IReadOnlyList<BlockTitle> Matching(IReadOnlyList<BlockTitle> all, Ticket ticket, string typed, NamedProducts named)
    {
        var (start, words) = (typed.Trim().ToLowerInvariant(), BlockTitles.Folded(typed));
        int Rank(BlockTitle one) => start.Length == 0 ? (one.Shortcut is null ? 1 : 0)
            : one.Shortcut == start ? 0
            : one.Shortcut?.StartsWith(start, StringComparison.Ordinal) == true ? 1
            : words.Count > 0 && words.All(word => one.Words.Any(has => has.StartsWith(word, StringComparison.Ordinal))) ? 2 : 3;
        return [.. all.Where(one => one.CommunityId is null || one.CommunityId == ticket.CommunityId).Select(one => (one, rank: Rank(one))).Where(one => one.rank < 3).OrderBy(one => one.rank).ThenByDescending(one => named.WeightOf(one.one.Product)).Take(OffersAtMost).Select(one => one.one)];
    }

    private static async Task<IResult> RenderedAsync(long id, long ticket, Signed signed, FillTextBlock fill, Viewing viewing, CancellationToken cancel)
    {
        if (await fill.RunAsync(signed.Acting, ticket, id, viewing.Zone, cancel) is not { } filled) return TypedResults.NotFound();
        var said = new List<string>();
        if (filled.Language != filled.Wanted) said.Add(viewing.T["block.otherLanguage", ("title", filled.Title), ("wanted", BlockLanguages.Name(viewing.T, filled.Wanted)), ("used", BlockLanguages.Name(viewing.T, filled.Language))]);
        if (filled.Missing is { } missing) said.Add(viewing.T["block.valueMissing", ("name", missing)]);
        return TypedResults.Json(new RenderedBlockJson(Text(filled.Id), filled.Title, filled.Language, filled.Html, filled.Text, filled.Missing, said.Count == 0 ? null : string.Join(' ', said), filled.Files.Count + filled.Pictures.Count));
    }

    private static async Task<IResult> PutFilesAsync(long number, long id, Signed signed, PutBlockFiles put, Viewing viewing, CancellationToken cancel)
    {
        var answer = await put.RunAsync(signed.Acting, number, id, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is { } refusal) return TypedResults.UnprocessableEntity(new DraftRefusalJson(refusal.Code, Forms.Say(viewing.T, refusal).Text));
        static PutFileJson Json(DraftFile file, string? of) => new(Text(file.Id), Addresses.DraftFile(Text(file.Id)), file.Name, file.Size, of);
        return TypedResults.Json(answer.Value!.Files.Select(file => Json(file, null)).Concat(answer.Value.Pictures.Select(picture => Json(picture.Put, BlockPictures.Address(picture.Of)))));
    }

    private static async Task<IResult> SuggestedAsync(long number, Signed signed, SuggestTextBlocks suggest, CancellationToken cancel) =>
        await suggest.RunAsync(signed.Acting, number, SuggestedAtMost, cancel) is { } blocks ? Forms.Page<SuggestedBlocks>(StatusCodes.Status200OK, Shown(number, blocks)) : TypedResults.NotFound();

    /// <summary>With all else that stands beside the ticket.</summary>
    public static readonly BesidePart Part = new(3, t => t["block.fitting"], async (services, signed, number, _, cancel) =>
        await services.GetRequiredService<SuggestTextBlocks>().RunAsync(signed.Acting, number, SuggestedAtMost, cancel) is { } blocks ? BesidePart.Of<SuggestedBlocks>(Shown(number, blocks)) : null);

    private static (string, object?)[] Shown(long number, IReadOnlyList<Adapters.Database.Rows.TextBlock> blocks) =>
        [("Ticket", Text(number)), ("Blocks", (IReadOnlyList<SuggestedBlock>)[.. blocks.Select(b => new SuggestedBlock(Text(b.Id), b.Title, b.Shortcut, b.Sent, b.Solved))])];

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A block that fits a ticket, beside it.</summary>
public sealed record SuggestedBlock(string Id, string Title, string? Shortcut, long Sent, long Solved);

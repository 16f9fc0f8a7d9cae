using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Learning;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Responsible;

namespace Lotse.Search.Offering;

/// <summary>A product or a topic that a ticket can be given with one click.</summary>
/// <param name="Field">Of the form that it goes with.</param>
/// <param name="Similar">So many of the similar tickets have it; 0 where it was learned.</param>
/// <param name="Words">By which it was learned, from so many <paramref name="Corrections"/>.</param>
public sealed record OfferedCategory(string Field, CategoryKind Kind, string Id, string Name, int Similar, int Corrections, string Words);

/// <summary>Suggests what a ticket is about: by what was learned, and by tickets that are like it.</summary>
public sealed class OfferCategories(DeskDatabase database, RoutingNow routing, DeskNames names)
{
    public async Task<IReadOnlyList<OfferedCategory>> RunAsync(SimilarFound found, CancellationToken cancel)
    {
        var (ticket, known) = (found.Ticket, await names.NowAsync(cancel));
        if (!known.CategoriesOf(ticket.CommunityId, CategoryKind.Product).Concat(known.CategoriesOf(ticket.CommunityId, CategoryKind.Topic)).Any()) return [];
        var learned = (await routing.TableAsync(database, cancel)).Learned;
        var suggested = SuggestCategories.Of(ticket.ProductId, ticket.TopicId, [.. found.Rows.Select(row => (row.ProductId, row.TopicId))],
            learned.Suggest(ticket.CommunityId, LearnedKind.Product, ticket.Subject, found.Text), learned.Suggest(ticket.CommunityId, LearnedKind.Topic, ticket.Subject, found.Text),
            id => known.Categories.TryGetValue(id, out var one) && !one.Retired && one.CommunityId == ticket.CommunityId);
        return [.. suggested.Select(one => new OfferedCategory(
            one.Kind == CategoryKind.Product ? "product" : "topic", one.Kind, one.Id.ToString(CultureInfo.InvariantCulture), known.Category(one.Id) ?? "?", one.Similar, one.Learned?.Corrections ?? 0, string.Join(", ", one.Learned?.Words ?? [])))];
    }
}

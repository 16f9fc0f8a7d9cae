using System.Globalization;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;

namespace Lotse.Tickets.Responsible;

/// <summary>What a ticket is about, and what else it could be.</summary>
public sealed record AboutView(Named? Product, Named? Topic, Named? SupportGroup, IReadOnlyList<Named> Products, IReadOnlyList<Named> Topics, IReadOnlyList<Named> SupportGroups)
{
    public static AboutView Nothing { get; } = new(null, null, null, [], [], []);

    public bool Offers => Products.Count + Topics.Count + SupportGroups.Count > 0 || Product is not null || Topic is not null || SupportGroup is not null;

    internal static AboutView Of(Ticket ticket, NamesNow names)
    {
        return new AboutView(Now(ticket.ProductId), Now(ticket.TopicId), Now(ticket.SupportGroupId), All(CategoryKind.Product), All(CategoryKind.Topic), All(CategoryKind.SupportGroup));

        Named? Now(long? id) => names.Category(id) is { } name ? new Named(Text(id!.Value), name) : null;

        IReadOnlyList<Named> All(CategoryKind kind) => [.. names.CategoriesOf(ticket.CommunityId, kind).Select(one => new Named(Text(one.Id), one.Name))];

        static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
    }
}

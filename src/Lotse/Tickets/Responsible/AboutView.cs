using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Reading;
using Lotse.Ui;

namespace Lotse.Tickets.Responsible;

/// <param name="By">Who said it; null for the desk.</param>
public sealed record ToldNow(CategoryTold What, string? By);

/// <summary>What a ticket is about, and what else it could be.</summary>
public sealed record AboutView(Named? Product, Named? Topic, Named? SupportGroup, IReadOnlyList<Named> Products, IReadOnlyList<Named> Topics, IReadOnlyList<Named> SupportGroups)
{
    private static readonly string s_told = FactNames.Name(typeof(TicketClassified));

    public static AboutView Nothing { get; } = new(null, null, null, [], [], []);

    /// <summary>Why it has them, of those that it has.</summary>
    public IReadOnlyList<ToldNow> Told { get; init; } = [];

    public bool Offers => Products.Count + Topics.Count + SupportGroups.Count > 0 || Product is not null || Topic is not null || SupportGroup is not null;

    internal static AboutView Of(Ticket ticket, IEnumerable<TicketLine> facts, NamesNow names)
    {
        return new AboutView(Now(ticket.ProductId), Now(ticket.TopicId), Now(ticket.SupportGroupId), All(CategoryKind.Product), All(CategoryKind.Topic), All(CategoryKind.SupportGroup))
        {
            Told = [.. facts.Where(line => line.Name == s_told).OrderByDescending(line => line.Id).Select(line => (line.Who, Fact: FactNames.Read(line.Name, line.Data) as TicketClassified))
                .Where(one => one.Fact is not null).DistinctBy(one => one.Fact!.Kind).Where(one => one.Fact!.To is not null && one.Fact.To == IdOf(one.Fact.Kind)).OrderBy(one => one.Fact!.Kind)
                .Select(one => new ToldNow(new CategoryTold(one.Fact!.Kind, names.Category(one.Fact.To), one.Fact.Because, one.Fact.Word, one.Fact.Corrections), names.Agent(one.Who)))],
        };

        long? IdOf(CategoryKind kind) => kind switch { CategoryKind.Product => ticket.ProductId, CategoryKind.Topic => ticket.TopicId, _ => ticket.SupportGroupId };

        Named? Now(long? id) => names.Category(id) is { } name ? new Named(Text(id!.Value), name) : null;

        IReadOnlyList<Named> All(CategoryKind kind) => [.. names.CategoriesOf(ticket.CommunityId, kind).Select(one => new Named(Text(one.Id), one.Name))];

        static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
    }
}

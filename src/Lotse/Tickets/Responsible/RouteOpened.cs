using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;

namespace Lotse.Tickets.Responsible;

/// <summary>What a ticket that has just been opened is about, and who gets it.</summary>
public static class RouteOpened
{
    /// <param name="text">What the customer wrote.</param>
    /// <returns>What is told is told first: by it the one who is responsible is found.</returns>
    public static IReadOnlyList<Fact> Facts(RoutingTable table, Ticket ticket, long? organisation, string text, DateTimeOffset now)
    {
        var told = table.Classify.Of(ticket.CommunityId, ticket.MailboxId, ticket.Subject, text);
        var facts = new List<Fact>();
        if (told.ProductId is { } product) facts.Add(Named(CategoryKind.Product, product, told.ProductBecause));
        if (told.TopicId is { } topic) facts.Add(Named(CategoryKind.Topic, topic, told.TopicBecause));
        var one = Case.Of(ticket, organisation) with { ProductId = told.ProductId, TopicId = told.TopicId };
        facts.AddRange(RouteTicket.Take(ticket, table.Route(one, now), TicketRouted.Opened, now));
        return facts;

        TicketClassified Named(CategoryKind kind, long id, string word) =>
            new(ticket.Id, kind, null, id, word.Length > 0 ? TicketClassified.ByWords : TicketClassified.ByMailbox, word.Length > 0 ? word : null, now);
    }
}

using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Learning;
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
        List<TicketClassified?> named = [Named(CategoryKind.Product, told.ProductId, told.ProductBecause), Named(CategoryKind.Topic, told.TopicId, told.TopicBecause)];
        var facts = named.OfType<Fact>().ToList();
        var one = Case.Of(ticket, organisation) with { ProductId = named[0]?.To, TopicId = named[1]?.To };
        facts.AddRange(RouteTicket.Take(ticket, table.Route(one, now), TicketRouted.Opened, now));
        return facts;

        // The words that a lead wrote down come first; then what many corrections agree on; then the mailbox; then what a few do.
        TicketClassified? Named(CategoryKind kind, long? id, string word)
        {
            if (word.Length > 0) return new TicketClassified(ticket.Id, kind, null, id, TicketClassified.ByWords, word, now);
            var guess = table.Learned.Best(ticket.CommunityId, (LearnedKind)(int)kind, ticket.Subject, text);
            if (guess is { Acts: true } && (id is null || guess.IsStrong) && table.Classify.Offers(guess.To)) return new TicketClassified(ticket.Id, kind, null, guess.To, TicketClassified.ByLearning, string.Join(", ", guess.Words), now, guess.Corrections);
            return id is null ? null : new TicketClassified(ticket.Id, kind, null, id, TicketClassified.ByMailbox, null, now);
        }
    }
}

using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Responsible;

/// <summary>What a ticket is about from now on; what is not set stays.</summary>
public sealed record Categories(Optional<long?> Product = default, Optional<long?> Topic = default, Optional<long?> SupportGroup = default);

/// <summary>Says what a ticket is about. One that nobody has goes to whoever is responsible for that.</summary>
public sealed class ClassifyTicket(DeskDatabase database, Journal journal, RoutingNow routing, TimeProvider clock)
{
    public const string NoSuchCategory = "no-such-category";

    public Task<Answer<Ticket>> RunAsync(Acting by, long number, Categories wanted, long? version, CancellationToken cancel) => journal.RetryAsync<Answer<Ticket>>(async () =>
    {
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        if (version is { } seen && seen != ticket.Version) return Refusals.Changed;
        var now = clock.GetUtcNow();
        var facts = new List<Fact>();
        foreach (var (kind, to, from) in (ReadOnlySpan<(CategoryKind, Optional<long?>, long?)>)
            [(CategoryKind.Product, wanted.Product, ticket.ProductId), (CategoryKind.Topic, wanted.Topic, ticket.TopicId), (CategoryKind.SupportGroup, wanted.SupportGroup, ticket.SupportGroupId)])
        {
            if (to.IsSet && to.Value != from) facts.Add(new TicketClassified(ticket.Id, kind, from, to.Value, TicketClassified.ByAgent, null, now));
        }
        if (facts.Count == 0) return ticket;
        foreach (var fact in facts.Cast<TicketClassified>().Where(fact => fact.To is not null))
        {
            if (!await database.Categories.AnyAsync(c => c.Id == fact.To && c.CommunityId == ticket.CommunityId && c.Kind == fact.Kind && !c.Retired, cancel)) return new Refusal(NoSuchCategory, fact.Kind.ToString());
        }
        journal.Record(ticket, facts, by.AgentId);
        if (ticket is { AssigneeId: null, IsDone: false } && facts.Cast<TicketClassified>().Any(fact => fact.Kind != CategoryKind.SupportGroup))
        {
            var organisation = await database.Contacts.Where(c => c.Id == ticket.ContactId).Select(c => c.OrganisationId).SingleOrDefaultAsync(cancel);
            journal.Record(ticket, RouteTicket.Take(ticket, (await routing.TableAsync(database, cancel)).Route(Case.Of(ticket, organisation), now), TicketRouted.Classified, now), null);
        }
        await journal.SaveAsync(cancel);
        return ticket;
    });
}

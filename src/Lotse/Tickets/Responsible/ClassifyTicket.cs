using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Learning;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Responsible;

/// <summary>What a ticket is about from now on; what is not set stays.</summary>
public sealed record Categories(Optional<long?> Product = default, Optional<long?> Topic = default, Optional<long?> SupportGroup = default);

/// <summary>Says what a ticket is about, and remembers it where a person says so. One that nobody has goes to whoever is responsible for that.</summary>
public sealed class ClassifyTicket(DeskDatabase database, Journal journal, RoutingNow routing, RememberCorrection remember, TimeProvider clock)
{
    public const string NoSuchCategory = "no-such-category";

    public Task<Answer<Ticket>> RunAsync(Acting by, long number, Categories wanted, long? version, CancellationToken cancel) => journal.RetryAsync<Answer<Ticket>>(async () =>
    {
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        if (version is { } seen && seen != ticket.Version) return Refusals.Changed;
        var now = clock.GetUtcNow();
        var facts = await FactsAsync(by, ticket, wanted, now, cancel);
        if (facts.Refusal is { } refusal) return refusal;
        if (facts.Value!.Count == 0) return ticket;
        journal.Record(ticket, facts.Value, by.AgentId);
        await FollowAsync(by, ticket, facts.Value, now, cancel);
        await journal.SaveAsync(cancel);
        return ticket;
    });

    /// <summary>What would be said of it, or why not; nothing is put down yet.</summary>
    internal async Task<Answer<IReadOnlyList<Fact>>> FactsAsync(Acting by, Ticket ticket, Categories wanted, DateTimeOffset now, CancellationToken cancel)
    {
        var facts = new List<Fact>();
        foreach (var (kind, to, from) in (IReadOnlyList<(CategoryKind, Optional<long?>, long?)>)
            [(CategoryKind.Product, wanted.Product, ticket.ProductId), (CategoryKind.Topic, wanted.Topic, ticket.TopicId), (CategoryKind.SupportGroup, wanted.SupportGroup, ticket.SupportGroupId)])
        {
            if (!to.IsSet || to.Value == from) continue;
            if (to.Value is { } id && !await database.Categories.AnyAsync(c => c.Id == id && c.CommunityId == ticket.CommunityId && c.Kind == kind && !c.Retired, cancel)) return new Refusal(NoSuchCategory, kind.ToString());
            facts.Add(by.Author is null
                ? new TicketClassified(ticket.Id, kind, from, to.Value, TicketClassified.ByRule, by.Name, now)
                : new TicketClassified(ticket.Id, kind, from, to.Value, TicketClassified.ByAgent, null, now));
        }
        return facts;
    }

    /// <summary>What follows from facts that are put down; the caller saves.</summary>
    internal async Task FollowAsync(Acting by, Ticket ticket, IReadOnlyList<Fact> facts, DateTimeOffset now, CancellationToken cancel)
    {
        var told = facts.OfType<TicketClassified>().Where(fact => fact.Kind != CategoryKind.SupportGroup).ToList();
        if (told.Count == 0) return;
        if (by.Author is not null) await remember.RunAsync(by, ticket, [.. told.Select(fact => new Lesson((LearnedKind)(int)fact.Kind, fact.From, fact.To))], cancel);
        if (ticket is not { AssigneeId: null, IsDone: false }) return;
        var organisation = await database.Contacts.Where(c => c.Id == ticket.ContactId).Select(c => c.OrganisationId).SingleOrDefaultAsync(cancel);
        journal.Record(ticket, RouteTicket.Take(ticket, (await routing.TableAsync(database, cancel)).Route(Case.Of(ticket, organisation), now), TicketRouted.Classified, now), null);
    }
}

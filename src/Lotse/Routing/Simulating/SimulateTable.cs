using Lotse.Adapters.Database;
using Lotse.Domain.Levels;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Simulating;

/// <summary>A ticket of the last weeks and who would have got it.</summary>
public sealed record SimulatedTicket(long Number, string Subject, Simulated Outcome);

/// <param name="Since">No older ticket was looked at.</param>
/// <param name="All">False where there are more than are looked at: then these are the newest.</param>
public sealed record Simulation(IReadOnlyList<SimulatedTicket> Tickets, DateTimeOffset Since, bool All);

/// <summary>Puts the tickets of the last month to the table of responsibilities, and changes nothing.</summary>
public sealed class SimulateTable(DeskDatabase database, RoutingNow routing, TimeProvider clock)
{
    public const int AtMost = 5000;

    /// <summary>Who was away then is still known.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromDays(30);

    /// <param name="changed">A row that is tried, with the id of the one that it changes or 0.</param>
    public async Task<Simulation> RunAsync(Acting by, long communityId, Responsibility? changed, CancellationToken cancel)
    {
        var (table, now) = (await routing.TableAsync(database, cancel), clock.GetUtcNow());
        var (since, organisations) = (now - Back, table.NamesOrganisations || changed?.Scope.OrganisationId is not null);
        var first = Ids.First(since);
        var found = await database.Tickets.VisibleTo(by).Where(t => t.CommunityId == communityId && t.Id >= first && t.Lane != Lane.Spam && t.Lane != Lane.Merged)
            .OrderByDescending(t => t.Id).Take(AtMost + 1)
            .Select(t => new
            {
                t.Id, t.Number, t.Subject, t.ProductId, t.TopicId, t.Language, t.MailboxId, t.CreatedAt,
                Organisation = organisations ? database.Contacts.Where(c => c.Id == t.ContactId).Select(c => c.OrganisationId).FirstOrDefault() : null,
            }).ToListAsync(cancel);
        // They are tried where they come in, at whatever level they are by now.
        var entrance = table.Roster.Levels.GetValueOrDefault(communityId, CommunityLevels.Usual).Entrance;
        var outcomes = SimulateRouting.Of(found.Take(AtMost).Select(t => new PastCase(t.Id, new Case(communityId, t.ProductId, t.TopicId, t.Language, t.MailboxId, entrance, t.Organisation), t.CreatedAt)), table, now, changed);
        return new Simulation([.. outcomes.Select((one, n) => new SimulatedTicket(found[n].Number, found[n].Subject, one))], since, found.Count <= AtMost);
    }
}

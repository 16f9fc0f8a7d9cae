using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Reading;
using Lotse.Tickets.Responsible;
using Lotse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Absences;

/// <summary>Shows what an absence would mean before it is said: where the open tickets would go, and for what nobody would be there.</summary>
public sealed class EffectOfAbsence(DeskDatabase database, RoutingNow routing, DeskNames names, Viewing viewing)
{
    private const int AtMost = 200, NumbersShown = 8;

    public async Task<EffectView> ForAsync(Acting by, Absence absence, CancellationToken cancel)
    {
        var (known, now) = (await names.NowAsync(cancel), await routing.TableAsync(database, cancel));
        var (then, at) = (now.IfAway(absence), absence.From > viewing.Now ? absence.From : viewing.Now);
        var open = (int)await database.QueueCounts.VisibleTo(by).Where(c => c.AssigneeId == absence.AgentId && (c.State == (int)Domain.Tickets.TicketState.New || c.State == (int)Domain.Tickets.TicketState.Open)).SumAsync(c => c.Count, cancel);
        var tickets = await database.Tickets.VisibleTo(by).Where(t => t.AssigneeId == absence.AgentId && t.Lane == Lane.Active).OrderByDescending(t => t.UpdatedAt).Take(AtMost).ToListAsync(cancel);
        var goes = tickets.Select(ticket => (ticket.Number, Fact: RouteTicket.Relieve(ticket, Case.Of(ticket, null), then, Domain.Routing.TicketRouted.Absence, at).OfType<Domain.Routing.TicketRouted>().FirstOrDefault()))
            .Where(one => one.Fact is not null).GroupBy(one => one.Fact!.To).OrderByDescending(group => group.Count())
            .Select(group => new EffectLine(known.Agent(group.Key), group.Count(), [.. group.Take(NumbersShown).Select(one => one.Number.ToString(CultureInfo.InvariantCulture))]));
        var nobody = now.All.Where(rule => by.Sees(rule.Scope.CommunityId) && rule.HoldsAt(at) && rule.Holders.Any(one => one.AgentId == absence.AgentId) && NobodyThere(rule, then, at) && !NobodyThere(rule, now, at))
            .Select(rule => $"{known.Community(rule.Scope.CommunityId)}: {RoutedSentence.About(viewing.T, RoutedEvents.About(rule.Scope, known))}");
        return new EffectView(known.Agent(absence.AgentId) ?? "?", open, tickets.Count, absence.Tickets == WithTickets.Keep, [.. goes], [.. nobody.Take(20)]);
    }

    private static bool NobodyThere(Responsibility rule, RoutingTable table, DateTimeOffset at)
    {
        var scope = rule.Scope;
        var one = new Case(scope.CommunityId, scope.ProductId, scope.TopicId, scope.Language, scope.MailboxId ?? 0, scope.Level ?? Level.First, scope.OrganisationId);
        return WhoActs.Now(rule, one, table.Roster, at).Because == RoutedBecause.NobodyThere;
    }
}

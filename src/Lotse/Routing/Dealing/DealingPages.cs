using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Communities;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Routing.Table;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Responsible;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Dealing;

/// <summary>The doors for people to how queues are dealt out.</summary>
public static class DealingPages
{
    public static void MapDealingPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Addresses.Dealing, async (string? community, HttpContext http, Signed signed, DeskDatabase database, RoutingNow routing, DeskNames names, DeskViews desks, Viewing viewing, CancellationToken cancel) =>
            await ViewAsync(community, signed, database, routing, names, viewing, cancel) is { } view ? Forms.Page<DealingPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", view)) : (IResult)TypedResults.NotFound());
        pages.MapPost($"{Addresses.Dealing}/{{id:long}}", SaveAsync);
    }

    private static async Task<IResult> SaveAsync(
        long id, HttpContext http, Signed signed, KeepDistribution keep, DeskDatabase database, RoutingNow routing, DeskNames names, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var kind = Enum.TryParse<DistributionKind>(form.Field("kind"), ignoreCase: true, out var named) ? named : (DistributionKind)(-1);
        var answer = await keep.RunAsync(signed.Acting, id, new Distribution(kind, Number(form.Field("capacity")), Number(form.Field("idle"))), cancel);
        var community = await database.Teams.Where(t => t.Id == id).Select(t => (long?)t.CommunityId).SingleOrDefaultAsync(cancel);
        if (answer.Refusal == Refusals.NotFound || community is null) return TypedResults.NotFound();
        if (answer.Refusal is not { } refusal) return Forms.Saved(http, $"{Addresses.Dealing}?community={Text(community.Value)}");
        if (refusal.Code == Refusals.LeadsOnly || await ViewAsync(Text(community.Value), signed, database, routing, names, viewing, cancel) is not { } view) return TypedResults.Forbid();
        var said = RoutingWords.Say(viewing.T, refusal with { About = $"{refusal.About}-{Text(id)}" });
        return Forms.Page<DealingPage>(StatusCodes.Status422UnprocessableEntity, ("Desk", await desks.ForAsync(http, cancel)), ("View", view with
        {
            Teams = [.. view.Teams.Select(team => team.Id == Text(id) ? team with { Kind = form.Field("kind") ?? team.Kind, Capacity = form.Field("capacity"), Idle = form.Field("idle"), Refusals = [said] } : team)],
        }));

        // What is no number is out of every range.
        static int? Number(string? typed) => typed is null ? null : int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    private static async Task<DealingView?> ViewAsync(string? community, Signed signed, DeskDatabase database, RoutingNow routing, DeskNames names, Viewing viewing, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        if (TableViews.CommunityOf(signed.Acting, community, known) is not { } of) return null;
        var teams = await database.Teams.Where(t => t.CommunityId == of).OrderBy(t => t.Name).ToListAsync(cancel);
        var roster = (await routing.TableAsync(database, cancel)).Roster;
        var counts = (await database.QueueCounts.VisibleTo(signed.Acting).Where(c => c.Count > 0).Select(c => new { c.CommunityId, c.State, c.TeamId, c.AssigneeId, c.Count }).ToListAsync(cancel))
            .FindAll(c => ((Domain.Tickets.TicketState)c.State).Lane() == Lane.Active);
        var open = counts.GroupBy(c => c.AssigneeId).ToDictionary(group => group.Key, group => group.Sum(c => c.Count));
        return new DealingView(TableViews.Named(of, known), TableViews.Communities(signed.Acting, known), [.. teams.Select(team => new TeamDealing(
            Text(team.Id), team.Name, KindOf(team), team.Capacity?.ToString(CultureInfo.InvariantCulture), team.IdleMinutes?.ToString(CultureInfo.InvariantCulture),
            [.. roster.People.Values.Where(person => person.Active && person.Teams.Contains(team.Id)).Select(person => new InHand(known.Agent(person.Id) ?? "?", open.GetValueOrDefault(person.Id), person.Presence.At(viewing.Now) is not null)).OrderBy(one => one.Name, StringComparer.CurrentCulture)],
            counts.Where(c => c.TeamId == team.Id && c.AssigneeId == 0).Sum(c => c.Count), []))], signed.Acting.Role >= Role.Lead);
    }

    private static string KindOf(Team team) => team.Distribution switch { DistributionKind.RoundRobin => "roundRobin", DistributionKind.LeastLoaded => "leastLoaded", _ => "pull" };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

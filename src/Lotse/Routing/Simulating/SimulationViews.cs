using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain.Routing;
using Lotse.Routing.Table;
using Lotse.Tickets.Pages;
using Lotse.Ui;

namespace Lotse.Routing.Simulating;

/// <summary>A simulation in words.</summary>
public sealed class SimulationViews(SimulateTable simulate, TableViews tables, DeskNames names, Viewing viewing)
{
    private const int MovedShown = 50, UncoveredShown = 20;

    /// <returns>Null where the community is not there or not for this agent.</returns>
    public async Task<SimulationPageView?> ForAsync(Signed signed, string? community, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        if (TableViews.CommunityOf(signed.Acting, community, known) is not { } of) return null;
        return new SimulationPageView(TableViews.Named(of, known), TableViews.Communities(signed.Acting, known), await OfAsync(signed, of, null, cancel));
    }

    public async Task<SimulationView> OfAsync(Signed signed, long communityId, Responsibility? changed, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var found = await simulate.RunAsync(signed.Acting, communityId, changed, cancel);
        var shares = found.Tickets.SelectMany(one => (IEnumerable<(string Who, int Now, int Then)>)[(Who(one.Outcome.Now, known), 1, 0), (Who(one.Outcome.Then, known), 0, 1)])
            .GroupBy(one => one.Who).Select(group => new SimulatedShare(group.Key, group.Sum(one => one.Now), group.Sum(one => one.Then)))
            .OrderByDescending(one => Math.Max(one.Now, one.Then)).ThenBy(one => one.Who, StringComparer.CurrentCulture);
        var moved = found.Tickets.Where(one => one.Outcome.Differs).ToList();
        var uncovered = found.Tickets.Where(one => one.Outcome.Then.Because == RoutedBecause.NoRow).Select(one => one.Outcome.Past.One).GroupBy(one => (one.ProductId, one.TopicId, one.Language))
            .OrderByDescending(group => group.Count()).Take(UncoveredShown).Select(group => new UncoveredCase(About(group.Key.ProductId, group.Key.TopicId, group.Key.Language, known), group.Count()));
        return new SimulationView(found.Tickets.Count, found.All, changed is not null, [.. shares], moved.Count,
            [.. moved.Take(MovedShown).Select(one => new MovedTicket(one.Number.ToString(CultureInfo.InvariantCulture), one.Subject, Who(one.Outcome.Now, known), Who(one.Outcome.Then, known)))], [.. uncovered]);
    }

    private string Who(Domain.Routing.Route route, NamesNow known) => route switch
    {
        { AgentId: { } agent, ActsForId: { } other } => viewing.T["simulation.actsFor", ("name", known.Agent(agent) ?? "?"), ("for", known.Agent(other) ?? "?")],
        { AgentId: { } agent } => known.Agent(agent) ?? "?",
        { TeamId: { } team } => viewing.T["responsible.teamNamed", ("team", known.Teams.GetValueOrDefault(team, "?"))],
        { Because: RoutedBecause.NoRow } => viewing.T["simulation.nobody"],
        _ => viewing.T["simulation.nobodyThere"],
    };

    private string About(long? product, long? topic, string? language, NamesNow known)
    {
        string?[] said = [known.Category(product) ?? viewing.T["responsible.noProduct"], known.Category(topic), language is null ? null : tables.LanguageName(language)];
        return string.Join(", ", said.OfType<string>());
    }
}

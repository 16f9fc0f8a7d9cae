using Lotse.Domain.Levels;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Routing;

public sealed class SimulateRoutingTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_row_holds_for_past_tickets_as_well_and_one_that_has_ended_does_not()
    {
        var table = Table(Row(1, null, s_now.AddDays(-1), null), Row(2, 7, null, s_now.AddDays(-1)));
        Assert.Equal(1, Of(table, 7, null).Now.AgentId);
    }

    [Fact]
    public void What_is_tried_takes_the_place_of_what_it_changes_and_is_tried_before_it_begins()
    {
        var table = Table(Row(1, null, null, null), Row(2, 7, null, null));
        var one = Of(table, 7, Row(2, 8, s_now.AddDays(3), null) with { Holders = [new Holder(3, null)] });
        Assert.Equal((2, 1, true), (one.Now.AgentId, one.Then.AgentId, one.Differs)); // It is for something else now.
        Assert.Equal(3, Of(table, 8, Row(2, 8, s_now.AddDays(3), null) with { Holders = [new Holder(3, null)] }).Then.AgentId);
        Assert.Equal(3, Of(table, 7, Row(0, 7, s_now.AddDays(3), null) with { Holders = [new Holder(3, null)] }).Then.AgentId); // For the same cases, later.
    }

    [Fact]
    public void Who_was_away_then_is_passed_over()
    {
        var away = new Absence(9, 1, AbsenceKind.Holiday, s_now.AddDays(-10), s_now.AddDays(-5), WithTickets.HandOver);
        var table = Table([away], Row(1, null, null, null) with { Holders = [new Holder(1, null), new Holder(2, null)] });
        Assert.Equal(2, SimulateRouting.Of([new PastCase(1, Case(null), s_now.AddDays(-7))], table, s_now)[0].Now.AgentId);
        Assert.Equal(1, SimulateRouting.Of([new PastCase(1, Case(null), s_now.AddDays(-3))], table, s_now)[0].Now.AgentId);
    }

    private static Simulated Of(RoutingTable table, long product, Responsibility? changed) => SimulateRouting.Of([new PastCase(1, Case(product), s_now.AddDays(-20))], table, s_now, changed)[0];

    private static Case Case(long? product) => new(5, product, null, "de", 1, Level.First, null);

    private static Responsibility Row(long id, long? product, DateTimeOffset? from, DateTimeOffset? until) => new(id, new Scope(5, ProductId: product), [new Holder(id == 0 ? 1 : id, null)], [], null, from, until, null);

    private static RoutingTable Table(params Responsibility[] rows) => Table([], rows);

    private static RoutingTable Table(IReadOnlyList<Absence> absences, params Responsibility[] rows)
    {
        var people = Enumerable.Range(1, 3).ToDictionary(id => (long)id, id => new RosterEntry(id, Role.Agent, true, [5], [], [], new Presence([.. absences.Where(one => one.AgentId == id)], [], "UTC")));
        return new RoutingTable(rows, new Roster(people, new Dictionary<long, CommunityLevels>()), new Classify([]));
    }
}

using System.Collections.Frozen;
using CsCheck;
using Lotse.Domain.Levels;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Routing;

/// <summary>Whatever the table, the absences and the deputies: one answer, nobody who is away, no end of looking.</summary>
public sealed class RoutingProperties
{
    private static readonly DateTimeOffset Now = new(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<long?> Name = Gen.Int[0, 3].Select(n => n == 0 ? null : (long?)n);

    private static readonly Gen<string?> Language = Gen.Int[0, 2].Select(n => n switch { 0 => null, 1 => "de", _ => "en" });

    private static readonly Gen<Scope> Scopes = Gen.Select(Name, Name, Name, Name, Language, Gen.Int[0, 2].Select(n => n switch { 0 => (Level?)null, 1 => Level.First, _ => Level.Second }))
        .Select((organisation, product, topic, mailbox, language, level) => new Scope(1, organisation, product, topic, mailbox, language, level));

    private static readonly Gen<Case> Cases = Gen.Select(Name, Name, Gen.Int[0, 3].Select(n => n switch { 0 => null, 1 => "de", 2 => "en", _ => "fr" }), Gen.Long[1, 3], Gen.Bool.Select(first => first ? Level.First : Level.Second), Name)
        .Select((product, topic, language, mailbox, level, organisation) => new Case(1, product, topic, language, mailbox, level, organisation));

    private static readonly Gen<DateTimeOffset?> Moments = Gen.Int[-60, 50].Select(hours => hours < -50 ? null : (DateTimeOffset?)Now.AddHours(hours));

    private static readonly Gen<Holder> Holders = Gen.Long[1, 9].Select(id => id == 9 ? new Holder(null, 1) : new Holder(id, null));

    private static readonly Gen<Responsibility[]> Rows = Gen.Select(Scopes, Holders.Array[1, 4], Gen.Long[1, 8].Array[0, 3], Moments, Moments)
        .Select((scope, holders, deputies, from, until) => new Responsibility(0, scope, holders, deputies, null, from, until, null)).Array[0, 30]
        .Select(rows => rows.Select((row, n) => row with { Id = n + 1 }).ToArray());

    private static readonly Gen<Presence> Presences = Gen.Select(
        Gen.Select(Gen.Int[-60, 60], Gen.Int[-10, 80].Select(n => n < 1 ? null : (int?)n)).Select((from, hours) =>
            new Absence(1, 1, AbsenceKind.Holiday, Now.AddHours(from), hours is { } h ? Now.AddHours(from + h) : null, WithTickets.HandOver)).Array[0, 3],
        Gen.Select(Gen.Enum<DayOfWeek>(), Gen.Int[0, 1000], Gen.Int[1, 440]).Select((day, from, minutes) => new WeeklyAbsence(day, from, from + minutes)).Array[0, 3])
        .Select((absences, weekly) => new Presence(absences, weekly, "Europe/Berlin"));

    private static readonly Gen<Roster> Rosters = Gen.Select(Presences, Gen.Long[1, 8].Array[0, 3], Gen.Bool, Gen.Int[0, 5].Select(n => n == 0 ? 2L : 1L), Gen.Long[1, 2]).Array[8]
        .Select(people => new Roster(
            people.Select((one, n) => new RosterEntry(n + 1, Role.Agent, one.Item3 || n % 3 > 0, [one.Item4], [one.Item5], one.Item2, one.Item1)).ToFrozenDictionary(one => one.Id),
            new Dictionary<long, CommunityLevels> { [1] = new([new(Level.First), new(Level.Second, Operators: [new LevelOperator(2)])], [], []) }));

    private static readonly Gen<DateTimeOffset> Times = Gen.Int[-4000, 4000].Select(minutes => Now.AddMinutes(minutes));

    [Fact]
    public void Gives_one_answer_that_depends_on_no_order_of_rows() => Gen.Select(Rows, Rosters, Cases, Times).Sample((rows, roster, one, at) =>
    {
        var (straight, back) = (new RoutingTable(rows, roster, new Classify([])), new RoutingTable(rows.Reverse(), roster, new Classify([])));
        var found = straight.Find(one, at);
        Assert.Equal(found, back.Find(one, at));
        // The narrowest, looked for the slow way.
        var fitting = rows.Where(row => row.Scope.Fits(one) && row.HoldsAt(at)).ToList();
        Assert.Equal(fitting.Count == 0, found is null);
        if (found is not null)
        {
            Assert.Contains(found, fitting);
            Assert.DoesNotContain(fitting, row => row.Scope.Rank > found.Scope.Rank);
            Assert.All(fitting.Where(row => row.Scope.Rank == found.Scope.Rank), row => Assert.Equal(found.Scope, row.Scope));
        }
        var route = straight.Route(one, at);
        Assert.Equivalent(route, back.Route(one, at), strict: true);
        Assert.False(route is { AgentId: not null, TeamId: not null });
    }, iter: 5_000);

    [Fact]
    public void Names_nobody_who_is_away_or_may_not() => Gen.Select(Rows, Rosters, Cases, Times).Sample((rows, roster, one, at) =>
    {
        var route = new RoutingTable(rows, roster, new Classify([])).Route(one, at);
        if (route.AgentId is { } agent)
        {
            Assert.True(roster.MayWork(agent, one));
            Assert.Null(roster.People[agent].Presence.At(at));
        }
        Assert.Equal(route.PassedOver.Count, route.PassedOver.Select(other => other.AgentId).Distinct().Count());
        Assert.All(route.PassedOver, other => Assert.False(roster.CanWorkNow(other.AgentId, one, at)));
        Assert.True(route.ActsForId is null || route.ActsForId != route.AgentId);
    }, iter: 5_000);

    [Fact]
    public void Reaches_everybody_whom_a_chain_of_deputies_reaches() => Gen.Select(Rosters, Cases, Times, Gen.Long[1, 8]).Sample((roster, one, at, first) =>
    {
        var reached = new HashSet<long> { first };
        for (var grown = true; grown;) grown = reached.ToList().SelectMany(roster.DeputiesOf).Aggregate(false, (any, next) => reached.Add(next) || any);
        var route = WhoActs.For(first, one, roster, at);
        Assert.Equal(reached.Any(id => roster.CanWorkNow(id, one, at)), route.AgentId is not null);
        if (route.AgentId is { } agent) Assert.Contains(agent, reached);
    }, iter: 5_000);

    [Fact]
    public void Says_when_somebody_is_back() => Gen.Select(Presences, Times).Sample((presence, at) =>
    {
        if (presence.At(at) is not { Until: { } back }) return;
        Assert.True(back > at);
        Assert.Null(presence.At(back));
        for (var step = 1; step < 20; step++) Assert.NotNull(presence.At(at + ((back - at) * step / 20)));
    }, iter: 5_000);

    [Fact]
    public void Takes_a_ticket_from_whoever_cannot_work_it_and_from_nobody_else() => Gen.Select(Rows, Rosters, Cases, Times, Gen.Long[1, 8]).Sample((rows, roster, one, at, assignee) =>
    {
        var table = new RoutingTable(rows, roster, new Classify([]));
        var ticket = Ticket.From(new TicketOpened(5, 1, one.MailboxId, 1, "s", one.Language, one.Level, "mail", at));
        ticket.Apply(new TicketAssigned(5, null, assignee, at));
        var facts = RouteTicket.Relieve(ticket, one, table, TicketRouted.Absence, at);
        Assert.Equal(roster.MayHave(assignee, 1) && roster.AwayAt(assignee, at) is null, facts.Count == 0);
        foreach (var fact in facts.Cast<TicketFact>()) ticket.Apply(fact);
        Assert.True(ticket.AssigneeId is not { } now || (facts.Count == 0 ? now == assignee : roster.CanWorkNow(now, one, at)));
        Assert.Empty(RouteTicket.Relieve(ticket, one, table, TicketRouted.Absence, at));
    }, iter: 5_000);
}

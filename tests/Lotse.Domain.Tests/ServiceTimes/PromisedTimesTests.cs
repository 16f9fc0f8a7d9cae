using Lotse.Domain.Intake;
using Lotse.Domain.Levels;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.ServiceTimes;

/// <summary>Clocks of a ticket in a desk that works from nine to five on working days in Berlin. Times are local, in the week of Monday, 1 June 2026.</summary>
public sealed class PromisedTimesTests
{
    private static readonly Promise Usual = new(FirstAnswer: 4 * 60, NextAnswer: 2 * 60, Resolution: 16 * 60, Warn: 60);

    private readonly List<TicketFact> _facts = [];
    private ServicePlan _plan = ServicePlan.None with { Promises = [Usual] };
    private DateTimeOffset _since = At(-30, 0);
    private TicketState _state = TicketState.New;

    public PromisedTimesTests() => _facts.Add(new TicketOpened(1, 7, 1, 1, "Hallo", "de", Level.First, "mail", At(1, 9)));

    [Fact]
    public void A_new_ticket_is_owed_an_answer_and_a_resolution()
    {
        var times = Times(At(1, 9));
        Assert.Equal([(PromiseKind.FirstAnswer, At(1, 13)), (PromiseKind.Resolution, At(2, 17))], times.Clocks.Select(clock => (clock.Kind, clock.DueAt!.Value)));
        Assert.Equal(At(1, 13), times.DueAt);
        Assert.Equal(At(1, 12), times.Next(times.Clocks[0]));
    }

    [Fact]
    public void An_answer_ends_the_first_wait_and_waiting_for_the_customer_stops_the_clock()
    {
        Reply(At(1, 11), 10);
        var times = Times(At(1, 15));
        Assert.Null(times.DueAt);
        Assert.Equal(At(1, 11), times.Clocks[0].EndedAt);
        Assert.Equal((At(1, 11), TimeSpan.FromHours(14)), (times.Clocks[1].PausedSince, times.Clocks[1].Left));
        Assert.All(times.Clocks, clock => Assert.Null(times.Next(clock)));
    }

    [Fact]
    public void What_the_customer_writes_next_is_owed_an_answer_from_then_on_and_the_resolution_goes_on_with_what_is_left()
    {
        Reply(At(1, 11), 10);
        Write(At(2, 16), 11);
        Write(At(2, 16, 30), 12); // Once is enough.
        var times = Times(At(2, 16, 30));
        Assert.Equal([PromiseKind.FirstAnswer, PromiseKind.Resolution, PromiseKind.NextAnswer], times.Clocks.Select(clock => clock.Kind));
        Assert.Equal(At(3, 10), times.DueAt); // One hour on Tuesday, one on Wednesday.
        Assert.Equal(At(4, 14), times.Clocks[1].DueAt); // Fourteen hours: one on Tuesday, eight on Wednesday, five on Thursday.
    }

    [Fact]
    public void A_reply_that_is_taken_back_was_none()
    {
        Reply(At(1, 11), 10);
        _facts.Add(new ReplyTakenBack(1, 10, 0, "", "agent", At(1, 11)));
        To(TicketState.Open, At(1, 11), "taken-back");
        Assert.Equal(At(1, 13), Times(At(1, 12)).DueAt);
    }

    [Fact]
    public void A_planned_answer_counts_when_it_leaves()
    {
        _facts.Add(new ReplyWritten(1, 10, [], "", At(1, 10)));
        _facts.Add(new ReplyScheduled(1, 10, At(1, 15), At(1, 10)));
        var before = Times(At(1, 12));
        Assert.Equal((At(1, 13), At(1, 15)), (before.DueAt, before.PlannedAnswer));
        Assert.Null(before.Clocks[0].EndedAt);
        var after = Times(At(1, 16));
        Assert.Equal((At(1, 15), At(1, 13)), (after.Clocks[0].EndedAt, after.Clocks[0].DueAt));
    }

    [Fact]
    public void Being_resolved_ends_all_and_being_reopened_goes_on()
    {
        To(TicketState.Resolved, At(1, 12));
        Assert.All(Times(At(1, 13)).Clocks, clock => Assert.Equal(At(1, 12), clock.EndedAt));
        Write(At(5, 9), 10);
        var times = Times(At(5, 9));
        Assert.Equal(At(5, 11), times.DueAt); // Nobody has answered yet: it is the next answer that is owed.
        Assert.Equal(At(8, 14), times.Clocks.Single(clock => clock.Kind == PromiseKind.Resolution).DueAt); // Three of sixteen hours were used: eight on Friday, five on Monday.
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, 13)]
    public void Waiting_for_somebody_else_stops_the_clock_where_the_community_wants_that(bool pauses, int? due)
    {
        _plan = _plan with { PausesForThirdParty = pauses };
        To(TicketState.WaitingForThirdParty, At(1, 10));
        Assert.Equal(due is { } hour ? At(1, hour) : null, Times(At(1, 12)).DueAt);
        To(TicketState.Open, At(2, 10));
        Assert.Equal(pauses ? At(2, 13) : At(1, 13), Times(At(2, 10)).DueAt);
    }

    [Fact]
    public void The_most_specific_promise_wins_and_what_was_used_stays_used()
    {
        _plan = _plan with { Promises = [Usual, new(Priority: Priority.Urgent, FirstAnswer: 60), new(Level: Level.Second, FirstAnswer: 30), new(OrganisationId: 5, Resolution: 60)] };
        _facts.Add(new PriorityChanged(1, Priority.Normal, Priority.Urgent, At(1, 9, 40)));
        Assert.Equal(At(1, 10), Times(At(1, 9, 40)).DueAt);
        _facts.Add(new TicketEscalated(1, 3, Level.First, Level.Second, "", null, false, At(1, 9, 45)));
        Assert.Equal(At(1, 10), Times(At(1, 9, 45)).DueAt); // The priority says more than the level.
        Assert.Equal(At(1, 10), PromisedTimes.Of(_facts, Plans, 5, At(1, 9, 45)).Clocks[1].DueAt); // The resolution of an organisation.
        _facts.Add(new PriorityChanged(1, Priority.Urgent, Priority.Normal, At(1, 9, 50)));
        Assert.Equal(At(1, 9, 50), Times(At(1, 9, 50)).DueAt); // Half an hour is used up already.
    }

    [Fact]
    public void A_team_of_its_own_hours_counts_by_them_while_it_has_the_ticket()
    {
        _plan = _plan with { Own = [new OwnHours(4, null, new WeekHours("Europe/Berlin", [new(DayOfWeek.Monday, 0, 1440), new(DayOfWeek.Tuesday, 0, 1440)]))] };
        _facts.Add(new TeamChanged(1, null, 4, At(1, 16)));
        Assert.Equal(At(2, 1), Times(At(1, 16)).Clocks[1].DueAt); // Seven hours of sixteen are used; nine are left, by day and by night.
    }

    [Fact]
    public void Warns_once_says_once_that_it_is_overdue_and_then_to_leads()
    {
        Assert.Empty(Said(At(1, 11, 59)));
        Assert.Equal([new PromiseWarned(1, PromiseKind.FirstAnswer, 1, At(1, 13), At(1, 12))], Said(At(1, 12)));
        Assert.Empty(Said(At(1, 12, 59)));
        Assert.Equal([new PromiseOverdue(1, PromiseKind.FirstAnswer, 1, At(1, 13), At(1, 13))], Said(At(1, 13)));
        Assert.Empty(Said(At(1, 13, 59)));
        Assert.Equal([new PromiseLongOverdue(1, PromiseKind.FirstAnswer, 1, At(1, 13), At(1, 14))], Said(At(1, 14)));
        Assert.Empty(Said(At(2, 9)));
        Assert.Equal(At(1, 13), Times(At(2, 9)).DueAt);
    }

    [Fact]
    public void What_has_passed_stays_passed_however_long_the_ticket_waits_afterwards()
    {
        To(TicketState.WaitingForCustomer, At(1, 14));
        Assert.Null(Times(At(1, 15)).DueAt);
        To(TicketState.Open, At(3, 9));
        Assert.Equal(At(1, 13), Times(At(3, 9)).DueAt);
    }

    [Fact]
    public void What_waited_before_anything_was_promised_waits_since_then()
    {
        _since = At(3, 9);
        Assert.Equal(At(3, 13), Times(At(3, 9)).DueAt);
    }

    [Fact]
    public void Unwanted_mail_and_old_mail_is_owed_nothing()
    {
        _facts.Add(new TicketMarkedSpam(1, At(1, 10)));
        Assert.Null(Times(At(1, 12)).DueAt);
        _facts[0] = ((TicketOpened)_facts[0]) with { Door = "import" };
        Assert.Empty(Times(At(1, 12)).Clocks);
    }

    [Fact]
    public void Who_promises_nothing_owes_nothing()
    {
        _plan = ServicePlan.None;
        Assert.Null(Times(At(9, 9)).DueAt);
        Assert.Empty(Said(At(9, 9)));
    }

    private void Write(DateTimeOffset at, long message)
    {
        _facts.Add(new MessageReceived(1, message, "kunde@example.org", MailKind.Human, PlacedBy.SignedAddress, false, "", at));
        if (_state is not (TicketState.New or TicketState.Open)) To(TicketState.Open, at, "customer-wrote");
    }

    private void Reply(DateTimeOffset at, long message)
    {
        _facts.Add(new ReplyWritten(1, message, [], "", at));
        To(TicketState.WaitingForCustomer, at, "replied");
    }

    private void To(TicketState state, DateTimeOffset at, string because = "agent")
    {
        _facts.Add(new StateChanged(1, _state, state, because, null, at));
        _state = state;
    }

    private PlanInForce? Plans(long community) => community == 7 ? new PlanInForce(_plan, _since) : null;

    private PromisedTimes Times(DateTimeOffset now) => PromisedTimes.Of(_facts, Plans, null, now);

    /// <summary>As the desk would look at this moment and write down what it finds.</summary>
    private List<PromiseFact> Said(DateTimeOffset now)
    {
        var ticket = Ticket.From((TicketOpened)_facts[0]);
        foreach (var fact in _facts.Skip(1)) ticket.Apply(fact);
        var said = Times(now).Decide(ticket, now);
        _facts.AddRange(said);
        return [.. said.Where(fact => fact is not TicketDueChanged)];
    }

    /// <summary>Of June 2026, in Berlin.</summary>
    private static DateTimeOffset At(int day, int hour, int minute = 0) => new DateTimeOffset(2026, 6, 1, hour, minute, 0, TimeSpan.FromHours(2)).AddDays(day - 1);
}

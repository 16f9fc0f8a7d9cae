using Lotse.Domain.Tickets;
using Lotse.Domain.Tickets.Bulk;
using Xunit;

namespace Lotse.Domain.Tests.Tickets.Bulk;

public sealed class TakeBackTests
{
    private const long Me = 7;
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero);
    private static readonly TicketBefore Fresh = new(TicketState.New, null, Priority.Normal, null, 3, ["netz"]);

    [Fact]
    public void Leads_back_to_what_was_even_to_a_state_that_nobody_sets_by_hand()
    {
        var steps = new TicketSteps { State = TicketState.Resolved, Priority = Priority.High, Assignee = TicketSteps.Myself, Team = TicketSteps.Nobody };
        var ticket = After(new(TicketState.Resolved, Priority.High, Me, null));

        var (change, tags, refusal) = TakeBack.Decide(steps, Fresh, ticket, [], Me);

        Assert.Equal((null, null), (refusal, tags));
        var decided = change!.Decide(ticket, Now);
        Assert.Null(decided.Refusal);
        foreach (var fact in decided.Facts) ticket.Apply((TicketFact)fact);
        Assert.Equal((TicketState.New, Priority.Normal, null, 3), (ticket.State, ticket.Priority, ticket.AssigneeId, ticket.TeamId));
        Assert.Equal(ChangeTicket.StateNotByHand, new ChangeTicket(TicketState.New).Decide(After(new(TicketState.Open)), Now).Refusal?.Code);
    }

    [Theory]
    [InlineData(TicketState.Open, Priority.High, Me)]
    [InlineData(TicketState.Resolved, Priority.Urgent, Me)]
    [InlineData(TicketState.Resolved, Priority.High, 8L)]
    public void Leaves_a_ticket_of_which_somebody_has_changed_the_same_thing(TicketState state, Priority priority, long assignee)
    {
        var steps = new TicketSteps { State = TicketState.Resolved, Priority = Priority.High, Assignee = Me };

        Assert.Equal(TakeBack.ChangedSince, TakeBack.Decide(steps, Fresh, After(new(state, priority, assignee)), [], Me).Refusal?.Code);
    }

    [Fact]
    public void Does_not_mind_what_the_run_has_not_touched()
    {
        var steps = new TicketSteps { Priority = Priority.High };

        var (change, _, refusal) = TakeBack.Decide(steps, Fresh, After(new(TicketState.Closed, Priority.High, 99)), [], Me);

        Assert.Null(refusal);
        Assert.Equal((null, Priority.Normal, false), (change!.State, change.Priority, change.Assignee.IsSet));
    }

    [Fact]
    public void A_step_that_changed_nothing_is_not_taken_back()
    {
        var was = Fresh with { Assignee = Me };

        var (change, _, refusal) = TakeBack.Decide(new TicketSteps { Assignee = TicketSteps.Myself }, was, After(new(TicketState.New, Priority.Normal, 8)), [], Me);

        Assert.Null(refusal);
        Assert.False(change!.Assignee.IsSet);
    }

    [Fact]
    public void Tags_go_and_come_back_and_those_of_others_stay()
    {
        var steps = new TicketSteps { AddTags = ["Eilig", "netz"], RemoveTags = ["alt"] };
        var was = Fresh with { Tags = ["netz", "alt"] };
        Assert.Equal(["netz", "eilig"], TakeBack.TagsAfter(steps, was.Tags));

        var (_, tags, _) = TakeBack.Decide(steps, was, After(new(TicketState.New)), ["netz", "eilig", "von-anderen"], Me);

        Assert.Equal(["netz", "von-anderen", "alt"], tags);
    }

    [Fact]
    public void Says_what_cannot_begin()
    {
        var steps = new TicketSteps { State = TicketState.Open };
        Assert.Null(BulkRules.Check(steps, 1000));
        Assert.Equal(BulkRules.TooMany, BulkRules.Check(steps, 1001)?.Code);
        Assert.Equal(BulkRules.NothingChosen, BulkRules.Check(steps, 0)?.Code);
        Assert.Equal(BulkRules.NothingToDo, BulkRules.Check(new TicketSteps(), 5)?.Code);
        Assert.Equal(BulkRules.NotForMany, BulkRules.Check(new TicketSteps { Reply = "Hallo" }, 5)?.Code);
    }

    private sealed record Standing(TicketState State, Priority Priority = Priority.Normal, long? Assignee = null, long? Team = 3);

    private static Ticket After(Standing standing)
    {
        var ticket = Ticket.From(new TicketOpened(1, 1, 1, 1, "Netz", "de", Level.First, "mail", Now));
        ticket.Apply(new StateChanged(1, ticket.State, standing.State, "agent", null, Now));
        ticket.Apply(new PriorityChanged(1, ticket.Priority, standing.Priority, Now));
        ticket.Apply(new TicketAssigned(1, null, standing.Assignee, Now));
        ticket.Apply(new TeamChanged(1, null, standing.Team, Now));
        return ticket;
    }
}

using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Levels;

public class AnswerNextTimeTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly Standing s_second = new(new CommunityLevels([new(Level.First, Operators: [new(1)]), new(Level.Second, Operators: [new(2)])], EscalationReason.Usual, [HandOverForm.General]), [2], Leads: false);

    private static Ticket Solved(bool done = true, bool handedUp = true)
    {
        var ticket = Ticket.From(new TicketOpened(1, 1, 1, 1, "Subject", "de", Level.First, "mail", s_now));
        if (handedUp) ticket.Apply(new TicketEscalated(1, 77, Level.First, Level.Second, "rights", 2, false, s_now));
        if (done) ticket.Apply(new StateChanged(1, ticket.State, TicketState.Resolved, "", null, s_now));
        return ticket;
    }

    [Fact]
    public void Is_asked_once_of_a_case_that_was_solved_above()
    {
        Assert.Equal(new NextTimeAnswered(1, 77, true, s_now), Assert.Single(new AnswerNextTime(true).Decide(Solved(), s_second, 77, answered: false, s_now).Facts));
        Assert.Equal(AnswerNextTime.NothingAsked, new AnswerNextTime(true).Decide(Solved(), s_second, 77, answered: true, s_now).Refusal?.Code);
        Assert.Equal(AnswerNextTime.NotSolved, new AnswerNextTime(false).Decide(Solved(done: false), s_second, 77, false, s_now).Refusal?.Code);
    }

    [Fact]
    public void Is_not_asked_of_one_that_never_came_up_nor_about_another_ones_way_up()
    {
        Assert.Equal(AnswerNextTime.NothingAsked, new AnswerNextTime(true).Decide(Solved(handedUp: false), s_second, null, false, s_now).Refusal?.Code);
        Assert.Equal(AnswerNextTime.NothingAsked, new AnswerNextTime(true).Decide(Solved(), s_second, 78, false, s_now).Refusal?.Code);
    }

    [Fact]
    public void Is_answered_by_whoever_works_where_it_was_solved()
    {
        Assert.Equal(Standing.NotOfThisLevel, new AnswerNextTime(true).Decide(Solved(), s_second with { Teams = [1] }, 77, false, s_now).Refusal?.Code);
        Assert.Null(new AnswerNextTime(true).Decide(Solved(), s_second with { Teams = [], Leads = true }, 77, false, s_now).Refusal);
    }
}

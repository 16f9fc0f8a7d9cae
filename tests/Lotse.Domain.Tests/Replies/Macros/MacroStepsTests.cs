using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Replies.Macros;

public sealed class MacroStepsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero);

    private static string? Refused(TicketSteps steps, string? name = "Erledigt") => MacroSteps.Check(name, steps)?.Code;

    [Fact]
    public void What_does_nothing_or_has_no_name_is_no_macro()
    {
        Assert.Equal(MacroSteps.DoesNothing, Refused(new TicketSteps { Note = " " }));
        Assert.Equal(MacroSteps.NameMissing, Refused(new TicketSteps { State = TicketState.Resolved }, " "));
        Assert.Equal(MacroSteps.NameTooLong, Refused(new TicketSteps { State = TicketState.Resolved }, new string('x', 81)));
        Assert.Null(Refused(new TicketSteps { State = TicketState.Resolved }));
    }

    [Fact]
    public void A_text_may_have_the_names_it_knows_and_no_others()
    {
        Assert.Null(Refused(new TicketSteps { Reply = "Guten Tag {{ contact.name }}, zu {{number}}: {{ subject }}. {{ agent.name }}, {{ community.name }}" }));
        Assert.Equal((MacroSteps.NoSuchVariable, "reply"), MacroSteps.Check("A", new TicketSteps { Reply = "{{ contact.password }}" }) is { } r ? (r.Code, r.About) : default);
        Assert.Equal("note", MacroSteps.Check("A", new TicketSteps { Note = "{{ x }}" })?.About);
    }

    [Fact]
    public void A_snooze_has_a_length_and_is_the_state_already()
    {
        Assert.Equal(MacroSteps.SnoozeUnfit, Refused(new TicketSteps { SnoozeHours = 0 }));
        Assert.Equal(MacroSteps.SnoozeUnfit, Refused(new TicketSteps { SnoozeHours = 24 * 367 }));
        Assert.Equal(MacroSteps.SnoozeUnfit, Refused(new TicketSteps { SnoozeHours = 24, State = TicketState.Resolved }));
        Assert.Equal(MacroSteps.StateUnfit, Refused(new TicketSteps { State = TicketState.Snoozed }));
        Assert.Equal(s_now.AddHours(24), MacroSteps.Change(new TicketSteps { SnoozeHours = 24 }, 1, s_now).SnoozedUntil);
    }

    [Fact]
    public void Becomes_a_change_with_me_nobody_and_what_is_left_out()
    {
        var change = MacroSteps.Change(new TicketSteps { Assignee = TicketSteps.Myself, Team = TicketSteps.Nobody, Priority = Priority.High, State = TicketState.Resolved }, 7, s_now);
        Assert.Equal((7, null, true, Priority.High, TicketState.Resolved), (change.Assignee.Value, change.Team.Value, change.Team.IsSet, change.Priority, change.State));

        var nothing = MacroSteps.Change(new TicketSteps { Note = "x" }, 7, s_now);
        Assert.Equal((false, false, null, null), (nothing.Assignee.IsSet, nothing.Team.IsSet, nothing.Priority, nothing.State));
        Assert.Null(MacroSteps.Change(new TicketSteps { Reply = "x", State = TicketState.Resolved }, 7, s_now).State); // It comes with the answer.
    }

    [Fact]
    public void Tags_come_and_go_whatever_their_case()
    {
        Assert.Null(MacroSteps.Tags(new TicketSteps(), ["a"]));
        Assert.Equal(["a", "c"], MacroSteps.Tags(new TicketSteps { AddTags = ["c", "A"], RemoveTags = ["B"] }, ["a", "b"]));
    }

    [Fact]
    public void Comes_back_as_it_was_kept_and_is_not_believed_where_it_is_broken()
    {
        var steps = new TicketSteps { State = TicketState.WaitingForThirdParty, Assignee = TicketSteps.Nobody, AddTags = ["x"], Reply = "Hallo {{ number }}" };
        var again = MacroSteps.Read(MacroSteps.Write(steps))!;

        Assert.Equal((steps.State, steps.Assignee, steps.Reply, "x"), (again.State, again.Assignee, again.Reply, Assert.Single(again.AddTags)));
        Assert.Null(MacroSteps.Read("{\"state\":\"dancing\"}"));
        Assert.Equal("Hallo 1001", MacroSteps.Filled(steps, name => name == "number" ? "1001" : null).Reply);
    }
}

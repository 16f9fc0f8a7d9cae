using Lotse.Domain.Intake;
using Lotse.Domain.Notices;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Notices;

public sealed class TellPeopleTests
{
    private const long Ada = 1, Bo = 2, Cem = 3, Fremd = 4, Hafen = 10, Turm = 11;
    private static readonly DateTimeOffset s_now = new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero);

    private static Ticket Ticket(long? assignee = null, long? team = null)
    {
        var ticket = Domain.Tickets.Ticket.From(new TicketOpened(100, Hafen, 20, 30, "Frage", null, Level.First, "lmtp", s_now));
        if (assignee is not null) ticket.Apply(new TicketAssigned(100, null, assignee, s_now));
        if (team is not null) ticket.Apply(new TeamChanged(100, null, team, s_now));
        return ticket;
    }

    private static Colleague Person(long id, NoticeHabits? habits = null, long community = Hafen, bool active = true, params long[] teams) =>
        new(id, Role.Agent, active, [community], teams, habits ?? new NoticeHabits());

    private static readonly Colleague[] s_all = [Person(Ada), Person(Bo), Person(Cem), Person(Fremd, community: Turm)];

    private static NoticeScene Scene(Ticket ticket, long[]? watchers = null, long[]? named = null, long? author = null) => new(ticket, watchers ?? [], named ?? [], author);

    private static string Said(TicketFact fact, long? by, NoticeScene scene, params Colleague[] people) =>
        string.Join(", ", TellPeople.Of(fact, by, scene, people.Length == 0 ? s_all : people).Select(told => $"{told.AgentId} {told.Code}"));

    private static readonly MessageReceived s_wrote = new(100, 200, "anna@kunde.example", MailKind.Human, PlacedBy.SignedAddress, false, "", s_now);
    private static readonly NoteWritten s_noted = new(100, 201, s_now);

    [Fact]
    public void A_customers_message_is_told_to_whoever_has_the_ticket_and_whoever_watches() =>
        Assert.Equal("1 customerWrote.responsible, 2 customerWrote.watching", Said(s_wrote, null, Scene(Ticket(Ada), [Bo, Ada])));

    [Fact]
    public void A_ticket_that_nobody_has_tells_nobody() => Assert.Equal("", Said(s_wrote, null, Scene(Ticket())));

    [Fact]
    public void Nobody_is_told_what_they_did_themselves()
    {
        Assert.Equal("", Said(new TicketAssigned(100, null, Ada, s_now), Ada, Scene(Ticket(Ada))));
        Assert.Equal("1 assigned.responsible", Said(new TicketAssigned(100, null, Ada, s_now), Bo, Scene(Ticket(Ada))));
        Assert.Equal("2 colleagueReplied.watching", Said(new ReplyWritten(100, 201, [], "", s_now), Ada, Scene(Ticket(Ada), [Bo])));
        Assert.Equal("", Said(s_noted, null, Scene(Ticket(Ada), author: Ada))); // A note that came by mail.
    }

    [Fact]
    public void Nobody_is_told_of_a_ticket_they_cannot_see() =>
        Assert.Equal("2 mentioned.named", Said(s_noted, Ada, Scene(Ticket(Fremd), [Fremd], [Fremd, Bo])));

    [Fact]
    public void Whoever_is_gone_is_told_nothing() => Assert.Equal("", Said(s_wrote, null, Scene(Ticket(Ada)), Person(Ada, active: false)));

    [Fact]
    public void Each_is_told_once_for_the_strongest_reason_that_they_want_to_hear_of()
    {
        Assert.Equal("2 mentioned.named, 1 colleagueNoted.responsible", Said(s_noted, Cem, Scene(Ticket(Ada), [Bo, Ada, Cem], [Bo])));
        Assert.Equal("2 colleagueNoted.watching", Said(s_noted, Cem, Scene(Ticket(), [Bo], [Bo]), Person(Bo, new NoticeHabits { Mentioned = false })));
        Assert.Equal("", Said(s_noted, Cem, Scene(Ticket(), [Bo], [Bo]), Person(Bo, new NoticeHabits { Mentioned = false, ColleagueNoted = false })));
    }

    [Fact]
    public void A_failed_delivery_is_told_to_whoever_wrote_it_and_for_good_only()
    {
        Assert.Equal("2 deliveryFailed.author", Said(new DeliveryFailed(100, 201, "a@b.example", "", true, s_now), null, Scene(Ticket(Ada), author: Bo)));
        Assert.Equal("1 deliveryFailed.responsible", Said(new DeliveryFailed(100, 201, "a@b.example", "", true, s_now), null, Scene(Ticket(Ada), author: Fremd)));
        Assert.Equal("", Said(new DeliveryFailed(100, 201, "a@b.example", "", false, s_now), null, Scene(Ticket(Ada), author: Bo)));
        Assert.Equal("", Said(new DeliveryFailed(100, 201, "a@b.example", "", true, s_now), null, Scene(Ticket(Ada)))); // What the desk wrote by itself.
    }

    [Fact]
    public void A_change_of_state_is_told_only_on_request_and_never_beside_what_caused_it()
    {
        var (agent, replied) = (new StateChanged(100, TicketState.Open, TicketState.Resolved, "agent", null, s_now), new StateChanged(100, TicketState.Open, TicketState.WaitingForCustomer, "replied", null, s_now));
        var wishes = Person(Bo, new NoticeHabits { StateChanged = true });

        Assert.Equal("", Said(agent, Ada, Scene(Ticket(), [Bo])));
        Assert.Equal("2 stateChanged.watching", Said(agent, Ada, Scene(Ticket(), [Bo]), wishes));
        Assert.Equal("", Said(replied, Ada, Scene(Ticket(), [Bo]), wishes));
    }

    [Fact]
    public void A_snooze_that_is_over_is_told_but_not_one_that_the_customer_ended()
    {
        Assert.Equal("1 snoozeOver.responsible", Said(new StateChanged(100, TicketState.Snoozed, TicketState.Open, "snooze-over", null, s_now), null, Scene(Ticket(Ada))));
        Assert.Equal("", Said(new StateChanged(100, TicketState.Snoozed, TicketState.Open, "customer-wrote", null, s_now), null, Scene(Ticket(Ada))));
        Assert.Equal("", Said(new StateChanged(100, TicketState.Snoozed, TicketState.Open, "agent", null, s_now), Bo, Scene(Ticket(Ada))));
    }

    [Fact]
    public void New_tickets_are_told_to_those_who_asked_in_their_team_or_community()
    {
        var opened = new TicketOpened(100, Hafen, 20, 30, "Frage", null, Level.First, "lmtp", s_now);
        var asked = new NoticeHabits { NewTicket = true };
        Colleague[] people = [Person(Ada, asked, teams: 50), Person(Bo, asked), Person(Cem), Person(Fremd, asked, Turm)];

        Assert.Equal("", Said(opened, null, Scene(Ticket())));
        Assert.Equal("1 newTicket.queue, 2 newTicket.queue", Said(opened, null, Scene(Ticket()), people));
        Assert.Equal("1 newTicket.queue", Said(opened, null, Scene(Ticket(team: 50)), people));
        Assert.Equal("", Said(opened, null, Scene(Ticket(Cem)), people));
        Assert.Equal("", Said(opened with { Door = TellPeople.ImportDoor }, null, Scene(Ticket()), people));
    }

    [Fact]
    public void Only_those_whose_habit_it_is_watch_where_they_are_involved()
    {
        var habit = new NoticeHabits { WatchWhereInvolved = true };

        Assert.Empty(TellPeople.Joining(Scene(Ticket(), named: [Bo], author: Ada), s_all));
        Assert.Equal([Ada, Bo], TellPeople.Joining(Scene(Ticket(), named: [Bo, Fremd], author: Ada), [Person(Ada, habit), Person(Bo, habit), Person(Cem, habit), Person(Fremd, habit, Turm)]));
        Assert.Empty(TellPeople.Joining(Scene(Ticket(), [Ada], author: Ada), [Person(Ada, habit)]));
    }

    [Fact]
    public void A_code_is_read_as_it_was_written()
    {
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            foreach (var why in Enum.GetValues<NoticeWhy>()) Assert.Equal((kind, why), Told.Read(new Told(1, kind, why).Code));
        }
        Assert.Null(Told.Read("somethingNew.watching"));
    }
}

using System.Runtime.CompilerServices;
using CsCheck;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Levels;

/// <summary>Whatever is done in whatever order: nothing gets up without its gate, and nothing is lost between levels.</summary>
public class GoingThroughLevelsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, string> s_all = HandOverForm.TechnicalProblem.Questions.ToDictionary(question => question.Key, question => question.Kind switch
    {
        QuestionKind.Choice => question.Choices![0].Key,
        QuestionKind.Urgency => "limited",
        QuestionKind.YesNo => "yes",
        QuestionKind.Version => "Firefox 140",
        QuestionKind.File => "4711",
        QuestionKind.Alike => "#1042, 1077",
        _ => "Worte",
    });

    private sealed record Try(int What, int Level, bool Reason, bool Tried, int Left, bool Emergency, bool Leads, int Team, bool Words, bool? Next);

    private static readonly Gen<Try> s_tries = Gen.Select(Gen.Int[0, 3], Gen.Int[-1, 4], Gen.Bool, Gen.Bool, Gen.Int[-1, s_all.Count - 1], Gen.Int[0, 9], Gen.Bool, Gen.Int[0, 4])
        .Select(Gen.Bool, Gen.Int[0, 2], (a, words, next) => new Try(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6 == 0, a.Item7, a.Item8, words, next == 0 ? null : next == 1));

    private static readonly Gen<CommunityLevels> s_levels = Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, (second, third, writes) => CommunityLevels.Usual with
    {
        Levels = [new(Level.Secretariat, false), new(Level.First, Operators: [new(1)]), new(Level.Second, second, Operators: [new(2)]), new(Level.Third, third, writes, [new(3)])],
    });

    [Fact]
    public void Nothing_goes_up_without_its_gate_and_everything_has_a_way_back() => Gen.Select(s_levels, s_tries.List[1, 30]).Sample((levels, tries) =>
    {
        var ticket = Ticket.From(new TicketOpened(7, 1, 1, 1, "Sache", "de", Level.First, "mail", s_now));
        var ways = new Stack<CameUp>();
        var (id, now) = (100L, s_now);
        foreach (var one in tries)
        {
            (id, now) = (id + 1, now.AddMinutes(1));
            var standing = new Standing(levels, [one.Team], one.Leads);
            var (before, open) = (ticket.Level, ticket.HandOverId is not null && !ticket.HandOverAccepted);
            var escalate = EscalateOf(one, id);
            var decision = one.What switch
            {
                0 or 1 => escalate.Decide(ticket, standing, 9, now),
                2 => AcceptHandOver.Decide(ticket, standing, 5, now),
                _ => new ReturnTicket(id, one.Next is not null, one.Words ? "Antwort" : " ", one.Next).Decide(ticket, standing, ways.Count > 0 ? ways.Peek() : new CameUp(0, Level.First, null, null), 6, now),
            };
            if (decision.Refusal is not null)
            {
                Assert.Empty(decision.Facts);
                continue;
            }
            Assert.True(standing.Works(before), "Done by somebody of another level.");
            if (one.What < 2)
            {
                Assert.False(open, "Handed on before it was accepted.");
                Assert.True(ticket.Level < (escalate.To ?? levels.Above(ticket.Level)));
                Assert.Contains(levels.Reasons, reason => reason.Key == escalate.Reason);
                Assert.True(one.Emergency || (one.Tried && HandOverForm.TechnicalProblem.Missing(escalate.Answers).Count == 0), "The gate stood open.");
                ways.Push(new CameUp(id, ticket.Level, ticket.TeamId, ticket.HandOverId));
            }
            foreach (var fact in decision.Facts) ticket.Apply((TicketFact)fact);
            if (one.What < 2) Assert.True(levels.Of(ticket.Level) is { InUse: true, WritesToCustomers: true }, "It lies where nobody may answer.");
            if (one.What == 3) Assert.Equal(ways.Pop().Level, ticket.Level);
            Assert.Equal(ways.Count > 0 ? ways.Peek().HandOverId : null, ticket.HandOverId);
            Assert.Equal(ways.Count == 0, ticket.Level == Level.First);
            Assert.Equal(before == ticket.Level ? ticket.LevelSince : now, ticket.LevelSince);
        }
    }, iter: 5_000);

    [Fact]
    public void The_gate_names_each_answer_that_is_missing()
    {
        var ticket = Ticket.From(new TicketOpened(7, 1, 1, 1, "Sache", "de", Level.First, "mail", s_now));
        foreach (var question in HandOverForm.TechnicalProblem.Questions)
        {
            foreach (var wrong in question.Kind is QuestionKind.Text ? ["", "  "] : (string[])["", "nicht da"])
            {
                var answers = new Dictionary<string, string>(s_all) { [question.Key] = wrong };
                var refusal = new Escalate(9, null, "technical", "Neu gestartet", "technical-problem", answers).Decide(ticket, new Standing(CommunityLevels.Usual, [], false), null, s_now).Refusal;
                Assert.Equal(question.Needed || wrong.Trim().Length > 0 ? new Refusal(Escalate.AnswerMissing, question.Key) : null, refusal);
            }
        }
    }

    /// <summary>Every fact there is, also those that are yet to come.</summary>
    [Fact]
    public void No_other_fact_moves_a_ticket_between_levels()
    {
        Type[] movers = [typeof(TicketEscalated), typeof(TicketAccepted), typeof(TicketReturned), typeof(LevelBegunAnew)];
        var facts = typeof(TicketFact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TicketFact)) && !type.IsAbstract && type != typeof(TicketOpened)).ToList(); // Opened it is once.
        Assert.True(facts.Count > 30);
        foreach (var type in facts)
        {
            var ticket = Ticket.From(new TicketOpened(7, 1, 1, 1, "Sache", "de", Level.Second, "mail", s_now));
            ticket.Apply((TicketFact)RuntimeHelpers.GetUninitializedObject(type));
            Assert.Equal((type, movers.Contains(type) && type != typeof(TicketAccepted)), (type, (ticket.Level, ticket.HandOverId, ticket.LevelChanges) != (Level.Second, null, 0)));
            Assert.Equal((type, type == typeof(TicketAccepted)), (type, ticket.HandOverAccepted));
        }
    }

    [Fact]
    public void The_gate_names_all_that_is_missing_at_once()
    {
        var missing = new Escalate(9, null, "", " ", "technical-problem", new Dictionary<string, string> { ["system"] = "Windows 11", ["browser"] = "Firefox" }).Missing(CommunityLevels.Usual);

        Assert.Equal([new Refusal(Escalate.NoSuchReason, "reason"), new Refusal(Escalate.TriedMissing, "tried"), .. new[] { "saved", "browser", "connection", "done", "restarted", "reach", "urgency-customer", "urgency-agent", "before" }
            .Select(key => new Refusal(Escalate.AnswerMissing, key))], missing);
    }

    [Fact]
    public void A_ticket_further_up_becomes_no_part_of_one_below()
    {
        Ticket At(long id, Level level) => Ticket.From(new TicketOpened(id, 1, 1, 1, "Sache", "de", level, "mail", s_now));
        foreach (var (one, other) in Enum.GetValues<Level>().SelectMany(a => Enum.GetValues<Level>().Select(b => (a, b))))
        {
            Assert.Equal(one > other ? MergeTickets.Higher : null, MergeTickets.WhyNot(At(1, one), At(2, other))?.Code);
        }
    }

    [Fact]
    public void Whoever_works_only_where_nobody_writes_may_not_write_at_any_level()
    {
        var levels = CommunityLevels.Usual with { Levels = [new(Level.First, Operators: [new(1)]), new(Level.Second, Operators: [new(2)]), new(Level.Third, WritesToCustomers: false, Operators: [new(3)])] };
        foreach (var leads in (bool[])[true, false])
        {
            Assert.Equal(Standing.LevelDoesNotWrite, new Standing(levels, [3], leads).WhyNotWrite()?.Code);
            Assert.Null(new Standing(levels, [2, 3], leads).WhyNotWrite());
            Assert.Null(new Standing(levels, [], leads).WhyNotWrite());
            Assert.Null(new Standing(CommunityLevels.Usual, [3], leads).WhyNotWrite());
        }
    }

    [Theory]
    [InlineData(DayOfWeek.Friday, 23 * 60, true), InlineData(DayOfWeek.Saturday, 5 * 60, true), InlineData(DayOfWeek.Saturday, 6 * 60, false)]
    [InlineData(DayOfWeek.Friday, 5 * 60, false), InlineData(DayOfWeek.Saturday, 23 * 60, false)]
    public void Hours_over_midnight_belong_to_the_day_on_which_they_begin(DayOfWeek day, int minute, bool there) =>
        Assert.Equal(there, new LevelOperator(1, [DayOfWeek.Friday], 22 * 60, 6 * 60).IsThere(day, minute));

    private static Escalate EscalateOf(Try one, long id)
    {
        var answers = s_all.Where((_, at) => at != one.Left).ToDictionary();
        return new Escalate(id, one.Level < 0 ? null : (Level)one.Level, one.Reason ? "technical" : "because", one.Tried ? "Neu gestartet" : "", "technical-problem", answers, one.Emergency ? "Nichts geht mehr" : null);
    }
}

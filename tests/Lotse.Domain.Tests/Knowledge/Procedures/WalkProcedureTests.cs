using CsCheck;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Knowledge.Procedures;

public class WalkProcedureTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Ticket s_ticket = Ticket.From(new TicketOpened(7, 1, 1, 1, "Sache", "de", Level.First, "mail", s_now));

    /// <summary>Steps that lead anywhere: below, to each other, to an end, or nowhere.</summary>
    private static readonly Gen<ProcedureSteps> s_steps = Gen.Select(Gen.Int[0, 2], Gen.Int[-3, 7], Gen.Int[-3, 7]).List[1, 6].Select(made => new ProcedureSteps(
        [.. made.Select((one, n) => new Step($"s{n}", (StepKind)one.Item1, new("Tun", "Do"), Next: KeyOf(one.Item2), Branches: [new("a", new("A", "A"), KeyOf(one.Item3)), new("b", new("B", "B"))]))]));

    private static string KeyOf(int n) => n switch { -3 => "", -2 => ProcedureSteps.Solved, -1 => ProcedureSteps.Escalate, _ => $"s{n}" };

    [Fact]
    public void What_has_been_checked_can_be_walked_to_an_end_from_wherever_one_is() => Gen.Select(s_steps, Gen.Bool.List[0, 40]).Sample((steps, turns) =>
    {
        if (CheckProcedure.WhyNot(steps) is not null) return;
        var walk = new Walk(1, steps, [], false);
        foreach (var turn in turns)
        {
            if (walk.Current is not { } step) break;
            Assert.Equal(TakeStep.NotAtThisStep, new TakeStep("elsewhere", "a").Decide(s_ticket, walk, s_now).Refusal?.Code);
            var answer = step.Kind == StepKind.Choice ? turn ? "a" : "b" : "Worte";
            var decision = new TakeStep(step.Key, answer).Decide(s_ticket, walk, s_now);
            Assert.Null(decision.Refusal);
            var ended = decision.Facts.OfType<ProcedureEnded>().SingleOrDefault();
            walk = walk with { Done = [.. walk.Done, new Walked(step.Key, answer)], Over = ended is not null };
            Assert.Equal(walk.At is ProcedureSteps.Solved or ProcedureSteps.Escalate, ended is not null);
            if (ended is not null) Assert.Equal(walk.At, ended.Outcome);
        }
        // From here some way of choosing comes to an end, in no more steps than there are.
        var reached = new HashSet<string> { walk.At };
        for (var n = 0; n < steps.Steps.Count; n++)
        {
            foreach (var step in reached.Select(steps.Find).OfType<Step>().ToList()) reached.UnionWith(((string[])["a", "b"]).Select(way => steps.After(step, way)));
        }
        Assert.True(reached.Contains(ProcedureSteps.Solved) || reached.Contains(ProcedureSteps.Escalate), "There is no way out.");
    }, iter: 5_000);

    [Fact]
    public void Nothing_is_said_of_steps_that_are_not_right_but_what_is_wrong() => s_steps.Sample(steps =>
    {
        var keys = steps.Steps.Select(step => step.Key).Concat([ProcedureSteps.Solved, ProcedureSteps.Escalate]).ToHashSet();
        var nowhere = steps.Steps.Any(step => (step.Kind == StepKind.Choice ? step.Branches!.Select(b => steps.After(step, b.Key)) : [steps.After(step, null)]).Any(next => !keys.Contains(next)));
        Assert.Equal(nowhere, CheckProcedure.WhyNot(steps)?.Code == CheckProcedure.LeadsNowhere);
    }, iter: 5_000);

    [Fact]
    public void Who_comes_second_or_has_ended_goes_no_further()
    {
        var over = new Walk(1, PlayThrough.Steps, [], Over: true);
        var begun = over with { Over = false };

        Assert.Equal(TakeStep.WalkOver, new TakeStep("save", "yes").Decide(s_ticket, over, s_now).Refusal?.Code);
        Assert.Equal(TakeStep.WalkOver, new LeaveProcedure("Passt nicht").Decide(s_ticket, over, s_now).Refusal?.Code);
        Assert.Equal(TakeStep.NotAtThisStep, new TakeStep("see", "Weiße Seite").Decide(s_ticket, begun, s_now).Refusal?.Code);
        Assert.Equal(TakeStep.NoSuchWay, new TakeStep("save", "maybe").Decide(s_ticket, begun, s_now).Refusal?.Code);
        Assert.Equal(TakeStep.AnswerMissing, new TakeStep("see", " ").Decide(s_ticket, begun with { Done = [new("save", "yes")] }, s_now).Refusal?.Code);
        Assert.Equal(LeaveProcedure.WhyMissing, new LeaveProcedure(" ").Decide(s_ticket, begun, s_now).Refusal?.Code);
        Assert.Equal("save", new LeaveProcedure("Passt nicht").Decide(s_ticket, begun, s_now).Facts.OfType<ProcedureEnded>().Single().Step);
    }

    /// <summary>The play-through that a desk begins with asks for all that its hand-over form needs, in answers that the form takes.</summary>
    [Fact]
    public void The_play_through_fills_the_technical_form()
    {
        Assert.Null(CheckProcedure.WhyNot(PlayThrough.Steps));
        Assert.All(PlayThrough.Steps.Steps, step => Assert.True(step.Words.German != step.Words.English && step.Words.German.Length > 0 && step.Words.English.Length > 0));
        var (walk, answers) = (new Walk(1, PlayThrough.Steps, [], false), new Dictionary<string, string>());
        while (walk.Current is { } step)
        {
            var answer = step.Kind switch { StepKind.Choice => step.Key is "works" ? "no" : step.Branches![0].Key, StepKind.Answer => "Firefox 151", _ => "" };
            Assert.Null(new TakeStep(step.Key, answer).Decide(s_ticket, walk, s_now).Refusal);
            if (step.Fills.Length > 0) answers[step.Fills] = answer;
            walk = walk with { Done = [.. walk.Done, new Walked(step.Key, answer)] };
        }
        Assert.Equal(ProcedureSteps.Escalate, walk.At);
        Assert.Empty(HandOverForm.TechnicalProblem.Missing(answers));
    }
}

using Lotse.Domain.Tickets;

namespace Lotse.Domain.Knowledge.Procedures;

/// <summary>One step that was walked.</summary>
/// <param name="Answer">What was found out, or the key of the way that was taken; empty for what was checked off.</param>
public sealed record Walked(string Step, string Answer);

/// <summary>A procedure as it is being walked in a ticket.</summary>
public sealed record Walk(long RunId, ProcedureSteps Steps, IReadOnlyList<Walked> Done, bool Over)
{
    /// <summary>Steps of one walk at most: whoever tries again and again has left the path long ago.</summary>
    public const int StepsAtMost = 200;

    /// <summary>The key of the step it stands at, or the end it has come to.</summary>
    public string At
    {
        get
        {
            if (Done.Count == 0) return Steps.Steps[0].Key;
            var last = Done[^1];
            return Steps.Find(last.Step) is { } step ? Steps.After(step, last.Answer) : ProcedureSteps.Solved;
        }
    }

    public Step? Current => Over ? null : Steps.Find(At);
}

/// <summary>Goes on by one step.</summary>
/// <param name="Step">The step that whoever walks has seen; who comes second is told.</param>
public sealed record TakeStep(string Step, string Answer)
{
    public const string WalkOver = "walk-over", NotAtThisStep = "not-at-this-step", AnswerMissing = "answer-missing", NoSuchWay = "no-such-way", TooLong = "answer-too-long", RoundAndRound = "walk-too-long";
    public const int AnswerLength = 4000;

    public Decision Decide(Ticket ticket, Walk walk, DateTimeOffset now)
    {
        if (walk.Over) return Decision.Refuse(WalkOver);
        if (walk.Current is not { } step || step.Key != Step) return Decision.Refuse(NotAtThisStep);
        if (Answer.Length > AnswerLength) return Decision.Refuse(TooLong, step.Key);
        if (walk.Done.Count >= Walk.StepsAtMost) return Decision.Refuse(RoundAndRound);
        if (step.Kind == StepKind.Answer && string.IsNullOrWhiteSpace(Answer)) return Decision.Refuse(AnswerMissing, step.Key);
        if (step.Kind == StepKind.Choice && step.Branches!.All(branch => branch.Key != Answer)) return Decision.Refuse(NoSuchWay, step.Key);
        var next = walk.Steps.After(step, Answer);
        return walk.Steps.Find(next) is not null
            ? Decision.Happens(new ProcedureStepTaken(ticket.Id, walk.RunId, step.Key, now))
            : Decision.Happens(new ProcedureStepTaken(ticket.Id, walk.RunId, step.Key, now), new ProcedureEnded(ticket.Id, walk.RunId, next, step.Key, now));
    }
}

/// <summary>The case is another one, or the steps lead nowhere: the path is left, with a word why.</summary>
public sealed record LeaveProcedure(string Why)
{
    public const string Left = "left", WhyMissing = "nothing-written";

    /// <summary>The ticket goes to a community that has no such procedure: the path ends, and nobody has to say why.</summary>
    public static Decision AtTheWall(Ticket ticket, Walk walk, DateTimeOffset now) =>
        walk.Over ? Decision.Refuse(TakeStep.WalkOver) : Decision.Happens(new ProcedureEnded(ticket.Id, walk.RunId, Left, walk.At, now));

    public Decision Decide(Ticket ticket, Walk walk, DateTimeOffset now)
    {
        if (walk.Over) return Decision.Refuse(TakeStep.WalkOver);
        if (string.IsNullOrWhiteSpace(Why)) return Decision.Refuse(WhyMissing, "why");
        return Why.Length > TakeStep.AnswerLength ? Decision.Refuse(TakeStep.TooLong, "why") : Decision.Happens(new ProcedureEnded(ticket.Id, walk.RunId, Left, walk.At, now));
    }
}

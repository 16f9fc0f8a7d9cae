using Lotse.Domain.Levels;

namespace Lotse.Domain.Knowledge.Procedures;

/// <summary>What a step asks of whoever walks it.</summary>
public enum StepKind
{
    /// <summary>Done or not: checked off.</summary>
    Check,

    /// <summary>Something is found out, in words.</summary>
    Answer,

    /// <summary>One of several ways is taken.</summary>
    Choice,
}

/// <summary>Reusable steps for a kind of case. They are walked inside a ticket.</summary>
public sealed record ProcedureSteps(IReadOnlyList<Step> Steps)
{
    /// <summary>Where a way ends: solved here, or ready to be escalated.</summary>
    public const string Solved = "solved", Escalate = "escalate";

    public const int AtMost = 100;

    public Step? Find(string key) => Steps.FirstOrDefault(step => step.Key == key);

    /// <summary>Where it goes on after a step; a step that says nothing goes on to the one below it, and the last one ends in "solved".</summary>
    public string After(Step step, string? branch)
    {
        if (step.Kind == StepKind.Choice && step.Branches?.FirstOrDefault(one => one.Key == branch) is { Next.Length: > 0 } taken) return taken.Next;
        if (step.Next.Length > 0) return step.Next;
        var at = Steps.ToList().IndexOf(step);
        return at + 1 < Steps.Count ? Steps[at + 1].Key : Solved;
    }
}

/// <param name="Key">Stays the same while the words change.</param>
/// <param name="Hint">How one does it, what one says ("What do you see?"); may be empty.</param>
/// <param name="Fills">The key of the question in a hand-over form that the answer is for as well; empty for none.</param>
/// <param name="Block">The shortcut of a text block that helps here; empty for none.</param>
/// <param name="Next">Key of the step it goes on with, or an end; empty for the one below.</param>
public sealed record Step(
    string Key, StepKind Kind, TwoLanguages Words, TwoLanguages? Hint = null, string Fills = "", string Block = "", IReadOnlyList<Branch>? Branches = null, string Next = "");

/// <summary>One way on from a choice.</summary>
/// <param name="Next">Key of a step, or an end; empty for where the step itself goes on.</param>
public sealed record Branch(string Key, TwoLanguages Words, string Next = "");

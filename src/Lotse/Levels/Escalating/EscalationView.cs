using Lotse.Domain.Levels;
using Lotse.Ui;

namespace Lotse.Levels.Escalating;

/// <summary>The form before the gate, with what is known already and what is still missing.</summary>
public sealed record EscalationView
{
    public required string Number { get; init; }
    public required string Subject { get; init; }

    /// <summary>The digit of the level at which it was when this was drawn: what is saved by itself after it has gone up came too late.</summary>
    public required string At { get; init; }

    /// <summary>Why it cannot go up at all; null where it can.</summary>
    public string? Hindrance { get; init; }

    /// <summary>Where it may go, the next level first; the level's digit as id.</summary>
    public IReadOnlyList<Named> Levels { get; init; } = [];

    public string? To { get; init; }
    public IReadOnlyList<Named> Reasons { get; init; } = [];
    public string Reason { get; init; } = "";
    public string Tried { get; init; } = "";
    public IReadOnlyList<Named> Forms { get; init; } = [];
    public string Form { get; init; } = "";
    public IReadOnlyList<QuestionView> Questions { get; init; } = [];
    public string Emergency { get; init; } = "";
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>Who entered what stands here, where somebody else has.</summary>
    public string? KeptBy { get; init; }

    public int Needed => Questions.Count(q => q.Needed);
    public int Answered => Questions.Count(q => q is { Needed: true, Missing: false });

    /// <summary>Missing ones that a customer can answer.</summary>
    public int Askable => Questions.Count(q => q is { Missing: true, Asked: true });
}

/// <param name="Source">Where the answer was found, in words; null where somebody has typed it.</param>
/// <param name="Asked">The customer can be asked.</param>
public sealed record QuestionView(
    string Key, QuestionKind Kind, string Words, bool Needed, string Answer, IReadOnlyList<Named> Choices, string? Source, bool Missing, bool Asked, string? Refused);

namespace Lotse.Domain;

/// <summary>Something that has been decided and will be written to the journal as it is. Names are in the past tense.</summary>
public abstract record Fact;

/// <summary>Why a command is not carried out.</summary>
/// <param name="Code">Stable, in kebab case; clients and texts rely on it.</param>
/// <param name="About">What it concerns: a field, an answer that is missing.</param>
public sealed record Refusal(string Code, string? About = null);

/// <summary>The answer of a rule: facts, or one refusal.</summary>
public sealed class Decision
{
    private Decision(IReadOnlyList<Fact> facts, Refusal? refusal) => (Facts, Refusal) = (facts, refusal);

    public IReadOnlyList<Fact> Facts { get; }
    public Refusal? Refusal { get; }

    public static Decision Happens(params IReadOnlyList<Fact> facts) => new(facts, null);

    public static Decision Refuse(string code, string? about = null) => new([], new Refusal(code, about));
}

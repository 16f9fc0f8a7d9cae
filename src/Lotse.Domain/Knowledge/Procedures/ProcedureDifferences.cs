using System.Globalization;
using Lotse.Domain.Levels;

namespace Lotse.Domain.Knowledge.Procedures;

/// <summary>A part of a procedure that is another one in two of its versions.</summary>
/// <param name="Field">german, english, community, form, owner, reviewAt, state, order; or steps.KEY for a step.</param>
public sealed record ProcedureDifference(string Field, string Before, string After)
{
    public IReadOnlyList<DifferencePart> Parts => WordDifference.Between(Before, After);
}

/// <summary>What changed between two versions of a procedure, part by part, in words; what stayed is left out. A step is told by its key, whatever its words.</summary>
public static class ProcedureDifferences
{
    public const string OfStep = "steps.";

    /// <param name="kind">What a kind of step is called.</param>
    public static IReadOnlyList<ProcedureDifference> Between(ProcedureContent before, ProcedureContent after, Func<StepKind, string> kind)
    {
        var keys = after.Steps.Steps.Concat(before.Steps.Steps).Select(step => step.Key).Distinct(StringComparer.Ordinal);
        return [.. Fields(before).Zip(Fields(after), (b, a) => new ProcedureDifference(b.Field, b.Words, a.Words))
            .Concat(keys.Select(key => new ProcedureDifference($"{OfStep}{key}", Words(before.Steps.Find(key), kind), Words(after.Steps.Find(key), kind)))).Where(one => one.Before != one.After)];
    }

    private static (string Field, string Words)[] Fields(ProcedureContent content) =>
    [
        ("german", content.German), ("english", content.English), ("community", content.Community ?? ""), ("form", content.Form), ("owner", content.Owner ?? ""),
        ("reviewAt", content.ReviewAt?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""), ("state", content.State), ("order", string.Join(" → ", content.Steps.Steps.Select(step => step.Key))),
    ];

    /// <summary>A line for each thing that is said of it.</summary>
    private static string Words(Step? step, Func<StepKind, string> kind) => step is null ? "" : string.Join('\n', ((string?[])
    [
        Both(step.Words), kind(step.Kind), step.Hint is { } hint ? Both(hint) : null, step.Fills.Length > 0 ? $"= {step.Fills}" : null, step.Block.Length > 0 ? $"/{step.Block}" : null, step.Next.Length > 0 ? $"→ {step.Next}" : null,
        .. (step.Branches ?? []).Select(branch => $"{branch.Key}: {Both(branch.Words)}{(branch.Next.Length > 0 ? $" → {branch.Next}" : "")}"),
    ]).OfType<string>());

    private static string Both(TwoLanguages words) => words.English == words.German || words.English.Length == 0 ? words.German : words.German.Length == 0 ? words.English : $"{words.German} | {words.English}";
}

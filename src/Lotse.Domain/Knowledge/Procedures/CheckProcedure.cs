using Lotse.Domain.Levels;

namespace Lotse.Domain.Knowledge.Procedures;

/// <summary>Whether steps can be walked: every way leads somewhere, and every way ends.</summary>
public static class CheckProcedure
{
    public const string NoSteps = "procedure-no-steps", KeysNotRight = "procedure-keys", LeadsNowhere = "procedure-leads-nowhere", NeverEnds = "procedure-never-ends", NoWays = "procedure-no-ways", WordsMissing = "procedure-words", TooLong = "procedure-too-long";
    public const int LongestTitle = 200, LongestWords = 500, LongestHint = 2000, LongestKey = 60, WaysAtMost = 30;

    /// <returns>Null where they can; else what is wrong, and at which step.</returns>
    public static Refusal? WhyNot(ProcedureSteps steps)
    {
        if (steps.Steps.Count is 0 or > ProcedureSteps.AtMost) return new Refusal(NoSteps);
        var keys = steps.Steps.Select(step => step.Key).ToHashSet(StringComparer.Ordinal);
        if (keys.Count != steps.Steps.Count || keys.Any(key => key.Length is 0 or > LongestKey || key is ProcedureSteps.Solved or ProcedureSteps.Escalate)) return new Refusal(KeysNotRight);
        foreach (var step in steps.Steps)
        {
            if (string.IsNullOrWhiteSpace(step.Words.In("de"))) return new Refusal(WordsMissing, step.Key);
            if (IsTooLong(step)) return new Refusal(TooLong, step.Key);
            if (step.Kind == StepKind.Choice && step.Branches is not { Count: > 0 }) return new Refusal(NoWays, step.Key);
            if (Ways(steps, step).Any(next => next is not (ProcedureSteps.Solved or ProcedureSteps.Escalate) && !keys.Contains(next))) return new Refusal(LeadsNowhere, step.Key);
        }
        return steps.Steps.FirstOrDefault(step => !Ends(steps, step)) is { } stuck ? new Refusal(NeverEnds, stuck.Key) : null;
    }

    private static bool IsTooLong(Step step) => Longest(step.Words) > LongestWords || (step.Hint is { } hint && Longest(hint) > LongestHint) || Math.Max(step.Fills.Length, Math.Max(step.Block.Length, step.Next.Length)) > LongestKey
        || (step.Branches is { } branches && (branches.Count > WaysAtMost || branches.Any(branch => Longest(branch.Words) > LongestWords || Math.Max(branch.Key.Length, branch.Next.Length) > LongestKey)));

    private static int Longest(TwoLanguages words) => Math.Max(words.German.Length, words.English.Length);

    private static IEnumerable<string> Ways(ProcedureSteps steps, Step step) =>
        step.Kind == StepKind.Choice && step.Branches is { Count: > 0 } branches ? branches.Select(branch => steps.After(step, branch.Key)) : [steps.After(step, null)];

    /// <summary>From here an end can be reached. Going round is allowed (try again) as long as there is a way out.</summary>
    private static bool Ends(ProcedureSteps steps, Step from)
    {
        var (seen, open) = (new HashSet<string>(StringComparer.Ordinal), new Queue<Step>([from]));
        while (open.TryDequeue(out var step))
        {
            if (!seen.Add(step.Key)) continue;
            foreach (var next in Ways(steps, step))
            {
                if (steps.Find(next) is not { } further) return true;
                open.Enqueue(further);
            }
        }
        return false;
    }
}

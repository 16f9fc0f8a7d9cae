using Lotse.Domain.Tickets;

namespace Lotse.Domain.Levels;

/// <summary>A lead or admin says which levels a community has and what stands before them.</summary>
public sealed record SetLevels(CommunityLevels Levels)
{
    public const string OnceEach = "levels-once-each";
    public const string NoLevel = "no-level-in-use";
    public const string FirstMustWrite = "lowest-level-must-write";
    public const string HoursNotRight = "hours-not-right";
    public const string NoReasons = "no-reasons";
    public const string KeysNotRight = "keys-not-right";
    public const int AtMost = 100;

    /// <returns>Null where it may be kept so.</returns>
    public Refusal? WhyNot()
    {
        var used = Levels.Levels.Where(plan => plan.InUse).OrderBy(plan => plan.Level).ToList();
        if (Levels.Levels.Select(plan => plan.Level).Distinct().Count() != Levels.Levels.Count || Levels.Levels.Any(plan => !Enum.IsDefined(plan.Level))) return new(OnceEach);
        if (used.Count == 0) return new(NoLevel);
        // The secretariat takes calls and answers nobody; the level above it does.
        if (!used.Where(plan => plan.Level != Level.Secretariat).Take(1).All(plan => plan.WritesToCustomers)) return new(FirstMustWrite);
        var operators = Levels.Levels.SelectMany(plan => plan.Operators ?? []).ToList();
        if (operators.Count > AtMost || operators.Exists(one => one.From is < 0 or > 1439 || one.Until is < 0 or > 1439)) return new(HoursNotRight);
        if (Levels.Reasons.Count is 0 or > AtMost) return new(NoReasons);
        return Keys(Levels.Reasons.Select(reason => reason.Key)) && Keys(Levels.Forms.Select(form => form.Key)) && Levels.Forms.Count <= AtMost
            && Levels.Forms.All(form => form.Questions.Count <= AtMost && Keys(form.Questions.Select(question => question.Key))
                && form.Questions.All(question => question.Kind != QuestionKind.Choice || (question.Choices is { Count: > 0 and <= AtMost } choices && Keys(choices.Select(choice => choice.Key)))))
            ? null : new(KeysNotRight);
    }

    /// <summary>Each once, in small letters, digits and hyphens.</summary>
    private static bool Keys(IEnumerable<string> keys)
    {
        var all = keys.ToList();
        return all.Distinct(StringComparer.Ordinal).Count() == all.Count && all.TrueForAll(key => key.Length is > 0 and <= 60 && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));
    }
}

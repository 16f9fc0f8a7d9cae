using System.Globalization;

namespace Lotse.Domain.Rules;

/// <summary>Whether a rule may run after what other rules did.</summary>
public enum Guarded { MayRun, DidItItself, TooDeep, TooOften }

/// <summary>Keeps rules from setting one another off without end: what a rule did never sets off the same rule, nor does what came of it; a chain has an end;
/// and no rule works on one ticket again and again.</summary>
public static class LoopGuard
{
    /// <summary>Rules that may lead to one another; and runs of one rule on one ticket within an hour.</summary>
    public const int Deepest = 5, MostOften = 20;

    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <param name="chain">The rules that led here, the last one did it.</param>
    /// <param name="runs">How often this rule has run on this ticket within the window.</param>
    public static Guarded Of(IReadOnlyList<long> chain, long rule, int runs) =>
        chain.Contains(rule) ? Guarded.DidItItself
        : chain.Count >= Deepest ? Guarded.TooDeep
        : runs >= MostOften ? Guarded.TooOften
        : Guarded.MayRun;

    /// <param name="cause">As the journal keeps it.</param>
    public static IReadOnlyList<long> Chain(string? cause) => cause is null ? []
        : [.. cause.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var rule) ? rule : 0)];

    public static string Cause(IReadOnlyList<long> chain, long rule) => string.Join(' ', chain.Append(rule).Select(id => id.ToString(CultureInfo.InvariantCulture)));
}

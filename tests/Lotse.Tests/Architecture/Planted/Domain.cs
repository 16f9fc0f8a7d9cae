using Lotse.Tests.Architecture;

namespace Planted.Domain.Levels;

/// <summary>A rule that knows a package.</summary>
[Breaks(nameof(Rules.DomainStandsAlone))]
internal sealed class KnowsAPackage
{
    public static string Clean(string html) => new Ganss.Xss.HtmlSanitizer().Sanitize(html);
}

/// <summary>A rule that waits, reads the clock, rolls dice and looks at the machine.</summary>
[Breaks(nameof(Rules.RulesDoNotLookAround))]
[Breaks(nameof(Rules.OnePlaceReadsTheClock))]
internal sealed class LooksAround
{
    public static async Task<int> Decide(int level)
    {
        await Task.Yield();
        return DateTime.UtcNow.Year + level;
    }
}

[Breaks(nameof(Rules.RulesDoNotLookAround))]
internal sealed class AsksTheMachine
{
    public static string Decide() => Environment.MachineName;
}

[Breaks(nameof(Rules.RulesDoNotLookAround))]
internal sealed class ReadsAFile
{
    public static bool Decide(IEnumerable<string> names) => names.Any(name => File.Exists(name));
}

/// <summary>No offender: an iterator is a rule like any other, although the compiler's version of it asks for its thread.</summary>
internal sealed class Counts
{
    public static IEnumerable<int> UpTo(int last)
    {
        for (var at = 0; at < last; at++) yield return at;
    }
}

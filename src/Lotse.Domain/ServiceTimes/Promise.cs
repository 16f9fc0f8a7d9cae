using Lotse.Domain.Tickets;

namespace Lotse.Domain.ServiceTimes;

/// <summary>What is promised to whoever writes to us.</summary>
public enum PromiseKind { FirstAnswer = 0, NextAnswer = 1, Resolution = 2 }

/// <summary>Times promised to some tickets: to all, or to those of a level, a priority, an organisation.</summary>
/// <param name="FirstAnswer">Minutes of working time; null where this row promises none of that kind.</param>
/// <param name="Warn">So many minutes of working time before, whoever is responsible is warned; 0 for never.</param>
public sealed record Promise(
    Level? Level = null, Priority? Priority = null, long? OrganisationId = null, int? FirstAnswer = null, int? NextAnswer = null, int? Resolution = null, int Warn = 0)
{
    /// <summary>A year of ten hours a day.</summary>
    public const int AtMost = 365 * 10 * 60;

    public int? Minutes(PromiseKind kind) => kind switch
    {
        PromiseKind.FirstAnswer => FirstAnswer,
        PromiseKind.NextAnswer => NextAnswer,
        _ => Resolution,
    };

    public bool IsFor(Level level, Priority priority, long? organisation) =>
        (Level is null || Level == level) && (Priority is null || Priority == priority) && (OrganisationId is null || OrganisationId == organisation);

    /// <summary>The organisation says more than the priority, and that says more than the level.</summary>
    public int Weight() => (OrganisationId is null ? 0 : 4) + (Priority is null ? 0 : 2) + (Level is null ? 0 : 1);

    public bool IsRight() => new[] { FirstAnswer, NextAnswer, Resolution }.All(minutes => minutes is null or (> 0 and <= AtMost)) && Warn is >= 0 and <= AtMost
        && (Level is not { } level || Enum.IsDefined(level)) && (Priority is not { } priority || Enum.IsDefined(priority));
}

/// <summary>What holds for one ticket and one kind of promise. Minutes of working time.</summary>
public readonly record struct Promised(int Minutes, int Warn);

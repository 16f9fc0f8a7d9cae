using Lotse.Domain.ServiceTimes;

namespace Lotse.Ui;

/// <summary>When the nearest promise to a ticket is due, and by whose hours that is reckoned.</summary>
public sealed record DueTime(DateTimeOffset At, WorkingTime Hours)
{
    public bool IsOver(DateTimeOffset now) => At <= now;

    /// <summary>Working time until then.</summary>
    public TimeSpan Left(DateTimeOffset now) => Hours.Between(now, At);
}

using Lotse.Domain.Tickets;

namespace Lotse.Domain.ServiceTimes;

/// <summary>Hours of a team, or of a level, where they are not the community's. One of both is named; a team's come before a level's.</summary>
public sealed record OwnHours(long? TeamId, Level? Level, WeekHours Hours);

/// <summary>When a community works and what it promises. Each community says it for itself.</summary>
/// <param name="PausesForThirdParty">Whether clocks stand still while somebody else than the customer is waited for. For the customer they always do.</param>
/// <param name="LeadsAfter">So many minutes of working time after a promise was missed, the leads are told; null for never.</param>
public sealed record ServicePlan(
    WeekHours Hours, IReadOnlyList<OwnHours> Own, ClosedDays Closed, IReadOnlyList<Promise> Promises, bool PausesForThirdParty = true, int? LeadsAfter = 60)
{
    /// <summary>Until somebody sets it up: nothing is promised.</summary>
    public static ServicePlan None { get; } = new(WeekHours.Usual, [], ClosedDays.None, []);

    /// <summary>The most specific row that says something of this kind.</summary>
    public Promised? For(PromiseKind kind, Level level, Priority priority, long? organisation) =>
        Promises.Where(row => row.Minutes(kind) is not null && row.IsFor(level, priority, organisation)).MaxBy(row => row.Weight()) is { } found
            ? new Promised(found.Minutes(kind)!.Value, found.Warn) : null;
}

/// <summary>A lead or admin says when a community works and what it promises.</summary>
public sealed record SetServicePlan(ServicePlan Plan)
{
    public const string HoursNotRight = "hours-not-right", ClosedNotRight = "closed-days-not-right", PromisesNotRight = "promises-not-right", TwicePromised = "promised-twice";

    public const int RowsAtMost = 100;

    /// <returns>Null where it may be kept so.</returns>
    public Refusal? WhyNot()
    {
        if (!Plan.Hours.IsRight() || Plan.Own.Count > RowsAtMost || !Plan.Own.All(own => own.Hours.IsRight() && (own.TeamId is null) != (own.Level is null))) return new(HoursNotRight);
        if (Plan.Own.DistinctBy(own => (own.TeamId, own.Level)).Count() != Plan.Own.Count) return new(HoursNotRight);
        if (!Plan.Closed.IsRight()) return new(ClosedNotRight);
        if (Plan.Promises.Count > RowsAtMost || !Plan.Promises.All(row => row.IsRight()) || Plan.LeadsAfter is < 0 or > Promise.AtMost) return new(PromisesNotRight);
        return Plan.Promises.DistinctBy(row => (row.Level, row.Priority, row.OrganisationId)).Count() == Plan.Promises.Count ? null : new(TwicePromised);
    }
}

/// <summary>A plan, ready to reckon with.</summary>
/// <param name="Since">When the community first promised something: what was waiting then has waited since then, not longer.</param>
public sealed class PlanInForce(ServicePlan plan, DateTimeOffset since)
{
    private readonly WorkingTime _usual = new(plan.Hours, plan.Closed);
    private readonly Dictionary<long, WorkingTime> _ofTeams = plan.Own.Where(own => own.TeamId is not null).ToDictionary(own => own.TeamId!.Value, own => new WorkingTime(own.Hours, plan.Closed));
    private readonly Dictionary<Level, WorkingTime> _ofLevels = plan.Own.Where(own => own.Level is not null).ToDictionary(own => own.Level!.Value, own => new WorkingTime(own.Hours, plan.Closed));

    public ServicePlan Plan => plan;
    public DateTimeOffset Since => since;

    public WorkingTime Of(long? team, Level level) =>
        team is { } known && _ofTeams.TryGetValue(known, out var own) ? own : _ofLevels.GetValueOrDefault(level, _usual);

    public bool Pauses(TicketState state) => state switch
    {
        TicketState.WaitingForThirdParty => plan.PausesForThirdParty,
        TicketState.WaitingForCustomer or TicketState.Snoozed => true,
        _ => false,
    };
}

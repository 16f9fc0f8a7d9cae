using System.Globalization;
using Lotse.Domain.ServiceTimes;
using Lotse.Ui;

namespace Lotse.ServiceTimes.Keeping;

/// <summary>A community's hours and promises as the form shows them, and as it was sent.</summary>
public sealed record ServicePlanForm(
    WeekTyped Week, IReadOnlyList<OwnTyped> Own, string Place, IReadOnlyList<DayTyped> Days, IReadOnlyList<PromiseTyped> Promises, bool PausesForThirdParty, string LeadsAfter)
{
    /// <param name="organisations">Names by id.</param>
    public static ServicePlanForm Of(ServicePlan plan, IReadOnlyDictionary<long, string> organisations) => new(
        WeekTyped.Of(plan.Hours),
        [.. plan.Own.Select(own => new OwnTyped(own.TeamId is { } team ? string.Create(CultureInfo.InvariantCulture, $"team-{team}") : $"level-{(int)own.Level!.Value}", WeekTyped.Of(own.Hours)))],
        plan.Closed.Place ?? "",
        [.. plan.Closed.Own.OrderBy(day => day.EachYear).ThenBy(day => day.Day).Select(day => new DayTyped(day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.Name, day.EachYear, day.From == 0 ? "" : HoursText.Clock(day.From)))],
        [.. plan.Promises.OrderBy(row => row.Weight()).Select(row => new PromiseTyped(
            row.Level is { } level ? Number((int)level) : "", row.Priority is { } priority ? Number((int)priority) : "", row.OrganisationId is { } id ? organisations.GetValueOrDefault(id, "") : "",
            HoursText.Length(row.FirstAnswer), HoursText.Length(row.NextAnswer), HoursText.Length(row.Resolution), row.Warn == 0 ? "" : HoursText.Length(row.Warn)))],
        plan.PausesForThirdParty, HoursText.Length(plan.LeadsAfter));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Days">Hours of each day of the week, from Sunday on; empty where nobody works.</param>
public sealed record WeekTyped(string Zone, IReadOnlyList<string> Days)
{
    /// <summary>As people look at a week here.</summary>
    public static readonly IReadOnlyList<DayOfWeek> Order = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public static WeekTyped Empty(string zone) => new(zone, [.. Enumerable.Repeat("", 7)]);

    public static WeekTyped Of(WeekHours hours) => new(hours.Zone, [.. Enum.GetValues<DayOfWeek>().Select(day => HoursText.Of(hours.Spans.Where(span => span.Day == day)))]);

    public bool IsEmpty => Days.All(day => day.Length == 0);
}

/// <param name="Whose">team-7 or level-2; empty for nobody's.</param>
public sealed record OwnTyped(string Whose, WeekTyped Week);

/// <param name="From">The hour from which it is closed; empty for the whole day.</param>
public sealed record DayTyped(string Day, string Name, bool EachYear, string From);

/// <param name="Level">Its number; empty for all. The same for the priority, and the organisation's name.</param>
/// <param name="FirstAnswer">Hours and minutes of working time, 4:30; empty for nothing promised.</param>
public sealed record PromiseTyped(string Level, string Priority, string Organisation, string FirstAnswer, string NextAnswer, string Resolution, string Warn);

/// <param name="Owners">Teams and levels that may have hours of their own.</param>
/// <param name="Version">That was seen, also where the form came back.</param>
public sealed record ServicePlanView(string Community, string Name, ServicePlanForm Form, IReadOnlyList<Named> Owners, IReadOnlyList<string> Organisations, string Version, IReadOnlyList<Refusal> Refusals);

/// <param name="Promises">How many rows of promises it has; 0 where nothing is promised.</param>
public sealed record ServiceTimesCommunity(string Id, string Name, IReadOnlyList<string> Week, string? Place, int Promises);

public sealed record ServiceTimesView(IReadOnlyList<ServiceTimesCommunity> Communities);

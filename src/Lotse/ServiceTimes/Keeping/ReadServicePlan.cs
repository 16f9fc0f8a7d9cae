using System.Globalization;
using Lotse.Domain;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;

namespace Lotse.ServiceTimes.Keeping;

/// <summary>What a lead has typed: first as it stands there, then as the rules understand it. Rows that are empty are left out.</summary>
internal static class ReadServicePlan
{
    /// <summary>Rows that a page offers to fill in beyond those that are there.</summary>
    public const int SpareDays = 2, SparePromises = 1;

    private const int RowsAtMost = ClosedDays.AtMost + 10;

    public static ServicePlanForm Typed(IFormCollection form)
    {
        var own = new List<OwnTyped>();
        for (var n = 0; n < Rows(form, "own"); n++)
        {
            var one = new OwnTyped(At(form, "own", n), Week(form, string.Create(CultureInfo.InvariantCulture, $"own{n}-")));
            if (one.Whose.Length > 0) own.Add(one);
        }
        var days = new List<DayTyped>();
        for (var n = 0; n < Rows(form, "day"); n++)
        {
            var one = new DayTyped(At(form, "day", n), At(form, "day-name", n), At(form, "day-each", n) == "year", At(form, "day-from", n));
            if (one.Day.Length > 0) days.Add(one);
        }
        var promises = new List<PromiseTyped>();
        for (var n = 0; n < Rows(form, "first"); n++)
        {
            var one = new PromiseTyped(At(form, "level", n), At(form, "priority", n), At(form, "organisation", n), At(form, "first", n), At(form, "next", n), At(form, "resolution", n), At(form, "warn", n));
            if (one.FirstAnswer.Length + one.NextAnswer.Length + one.Resolution.Length > 0) promises.Add(one);
        }
        return new ServicePlanForm(Week(form, ""), own, form["place"].ToString(), days, promises, form.ContainsKey("third-party"), form["leads-after"].ToString().Trim());
    }

    /// <param name="organisations">Ids by name.</param>
    /// <returns>The plan, or what cannot be read.</returns>
    public static (ServicePlan? Plan, Refusal? Refusal) Of(ServicePlanForm typed, IReadOnlyDictionary<string, long> organisations)
    {
        if (Hours(typed.Week) is not { } hours) return (null, new(SetServicePlan.HoursNotRight));
        var own = new List<OwnHours>();
        foreach (var one in typed.Own)
        {
            if (Hours(one.Week) is not { } week || Owner(one.Whose, week) is not { } owned) return (null, new(SetServicePlan.HoursNotRight));
            own.Add(owned);
        }
        var days = new List<ClosedDay>();
        foreach (var one in typed.Days)
        {
            var from = one.From.Length == 0 ? 0 : HoursText.Minutes(one.From);
            if (!DateOnly.TryParseExact(one.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || from is null) return (null, new(SetServicePlan.ClosedNotRight));
            days.Add(new ClosedDay(day, one.Name, one.EachYear, from.Value));
        }
        var promises = new List<Promise>();
        foreach (var row in typed.Promises)
        {
            if (row.Organisation.Length > 0 && !organisations.ContainsKey(row.Organisation)) return (null, new(KeepServicePlan.NoSuchOrganisation, row.Organisation));
            if (PromiseOf(row, organisations) is not { } promise) return (null, new(SetServicePlan.PromisesNotRight));
            promises.Add(promise);
        }
        return HoursText.TryLength(typed.LeadsAfter, out var after)
            ? (new ServicePlan(hours, own, new ClosedDays(typed.Place.Length == 0 ? null : typed.Place, days), promises, typed.PausesForThirdParty, after), null) : (null, new(SetServicePlan.PromisesNotRight));
    }

    private static WeekHours? Hours(WeekTyped week)
    {
        var spans = new List<HoursSpan>();
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            if (HoursText.Read(day, week.Days[(int)day]) is not { } read) return null;
            spans.AddRange(read);
        }
        return new WeekHours(week.Zone, spans);
    }

    private static OwnHours? Owner(string whose, WeekHours hours) => whose.Split('-') switch
    {
        ["team", var id] when long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var team) => new OwnHours(team, null, hours),
        ["level", var number] when Enum.TryParse<Level>(number, out var level) && Enum.IsDefined(level) => new OwnHours(null, level, hours),
        _ => null,
    };

    private static Promise? PromiseOf(PromiseTyped row, IReadOnlyDictionary<string, long> organisations)
    {
        if (!HoursText.TryLength(row.FirstAnswer, out var first) || !HoursText.TryLength(row.NextAnswer, out var next) || !HoursText.TryLength(row.Resolution, out var resolution)
            || !HoursText.TryLength(row.Warn, out var warn)) return null;
        if ((row.Level.Length > 0 && !Enum.TryParse<Level>(row.Level, out _)) || (row.Priority.Length > 0 && !Enum.TryParse<Priority>(row.Priority, out _))) return null;
        return new Promise(
            row.Level.Length > 0 ? Enum.Parse<Level>(row.Level) : null, row.Priority.Length > 0 ? Enum.Parse<Priority>(row.Priority) : null,
            row.Organisation.Length > 0 ? organisations[row.Organisation] : null, first, next, resolution, warn ?? 0);
    }

    private static WeekTyped Week(IFormCollection form, string of) => new(form[$"{of}zone"].ToString().Trim(), [.. Enumerable.Range(0, 7).Select(day => form[string.Create(CultureInfo.InvariantCulture, $"{of}hours-{day}")].ToString().Trim())]);

    private static int Rows(IFormCollection form, string name) => Math.Min(form[name].Count, RowsAtMost);

    private static string At(IFormCollection form, string name, int n) => form[name] is var all && n < all.Count ? (all[n] ?? "").Trim() : "";
}

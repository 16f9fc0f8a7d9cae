using System.Text;
using Lotse.Adapters.Calendars;
using Lotse.Domain;
using Lotse.Domain.ServiceTimes;

namespace Lotse.ServiceTimes.Keeping;

/// <summary>Puts the days of a calendar file beside those that a plan has closed already.</summary>
internal static class AddDays
{
    public const string NotReadable = "calendar-not-readable";

    /// <param name="file">None for no file.</param>
    public static (ServicePlan? Plan, Refusal? Refusal) To(ServicePlan plan, byte[]? file, DateTimeOffset now)
    {
        if (file is null) return (plan, null);
        if (file.Length > CalendarDays.LongestFile || CalendarDays.Read(Encoding.UTF8.GetString(file), DateOnly.FromDateTime(now.UtcDateTime)) is not { Count: > 0 } days) return (null, new(NotReadable));
        return (plan with { Closed = plan.Closed with { Own = [.. plan.Closed.Own, .. days.Where(day => !plan.Closed.Own.Any(own => own.Is(day.Day)))] } }, null);
    }
}

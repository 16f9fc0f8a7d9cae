using Lotse.Domain.Notices;
using Xunit;

namespace Lotse.Domain.Tests.Notices;

public sealed class DigestTimesTests
{
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc + "Z", System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsDue(NoticeMail mail, string oldest, string now, string? last = null, int today = 0, int dailyAt = 8 * 60) =>
        DigestTimes.IsDue(new NoticeHabits { Mail = mail, DailyAt = dailyAt }, new DigestState(At(oldest), last is null ? null : At(last), today), s_berlin, At(now));

    [Fact]
    public void Never_is_never() => Assert.False(IsDue(NoticeMail.Never, "2026-01-01T00:00:00", "2026-11-28T12:00:00"));

    [Theory]
    [InlineData("2026-11-28T12:01:00", null, false)]
    [InlineData("2026-11-28T12:02:00", null, true)]
    [InlineData("2026-11-28T12:05:00", "2026-11-28T11:56:00", false)]
    [InlineData("2026-11-28T12:06:00", "2026-11-28T11:56:00", true)]
    public void At_once_waits_two_minutes_and_keeps_ten_between(string now, string? last, bool due) => Assert.Equal(due, IsDue(NoticeMail.AtOnce, "2026-11-28T12:00:00", now, last));

    [Theory]
    [InlineData("2026-11-28T12:59:00", null, false)]
    [InlineData("2026-11-28T13:00:00", null, true)]
    [InlineData("2026-11-28T13:00:00", "2026-11-28T12:30:00", false)]
    public void Hourly_is_what_is_unread_for_an_hour(string now, string? last, bool due) => Assert.Equal(due, IsDue(NoticeMail.Hourly, "2026-11-28T12:00:00", now, last));

    [Theory]
    [InlineData("2026-11-28T06:59:00", null, false)] // 07:59 in Berlin
    [InlineData("2026-11-28T07:00:00", null, true)]
    [InlineData("2026-11-28T07:30:00", "2026-11-28T07:00:00", false)]
    [InlineData("2026-11-28T07:30:00", "2026-11-27T07:00:10", true)]
    [InlineData("2026-11-29T03:00:00", null, true)] // Where the desk was off at eight.
    public void Daily_is_at_its_time_in_ones_own_zone(string now, string? last, bool due) => Assert.Equal(due, IsDue(NoticeMail.Daily, "2026-11-27T20:00:00", now, last));

    [Fact]
    public void Daily_leaves_what_came_after_its_time_for_the_next_day() => Assert.False(IsDue(NoticeMail.Daily, "2026-11-28T07:10:00", "2026-11-28T20:00:00"));

    [Fact]
    public void A_time_that_the_clock_leaves_out_in_spring_is_an_hour_later()
    {
        Assert.False(IsDue(NoticeMail.Daily, "2026-03-28T20:00:00", "2026-03-29T01:10:00", last: "2026-03-28T20:01:00", dailyAt: 150));
        Assert.True(IsDue(NoticeMail.Daily, "2026-03-28T20:00:00", "2026-03-29T01:31:00", last: "2026-03-28T20:01:00", dailyAt: 150));
    }

    [Fact]
    public void After_so_many_mails_in_a_day_it_is_enough() => Assert.False(IsDue(NoticeMail.AtOnce, "2026-11-28T12:00:00", "2026-11-28T13:00:00", today: DigestTimes.PerDay));
}

namespace Lotse.Domain.Notices;

/// <summary>What is known of an agent's unread notices when the desk asks whether to mail them.</summary>
/// <param name="Oldest">Of those that are unread and in no mail yet.</param>
/// <param name="LastMail">When the last mail of this kind went out; null for never.</param>
/// <param name="MailsToday">Within the last 24 hours.</param>
public sealed record DigestState(DateTimeOffset Oldest, DateTimeOffset? LastMail, int MailsToday);

/// <summary>When unread notices go out by mail: late enough that whoever sits at the desk has read them there, and never many mails.</summary>
public static class DigestTimes
{
    /// <summary>Mails to one person within 24 hours, whatever happens.</summary>
    public const int PerDay = 24;

    /// <summary>How long a notice stays unread before it goes out "at once", and how long two mails stand apart.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(2), Apart = TimeSpan.FromMinutes(10);

    public static bool IsDue(NoticeHabits habits, DigestState state, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (state.MailsToday >= PerDay) return false;
        var (unread, apart) = (now - state.Oldest, state.LastMail is { } last ? now - last : TimeSpan.MaxValue);
        return habits.Mail switch
        {
            NoticeMail.AtOnce => unread >= Soon && apart >= Apart,
            NoticeMail.Hourly => unread >= TimeSpan.FromHours(1) && apart >= TimeSpan.FromHours(1),
            NoticeMail.Daily => LastTime(habits.DailyAt, zone, now) is var time && state.Oldest < time && (state.LastMail is not { } mailed || mailed < time),
            _ => false,
        };
    }

    /// <summary>The last time the clock on that wall showed this minute of the day. Where a clock change leaves that minute out, an hour later.</summary>
    private static DateTimeOffset LastTime(int minutes, TimeZoneInfo zone, DateTimeOffset now)
    {
        var today = TimeZoneInfo.ConvertTime(now, zone).Date.AddMinutes(Math.Clamp(minutes, 0, (24 * 60) - 1));
        var time = At(today, zone);
        return time <= now ? time : At(today.AddDays(-1), zone);
    }

    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone)
    {
        var there = DateTime.SpecifyKind(zone.IsInvalidTime(local) ? local.AddHours(1) : local, DateTimeKind.Unspecified);
        return new DateTimeOffset(there, zone.GetUtcOffset(there)).ToUniversalTime();
    }
}

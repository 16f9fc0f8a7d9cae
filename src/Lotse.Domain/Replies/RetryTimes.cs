namespace Lotse.Domain.Replies;

/// <summary>When a mail is tried again (RFC 5321 section 4.5.4.1: soon at first, then patiently, for four to five days).</summary>
public static class RetryTimes
{
    private static readonly int[] Minutes = [1, 5, 15, 60, 120, 240];

    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(4);

    /// <param name="attempts">Tries so far, this one included.</param>
    /// <param name="chance">From 0 to 1, so that many mails do not come back in the same moment.</param>
    /// <returns>How long to wait; null where it is to be given up.</returns>
    public static TimeSpan? After(int attempts, TimeSpan age, double chance)
    {
        if (age >= GiveUpAfter) return null;
        var minutes = Minutes[Math.Clamp(attempts, 1, Minutes.Length) - 1];
        return TimeSpan.FromMinutes(minutes * (0.85 + (0.3 * chance)));
    }

    /// <summary>How long all mail waits while the server itself is away: seconds at first, five minutes at most.</summary>
    public static TimeSpan WhileClosed(int tries, double chance) =>
        TimeSpan.FromSeconds(Math.Min(300, 2 * Math.Pow(2, Math.Min(tries, 10) - 1)) * (0.85 + (0.3 * chance)));
}

namespace Lotse.Domain.Rules;

/// <summary>When a telling that was not heard is tried again: soon at first, then patiently, for a day.</summary>
public static class WebhookTries
{
    private static readonly int[] Minutes = [1, 5, 15, 60, 180, 360, 720];

    /// <summary>The first one included.</summary>
    public static readonly int AtMost = Minutes.Length + 1;

    /// <summary>From the first to the last one.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(Minutes.Sum());

    /// <param name="tries">So far, this one included.</param>
    /// <returns>Null where it is given up.</returns>
    public static TimeSpan? After(int tries) => tries >= AtMost ? null : TimeSpan.FromMinutes(Minutes[Math.Max(1, tries) - 1]);
}

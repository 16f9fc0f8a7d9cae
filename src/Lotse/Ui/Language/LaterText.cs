using Lotse.Domain.Tickets;

namespace Lotse.Ui.Language;

/// <summary>The moments of "later" in words.</summary>
public static class LaterText
{
    /// <param name="preset">One of <see cref="LaterTimes.Presets"/>.</param>
    public static string Of(Texts t, string preset) => preset switch
    {
        LaterTimes.Later => t["snooze.later"],
        LaterTimes.Tomorrow => t["snooze.tomorrow"],
        LaterTimes.Monday => t["snooze.monday"],
        _ => t["snooze.week"],
    };
}

using System.Globalization;

namespace Lotse.Replies.Holding;

/// <summary>How long an answer that an agent has sent can be taken back.</summary>
public sealed record UndoWindow(TimeSpan Length)
{
    public static readonly UndoWindow Usual = new(TimeSpan.FromSeconds(20));

    /// <param name="seconds">As an operator typed it; null for the usual, 0 for none.</param>
    /// <exception cref="FormatException">It is no number that makes sense; the message is fit to be shown.</exception>
    public static UndoWindow Parse(string? seconds) =>
        seconds is null ? Usual
        : int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 300 ? new UndoWindow(TimeSpan.FromSeconds(number))
        : throw new FormatException($"a number of seconds from 0 to 300, not {seconds}");
}

using System.Globalization;

namespace Lotse.Tickets.Drafts;

/// <summary>How much may hang on one answer.</summary>
/// <param name="Bytes">All files and pictures together. Many mail servers take 25 MB, and base64 makes a third more of it.</param>
public sealed record AttachmentLimit(long Bytes = 25_000_000)
{
    /// <param name="megabytes">As an operator typed it; null for the usual.</param>
    /// <exception cref="FormatException">It is no number that makes sense; the message is fit to be shown.</exception>
    public static AttachmentLimit Parse(string? megabytes) =>
        megabytes is null ? new AttachmentLimit()
        : int.TryParse(megabytes, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 150 ? new AttachmentLimit(number * 1_000_000L)
        : throw new FormatException($"a number of megabytes from 1 to 150, not {megabytes}");

    /// <summary>A request with all of it, as a program sends it: base64, and some words.</summary>
    public long RequestBytes => Math.Max(30_000_000, (Bytes / 3 * 4) + 4_000_000);
}

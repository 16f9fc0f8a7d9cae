using System.Globalization;

namespace Lotse.Domain.Tickets;

/// <summary>Where in a mail's text its parts lie: what is seen first, what is quoted, the signature. They hardly ever hold anything that the text does not,
/// and kept as words of their own they would be half of what a message takes on disk.</summary>
public static class TextCuts
{
    public const int Visible = 0, Quoted = 1, Signature = 2;

    /// <returns>Three times a beginning and a length, -1 for none; null where a part is not to be found in the text.</returns>
    public static string? Of(string text, string? visible, string? quoted, string? signature)
    {
        var (after, cuts) = (0, new List<int>(6));
        foreach (var part in (ReadOnlySpan<string?>)[visible, quoted, signature])
        {
            // From behind the part before, where that is possible: a short signature may stand in the text by chance.
            var at = part is null ? -1 : Find(text, part, after);
            if (part is not null && at < 0) return null;
            cuts.AddRange([at, part?.Length ?? 0]);
            if (at >= 0) after = at + part!.Length;
        }
        return string.Join(' ', cuts.Select(number => number.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The part's words; null where there is none, or the cuts do not fit the text.</summary>
    public static string? Read(string text, string? cuts, int part)
    {
        if (cuts is null || cuts.Split(' ') is not { Length: 6 } numbers) return null;
        return int.TryParse(numbers[part * 2], CultureInfo.InvariantCulture, out var at) && int.TryParse(numbers[(part * 2) + 1], CultureInfo.InvariantCulture, out var length)
            && at >= 0 && length >= 0 && at <= text.Length - length ? text.Substring(at, length) : null;
    }

    private static int Find(string text, string part, int after) =>
        text.IndexOf(part, after, StringComparison.Ordinal) is >= 0 and var behind ? behind : text.IndexOf(part, StringComparison.Ordinal);
}

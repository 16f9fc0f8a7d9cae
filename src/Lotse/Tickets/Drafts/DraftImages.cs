using System.Globalization;
using System.Text.RegularExpressions;

namespace Lotse.Tickets.Drafts;

/// <summary>The pictures that stand in an answer while it is written: named by where this desk shows them from, and by their Content-ID once it is sent.</summary>
public static partial class DraftImages
{
    /// <summary>Ids of the drafts' files that the text shows.</summary>
    public static IReadOnlySet<long> In(string? html) => html is null ? new HashSet<long>() : Source().Matches(html).Select(IdOf).Where(id => id > 0).ToHashSet();

    /// <summary>The same text with the pictures named by Content-ID. One that nobody knows loses its source when the text is cleaned.</summary>
    public static string Named(string html, Func<long, string> contentId) => Source().Replace(html, match => $"src=\"cid:{contentId(IdOf(match))}\"");

    /// <summary>Words in place of pictures, for whoever reads plain text.</summary>
    /// <param name="nameOf">Of a picture by its Content-ID; null leaves it out.</param>
    public static string AsWords(string html, Func<string, string?> nameOf) => Picture().Replace(html, match =>
        ContentId().Match(match.Value) is { Success: true } source && nameOf(source.Groups["id"].Value) is { } name ? $" [image: {name}] " : "");

    private static long IdOf(Match match) => long.TryParse(match.Groups["id"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private const RegexOptions Plain = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    [GeneratedRegex("""\bsrc\s*=\s*(?<q>["'])/draft-files/(?<id>[0-9]{1,19})\k<q>""", Plain, 1000)]
    private static partial Regex Source();

    [GeneratedRegex("""<img\b[^>]{0,4000}>""", Plain, 1000)]
    private static partial Regex Picture();

    [GeneratedRegex("""\bsrc\s*=\s*["']?cid:(?<id>[^"'\s>]{1,300})""", Plain, 1000)]
    private static partial Regex ContentId();
}

using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.MailServer.Cleaning;
using Lotse.Ui.Layout;

namespace Lotse.Knowledge.Pictures;

/// <summary>Pictures that stand in text blocks. Each is kept as a file of its block, and its text names it by that: cid:picture-17.</summary>
internal static partial class BlockPictures
{
    private const string Name = "picture-";

    /// <summary>Our own markup, and pictures by name; none that would be fetched from anywhere.</summary>
    private static readonly CleaningOptions s_kept = CleaningOptions.Written with { Pictures = true, InlineImage = name => IdOf(name) > 0 ? $"cid:{name}" : null };

    public static string Cleaned(string html) => HtmlCleaner.Clean(html, s_kept).Html;

    /// <summary>Ids of the files that a text shows.</summary>
    public static IReadOnlySet<long> In(string html) => Tag().Matches(html).Select(IdIn).Where(id => id > 0).ToHashSet();

    public static string Address(TextBlockFile file) => Addresses.TextBlockFile(file.TextBlockId.ToString(CultureInfo.InvariantCulture), file.Id.ToString(CultureInfo.InvariantCulture));

    public static string Of(long id) => string.Create(CultureInfo.InvariantCulture, $"cid:{Name}{id}");

    /// <summary>As somebody's editor has it: a picture that is new is there with all its bytes, one that is kept by the address it is shown from.</summary>
    /// <param name="taken">What becomes of the bytes of a new one: the id of its file, null for none.</param>
    public static string Named(string html, Func<byte[], long?> taken) => Typed().Replace(html, match =>
        match.Groups["id"] is { Success: true } id ? $"src=\"cid:{Name}{id.Value}\"" : BytesOf(match.Groups["data"].Value) is { } bytes && taken(bytes) is { } kept ? $"src=\"{Of(kept)}\"" : "");

    /// <summary>With addresses in place of names.</summary>
    /// <param name="html">Cleaned.</param>
    /// <param name="address">Null for a picture that is not there any more, or not for this agent: it falls away.</param>
    public static string Addressed(string html, Func<long, string?> address) => Tag().Replace(html, match =>
    {
        if (!match.Groups["img"].Success) return match.Value;
        if (IdIn(match) is not (> 0 and var id) || address(id) is not { } known) return "";
        // In the place of the name, and nowhere else: a description may say what looks like one.
        var name = match.Groups["source"];
        return $"{match.ValueSpan[..(name.Index - match.Index)]}{WebUtility.HtmlEncode(known)}{match.ValueSpan[(name.Index - match.Index + name.Length)..]}";
    });

    /// <returns>The id of the file that a tag shows; 0 for none.</returns>
    private static long IdIn(Match tag) => tag.Groups["source"] is { Success: true, Value: var source } && source.StartsWith("cid:", StringComparison.Ordinal) ? IdOf(source["cid:".Length..]) : 0;

    private static long IdOf(string name) => name.StartsWith(Name, StringComparison.Ordinal) && long.TryParse(name.AsSpan(Name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static byte[]? BytesOf(string base64)
    {
        var bytes = new byte[(base64.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(base64, bytes, out var length) && length > 0 ? bytes[..length] : null;
    }

    private const RegexOptions Plain = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    [GeneratedRegex("""\bsrc\s*=\s*(?<q>["'])(data:image/[a-z]{1,10};base64,(?<data>[A-Za-z0-9+/=]+)|/text-blocks/[0-9]{1,19}/files/(?<id>[0-9]{1,19}))\k<q>""", Plain, 2000)]
    private static partial Regex Typed();

    /// <summary>Any tag as the cleaner writes it, attribute by attribute: what stands within the quotes of one is never taken for another.</summary>
    [GeneratedRegex("""</?((?<img>img)|[a-z][a-z0-9]*)(?=[\s/>])(\s+(src="(?<source>[^"]*)"|(?!src=)[^\s"'<>/=]+(="[^"]*")?))*\s*/?>""", Plain, 2000)]
    private static partial Regex Tag();
}

using MimeKit.Text;

namespace Lotse.Adapters.MailServer.Cleaning;

/// <summary>Tells from the tokens alone whether building a document tree would stay small: tree builders recurse by depth, and repeat open
/// formatting elements in every new block (HTML standard, "reconstruct the active formatting elements").</summary>
internal static class HtmlBounds
{
    private const int MostCopies = 1_000_000;
    private const int MostTokens = 1_500_000;

    private static readonly HashSet<string> Formatting = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
    };

    /// <summary>Elements that close themselves or each other, and so do not nest without another one between them.</summary>
    private static readonly HashSet<string> Flat = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "br", "img", "hr", "input", "meta", "link", "col", "area", "base",
        "wbr", "param", "source", "track", "embed", "html", "body", "head",
    };

    public static bool Allow(string html, int deepest)
    {
        var open = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        int depth = 0, formatting = 0, tokenCount = 0;
        long copies = 0;
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = false };
        while (tokens.ReadNextToken(out var token))
        {
            if (++tokenCount > MostTokens) return false;
            if (token is not HtmlTagToken tag) continue;
            if (!tag.IsEndTag) copies += formatting;
            if (copies > MostCopies) return false;
            if (Flat.Contains(tag.Name)) continue;
            var count = open.GetValueOrDefault(tag.Name);
            var step = tag.IsEndTag ? (count > 0 ? -1 : 0) : 1;
            if (open.Count > 200 && count == 0) return false;
            open[tag.Name] = count + step;
            depth += step;
            if (Formatting.Contains(tag.Name)) formatting += step;
            if (depth > deepest) return false;
        }
        return true;
    }
}

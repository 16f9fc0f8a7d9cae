using System.Text;

namespace Lotse.Adapters.MailServer.Reading;

/// <summary>The text that a piece of HTML shows. One linear pass over its tokens, so that neither depth nor size of the document matters.</summary>
internal sealed class HtmlText
{
    private const int DeepestQuote = 8;

    /// <summary>Tags and pieces of text that are looked at; a mail that people wrote has a few thousand.</summary>
    private const int MostTokens = 500_000;

    private readonly StringBuilder _text = new();
    private int _pre, _quote, _breaks, _hiddenDepth;
    private bool _blank;
    private string? _hiddenTag;
    private readonly Stack<bool> _cites = new();

    /// <summary>Where a mail program marked the beginning of what it quoted, as an index into the text; -1 where it did not.</summary>
    public int QuoteAt { get; private set; } = -1;

    public static (string Text, int QuoteAt) Of(string html)
    {
        var reader = new HtmlText();
        reader.Read(html, skipHidden: true);
        if (reader._text.Length == 0)
        {
            reader = new HtmlText();
            reader.Read(html, skipHidden: false);
        }
        return (reader._text.ToString(), reader.QuoteAt);
    }

    private void Read(string html, bool skipHidden)
    {
        var scan = new HtmlScan(html);
        for (var count = 0; count < MostTokens && scan.Next(); count++)
        {
            if (scan.IsTag)
            {
                if (_hiddenTag is null && !(skipHidden && Hides(scan))) Tag(scan);
                else Hidden(scan);
            }
            else if (_hiddenTag is null)
            {
                Words(scan.Text.Contains('&') ? HtmlScan.Decoded(scan.Text) : scan.Text);
            }
        }
    }

    private static bool Hides(in HtmlScan tag)
    {
        if (tag.IsEndTag || tag.IsEmptyElement) return false;
        if (Is(tag, "style") || Is(tag, "script") || Is(tag, "title") || Is(tag, "noscript")) return true;
        if (!tag.Text.Contains("display", StringComparison.OrdinalIgnoreCase)) return false;
        if (Is(tag, "br") || Is(tag, "img") || Is(tag, "input") || Is(tag, "meta") || Is(tag, "link") || Is(tag, "hr") || Is(tag, "body")) return false;
        var style = tag.Attribute("style");
        var at = style.IndexOf("display", StringComparison.OrdinalIgnoreCase);
        return at >= 0 && style[(at + 7)..].TrimStart(" :").StartsWith("none", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Is(in HtmlScan tag, string name) => tag.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Counts only tags of the name that hides, so that anything inside may be unbalanced.</summary>
    private void Hidden(in HtmlScan tag)
    {
        if (_hiddenTag is null)
        {
            _hiddenTag = tag.Name.ToString();
            _hiddenDepth = 1;
        }
        else if (Is(tag, _hiddenTag) && !tag.IsEmptyElement)
        {
            _hiddenDepth += tag.IsEndTag ? -1 : 1;
        }
        if (_hiddenDepth <= 0 || (Is(tag, "body") && !tag.IsEndTag)) _hiddenTag = null;
    }

    private void Tag(in HtmlScan tag)
    {
        if (QuoteAt < 0 && !tag.IsEndTag && tag.Text.Length > 4 && _text.Length > 0 && BeginsQuote(tag)) QuoteAt = _text.Length;
        Span<char> name = stackalloc char[12];
        if (tag.Name.Length > name.Length) return;
        name = name[..tag.Name.ToLowerInvariant(name)];
        switch (name)
        {
            case "br":
                Break();
                break;
            case "p":
                Blocks(tag.Attribute("class").Contains("MsoNormal", StringComparison.OrdinalIgnoreCase) ? 1 : 2);
                break;
            case "h1" or "h2" or "h3" or "h4" or "table" or "ul" or "ol":
                Blocks(2);
                break;
            case "div" or "tr" or "hr" or "section" or "article" or "dd" or "dt" or "h5" or "h6" or "form" or "header" or "footer" or "center" or "address":
                Blocks(1);
                break;
            case "td" or "th":
                _blank = true;
                break;
            case "li":
                Blocks(1);
                if (!tag.IsEndTag) Put("- ");
                break;
            case "pre":
                Blocks(1);
                _pre = Math.Max(0, _pre + (tag.IsEndTag ? -1 : 1));
                break;
            case "blockquote":
                Quote(tag);
                break;
        }
    }

    private void Quote(in HtmlScan tag)
    {
        Blocks(1);
        if (!tag.IsEndTag)
        {
            var cites = IsCite(tag);
            _cites.Push(cites);
            if (cites) _quote++;
        }
        else if (_cites.TryPop(out var cites) && cites)
        {
            _quote--;
        }
    }

    /// <summary>A block that quotes somebody, unlike one that a writer indented.</summary>
    private static bool IsCite(in HtmlScan tag) =>
        Has(tag, "type", "cite") || Has(tag, "class", "quote") || Has(tag, "id", "quote") || tag.HasAttribute("cite")
        || Has(tag, "style", "border-left") || Has(tag, "style", "1ex") || Has(tag, "style", ".8ex");

    private static bool BeginsQuote(in HtmlScan tag) =>
        (Is(tag, "div") || Is(tag, "span") || Is(tag, "blockquote") || Is(tag, "table")) && tag.Text.ContainsAny(QuoteMarks)
        && (Has(tag, "id", "divRplyFwdMsg") || Has(tag, "id", "appendonsend") || Has(tag, "id", "OLK_SRC_BODY_SECTION")
            || Has(tag, "id", "mail-editor-reference-message") || Has(tag, "class", "yahoo_quoted") || Has(tag, "class", "OutlookMessageHeader")
            || Has(tag, "class", "ms-outlook-mobile-reference") || Has(tag, "name", "quote"));

    /// <summary>All of them at once, before each attribute is looked for.</summary>
    private static readonly System.Buffers.SearchValues<string> QuoteMarks = System.Buffers.SearchValues.Create(
        ["divRplyFwdMsg", "appendonsend", "OLK_SRC_BODY_SECTION", "mail-editor-reference-message", "OutlookMessageHeader", "ms-outlook-mobile-reference", "quote"],
        StringComparison.OrdinalIgnoreCase);

    private static bool Has(in HtmlScan tag, string name, string part) => tag.Attribute(name).Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <summary>An end of line that is meant: two of them make an empty line.</summary>
    private void Break()
    {
        _blank = false;
        _breaks = _breaks < 0 ? 1 : Math.Min(_breaks + 1, 4);
    }

    /// <summary>The edge of a block: at least so many ends of line, however many edges meet here.</summary>
    private void Blocks(int least)
    {
        _blank = false;
        _breaks = Math.Max(_breaks, least);
    }

    private void Words(ReadOnlySpan<char> data)
    {
        if (_pre > 0)
        {
            foreach (var line in data.EnumerateLines())
            {
                if (line.Length > 0) Put(line);
                Break();
            }
            if (!data.EndsWith("\n")) _breaks = Math.Max(0, _breaks - 1);
            return;
        }
        var rest = data;
        while (rest.Length > 0)
        {
            var space = rest.IndexOfAny(Spaces);
            if (space != 0)
            {
                var word = space < 0 ? rest : rest[..space];
                Put(word);
                rest = rest[word.Length..];
            }
            else
            {
                _blank = true;
                rest = rest[1..];
            }
        }
    }

    private static readonly System.Buffers.SearchValues<char> Spaces = System.Buffers.SearchValues.Create(" \t\r\n\f\u00a0");

    private void Put(ReadOnlySpan<char> word)
    {
        if (_text.Length == 0) Begin();
        else if (_breaks > 0) NewLines();
        else if (_blank) _text.Append(' ');
        _breaks = 0;
        _blank = false;
        _text.Append(word);
    }

    private void Begin()
    {
        for (var i = 0; i < Math.Min(_quote, DeepestQuote); i++) _text.Append("> ");
    }

    private void NewLines()
    {
        for (var i = 0; i < _breaks; i++)
        {
            _text.Append('\n');
            Begin();
        }
    }
}

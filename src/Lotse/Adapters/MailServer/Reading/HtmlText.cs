using System.Text;
using MimeKit.Text;

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
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true, IgnoreTruncatedTags = true };
        for (var count = 0; count < MostTokens && tokens.ReadNextToken(out var token); count++)
        {
            if (token is HtmlTagToken tag)
            {
                if (_hiddenTag is null && !(skipHidden && Hides(tag))) Tag(tag);
                else Hidden(tag);
            }
            else if (token is HtmlDataToken data && token.Kind is HtmlTokenKind.Data or HtmlTokenKind.CData && _hiddenTag is null)
            {
                Words(data.Data);
            }
        }
    }

    private static bool Hides(HtmlTagToken tag)
    {
        if (tag.IsEndTag || tag.IsEmptyElement) return false;
        if (tag.Id is HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title or HtmlTagId.NoScript) return true;
        if (tag.Id is HtmlTagId.Br or HtmlTagId.Image or HtmlTagId.Input or HtmlTagId.Meta or HtmlTagId.Link or HtmlTagId.HR or HtmlTagId.Body) return false;
        var style = Attribute(tag, "style");
        if (style is null) return false;
        var at = style.IndexOf("display", StringComparison.OrdinalIgnoreCase);
        return at >= 0 && style.AsSpan(at + 7).TrimStart(" :").StartsWith("none", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Counts only tags of the name that hides, so that anything inside may be unbalanced.</summary>
    private void Hidden(HtmlTagToken tag)
    {
        if (_hiddenTag is null)
        {
            _hiddenTag = tag.Name;
            _hiddenDepth = 1;
        }
        else if (tag.Name.Equals(_hiddenTag, StringComparison.OrdinalIgnoreCase) && !tag.IsEmptyElement)
        {
            _hiddenDepth += tag.IsEndTag ? -1 : 1;
        }
        if (_hiddenDepth <= 0 || (tag.Id == HtmlTagId.Body && !tag.IsEndTag)) _hiddenTag = null;
    }

    private void Tag(HtmlTagToken tag)
    {
        if (!tag.IsEndTag && QuoteAt < 0 && _text.Length > 0 && BeginsQuote(tag)) QuoteAt = _text.Length;
        switch (tag.Id)
        {
            case HtmlTagId.Br:
                Break();
                break;
            case HtmlTagId.P:
                Blocks(Attribute(tag, "class")?.Contains("MsoNormal", StringComparison.OrdinalIgnoreCase) == true ? 1 : 2);
                break;
            case HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.H4 or HtmlTagId.Table or HtmlTagId.UL or HtmlTagId.OL:
                Blocks(2);
                break;
            case HtmlTagId.Div or HtmlTagId.TR or HtmlTagId.HR or HtmlTagId.Section or HtmlTagId.Article or HtmlTagId.DD or HtmlTagId.DT or HtmlTagId.H5
                or HtmlTagId.H6 or HtmlTagId.Form or HtmlTagId.Header or HtmlTagId.Footer or HtmlTagId.Center or HtmlTagId.Address:
                Blocks(1);
                break;
            case HtmlTagId.TD or HtmlTagId.TH:
                _blank = true;
                break;
            case HtmlTagId.LI:
                Blocks(1);
                if (!tag.IsEndTag) Put("- ");
                break;
            case HtmlTagId.Pre:
                Blocks(1);
                _pre = Math.Max(0, _pre + (tag.IsEndTag ? -1 : 1));
                break;
            case HtmlTagId.BlockQuote:
                Quote(tag);
                break;
        }
    }

    private void Quote(HtmlTagToken tag)
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
    private static bool IsCite(HtmlTagToken tag) =>
        Has(tag, "type", "cite") || Has(tag, "class", "quote") || Has(tag, "id", "quote") || tag.Attributes.Any(a => a.Name == "cite")
        || Has(tag, "style", "border-left") || Has(tag, "style", "1ex") || Has(tag, "style", ".8ex");

    private static bool BeginsQuote(HtmlTagToken tag) =>
        tag.Id is HtmlTagId.Div or HtmlTagId.Span or HtmlTagId.BlockQuote or HtmlTagId.Table
        && (Has(tag, "id", "divRplyFwdMsg") || Has(tag, "id", "appendonsend") || Has(tag, "id", "OLK_SRC_BODY_SECTION")
            || Has(tag, "id", "mail-editor-reference-message") || Has(tag, "class", "yahoo_quoted") || Has(tag, "class", "OutlookMessageHeader")
            || Has(tag, "class", "ms-outlook-mobile-reference") || Has(tag, "name", "quote"));

    private static bool Has(HtmlTagToken tag, string name, string part) =>
        Attribute(tag, name)?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;

    private static string? Attribute(HtmlTagToken tag, string name)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return attribute.Value;
        }
        return null;
    }

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

    private void Words(string data)
    {
        if (_pre > 0)
        {
            foreach (var line in data.AsSpan().EnumerateLines())
            {
                if (line.Length > 0) Put(line);
                Break();
            }
            if (!data.EndsWith('\n')) _breaks = Math.Max(0, _breaks - 1);
            return;
        }
        var rest = data.AsSpan();
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

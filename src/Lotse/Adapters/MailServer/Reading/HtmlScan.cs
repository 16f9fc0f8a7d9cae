using System.Text;
using MimeKit.Text;

namespace Lotse.Adapters.MailServer.Reading;

/// <summary>Goes through HTML piece by piece: a run of text or a tag, without copying either. Follows the states of the HTML standard's tokenizer as far as
/// the text depends on them; comments, declarations and tags that never end are passed over. Linear in the length.</summary>
internal ref struct HtmlScan(ReadOnlySpan<char> html)
{
    /// <summary>Elements whose content is no markup.</summary>
    private static readonly string[] Raw = ["style", "script", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

    private static readonly System.Buffers.SearchValues<char> NameEnds = System.Buffers.SearchValues.Create(" \t\r\n\f/>");

    private ReadOnlySpan<char> _rest = html;
    private string? _raw;

    /// <summary>The text of this piece as it stands there, or the attributes of the tag.</summary>
    public ReadOnlySpan<char> Text { get; private set; }

    /// <summary>Of the tag; empty for text.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    public readonly bool IsTag => Name.Length > 0;

    public bool IsEndTag { get; private set; }

    /// <summary>It ends with a slash.</summary>
    public readonly bool IsEmptyElement => Text.EndsWith("/");

    public bool Next()
    {
        Name = default;
        while (_rest.Length > 0)
        {
            if (_raw is not null) return RawText();
            if (_rest[0] != '<') return Take(_rest.IndexOf('<'));
            if (_rest.Length < 2) return Take(1);
            var second = _rest[1];
            if (char.IsAsciiLetter(second) || (second == '/' && _rest.Length > 2 && char.IsAsciiLetter(_rest[2])))
            {
                if (Tag()) return true;
            }
            else if (second is '!' or '?' or '/')
            {
                if (Declaration()) return true;
            }
            else
            {
                var next = _rest[1..].IndexOf('<');
                return Take(next < 0 ? -1 : next + 1);
            }
        }
        return false;
    }

    /// <summary>The value of an attribute of this tag as it is written; empty where it has none of that name.</summary>
    public readonly ReadOnlySpan<char> Attribute(ReadOnlySpan<char> name)
    {
        for (var at = 0; NextAttribute(Text, ref at, out var found, out var value);)
        {
            if (found.Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
        }
        return default;
    }

    public readonly bool HasAttribute(ReadOnlySpan<char> name)
    {
        for (var at = 0; NextAttribute(Text, ref at, out var found, out _);) if (found.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>With its character references put in, also those that lack their semicolon.</summary>
    public static string Decoded(ReadOnlySpan<char> text)
    {
        var decoded = new StringBuilder(text.Length);
        var entity = new HtmlEntityDecoder();
        for (var at = text.IndexOf('&'); at >= 0; at = text.IndexOf('&'))
        {
            decoded.Append(text[..at]);
            text = text[at..];
            var used = 1;
            if (text.Length > 1 && (char.IsAsciiLetterOrDigit(text[1]) || text[1] == '#'))
            {
                entity.Push('&');
                while (used < text.Length && entity.Push(text[used])) if (text[used++] == ';') break;
                decoded.Append(entity.GetValue());
                entity.Reset();
            }
            else
            {
                decoded.Append('&');
            }
            text = text[used..];
        }
        return decoded.Append(text).ToString();
    }

    private bool Take(int length)
    {
        if (length < 0) length = _rest.Length;
        Text = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    private bool RawText()
    {
        var from = 0;
        for (var at = _rest.IndexOf("</"); at >= 0; at = _rest[from..].IndexOf("</") is >= 0 and var more ? from + more : -1)
        {
            if (_rest[(at + 2)..].StartsWith(_raw, StringComparison.OrdinalIgnoreCase))
            {
                _raw = null;
                return at > 0 ? Take(at) : Next();
            }
            from = at + 2;
        }
        _raw = null;
        return Take(-1);
    }

    /// <returns>False where the tag never ends: then nothing follows any more.</returns>
    private bool Tag()
    {
        IsEndTag = _rest[1] == '/';
        var begin = IsEndTag ? 2 : 1;
        var length = _rest[begin..].IndexOfAny(NameEnds);
        var attributes = length < 0 ? [] : _rest[(begin + length)..];
        var at = 0;
        while (NextAttribute(attributes, ref at, out _, out _)) { }
        if (at >= attributes.Length)
        {
            _rest = [];
            return false;
        }
        Name = _rest.Slice(begin, length);
        Text = attributes[..at];
        _rest = attributes[(at + 1)..];
        if (!IsEndTag) foreach (var raw in Raw) if (Name.Equals(raw, StringComparison.OrdinalIgnoreCase)) _raw = raw;
        return true;
    }

    /// <summary>Comments, document types and what looks like them; what stands in CDATA is text.</summary>
    private bool Declaration()
    {
        if (_rest.StartsWith("<![CDATA["))
        {
            var end = _rest.IndexOf("]]>");
            Text = end < 0 ? _rest[9..] : _rest[9..Math.Max(9, end)];
            _rest = end < 0 ? [] : _rest[(end + 3)..];
            return true;
        }
        if (_rest.StartsWith("<!--") && !_rest.StartsWith("<!-->") && !_rest.StartsWith("<!--->"))
        {
            var end = _rest[4..].IndexOf("-->");
            _rest = end < 0 ? [] : _rest[(end + 7)..];
            return false;
        }
        var close = _rest.IndexOf('>');
        _rest = close < 0 ? [] : _rest[(close + 1)..];
        return false;
    }

    /// <summary>Reads from <paramref name="at"/> on; stops in front of the ">" that ends the tag, or at the end where a quoted value never ends.</summary>
    private static bool NextAttribute(ReadOnlySpan<char> text, scoped ref int at, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        name = value = default;
        while (at < text.Length && (IsSpace(text[at]) || text[at] == '/')) at++;
        if (at >= text.Length || text[at] == '>') return false;
        var begin = at++;
        while (at < text.Length && !IsSpace(text[at]) && text[at] is not ('/' or '>' or '=')) at++;
        name = text[begin..at];
        var equals = at;
        while (equals < text.Length && IsSpace(text[equals])) equals++;
        if (equals >= text.Length || text[equals] != '=') return true;
        at = equals + 1;
        while (at < text.Length && IsSpace(text[at])) at++;
        if (at >= text.Length || text[at] == '>') return at < text.Length;
        if (text[at] is '"' or '\'')
        {
            var length = text[(at + 1)..].IndexOf(text[at]);
            value = length < 0 ? [] : text.Slice(at + 1, length);
            at = length < 0 ? text.Length : at + length + 2;
            return length >= 0;
        }
        begin = at;
        while (at < text.Length && !IsSpace(text[at]) && text[at] != '>') at++;
        value = text[begin..at];
        return true;
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n' or '\f';
}

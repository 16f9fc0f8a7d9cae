using AngleSharp.Dom;
using Ganss.Xss;

namespace Lotse.Adapters.MailServer.Cleaning;

/// <summary>One run of the cleaner; not to be used twice.</summary>
internal sealed class Cleaning
{
    private static readonly string[] Refused =
    [
        "form", "input", "button", "textarea", "select", "option", "optgroup", "label", "fieldset", "legend", "datalist", "keygen", "output", "meter",
        "progress", "menuitem", "menu", "command", "dialog", "audio", "video", "source", "track", "map", "area", "html", "head", "body", "title", "base",
        "link", "meta", "style",
    ];

    /// <summary>Elements whose content is no text for readers, or is read differently by different parsers.</summary>
    private static readonly HashSet<string> Emptied = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "head", "title", "iframe", "frame", "frameset", "object", "embed", "applet", "svg", "math", "template", "noscript", "noembed",
        "noframes", "xmp", "plaintext", "select", "textarea", "audio", "video", "canvas", "portal", "base", "meta", "link",
    };

    /// <summary>What our own editor makes, and headings and paragraphs of other programs.</summary>
    private static readonly string[] Written =
    [
        "a", "b", "strong", "i", "em", "u", "s", "del", "code", "pre", "ul", "ol", "li", "blockquote", "br", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6",
    ];

    private static readonly string[] RefusedAttributes =
    [
        "action", "accept", "accept-charset", "method", "enctype", "background", "dynsrc", "lowsrc", "longdesc", "usemap", "ismap", "srcset", "poster",
        "autofocus", "autoplay", "contenteditable", "tabindex", "accesskey", "for", "name", "id", "draggable", "target", "rel", "ping", "cite", "contextmenu",
    ];

    /// <summary>Properties that fetch, run, or take an element out of its place.</summary>
    private static readonly string[] RefusedStyles =
    [
        "position", "top", "left", "right", "bottom", "z-index", "inset", "behavior", "-moz-binding", "background-image", "list-style-image",
        "border-image", "border-image-source", "content", "cursor", "filter", "-webkit-filter", "animation", "animation-name", "transition", "src",
        "mask", "mask-image", "clip-path", "shape-outside", "transform", "pointer-events", "offset-path",
    ];

    private readonly CleaningOptions _options;
    private readonly HtmlSanitizer _sanitizer = new();
    private readonly RemotePictures _pictures;

    public Cleaning(CleaningOptions options)
    {
        _options = options;
        _pictures = new RemotePictures(options.RemoteImage);
        foreach (var tag in Refused) _sanitizer.AllowedTags.Remove(tag);
        foreach (var attribute in RefusedAttributes) _sanitizer.AllowedAttributes.Remove(attribute);
        foreach (var style in RefusedStyles) _sanitizer.AllowedCssProperties.Remove(style);
        _sanitizer.AllowedAttributes.Add("class");
        if (options.AsWritten) KeepOnly();
        _sanitizer.AllowedSchemes.Clear();
        foreach (var scheme in (string[])["http", "https", "mailto", "tel", "cid", "data"]) _sanitizer.AllowedSchemes.Add(scheme);
        _sanitizer.AllowDataAttributes = false;
        _sanitizer.AllowedAtRules.Clear();
        _sanitizer.KeepChildNodes = true;
        _sanitizer.FilterUrl += (_, e) => e.SanitizedUrl = Address(e.Tag, e.OriginalUrl);
        _sanitizer.RemovingTag += (_, e) =>
        {
            if (Emptied.Contains(e.Tag.LocalName)) e.Tag.TextContent = "";
        };
        _sanitizer.RemovingAttribute += (_, e) =>
        {
            if (e.Attribute.Name == "background") _pictures.Background(e.Tag, e.Attribute.Value);
            else if (e.Attribute.Name == "srcset") _pictures.Set(e.Tag, e.Attribute.Value);
        };
        _sanitizer.RemovingStyle += (_, e) =>
        {
            if (e.Style.Name == "background-image") _pictures.StyleBackground(e.Tag, e.Style.Value);
        };
        _sanitizer.PostProcessNode += (_, e) => Finish(e.Node);
    }

    private void KeepOnly()
    {
        _sanitizer.AllowedTags.IntersectWith(Written);
        _sanitizer.AllowedAttributes.IntersectWith(["href"]);
        _sanitizer.AllowedCssProperties.Clear();
        if (!_options.Pictures) return;
        _sanitizer.AllowedTags.Add("img");
        _sanitizer.AllowedAttributes.UnionWith(["src", "alt"]);
    }

    /// <summary>Pictures elsewhere that are not shown.</summary>
    public int Held => _pictures.Held;

    public string Run(string html) => _sanitizer.Sanitize(html);

    /// <summary>What may stand as an address here; null removes the attribute or the style.</summary>
    private string? Address(IElement element, string address)
    {
        var tidy = new string([.. address.Where(c => c > ' ' && c != '\u00a0' && c != '\u200b')]);
        if (element.LocalName == "img") return Image(tidy);
        if (element.LocalName != "a") return null;
        return Starts(tidy, "http://", "https://", "mailto:", "tel:") && !Starts(tidy, "http:///", "https:///") ? tidy : null;
    }

    private string? Image(string address)
    {
        if (Starts(address, "cid:")) return _options.InlineImage(Uri.UnescapeDataString(address[4..]));
        if (_options.AsWritten) return null;
        if (Starts(address, "data:image/png", "data:image/gif", "data:image/jpeg", "data:image/jpg", "data:image/webp")) return address;
        return RemotePictures.IsRemote(address) ? _pictures.Shown(address) : null;
    }

    private void Finish(INode node)
    {
        if (node is not IElement element) return;
        if (element.LocalName == "a" && element.HasAttribute("href"))
        {
            element.SetAttribute("rel", "noopener noreferrer");
            element.SetAttribute("target", "_blank");
        }
        _pictures.PutBack(element);
    }

    private static bool Starts(string address, params ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings) if (address.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}

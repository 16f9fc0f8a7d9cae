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

    public Cleaning(CleaningOptions options)
    {
        _options = options;
        foreach (var tag in Refused) _sanitizer.AllowedTags.Remove(tag);
        foreach (var attribute in RefusedAttributes) _sanitizer.AllowedAttributes.Remove(attribute);
        foreach (var style in RefusedStyles) _sanitizer.AllowedCssProperties.Remove(style);
        _sanitizer.AllowedAttributes.Add("class");
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
        _sanitizer.PostProcessNode += (_, e) => Finish(e.Node);
    }

    public bool RemoteBlocked { get; private set; }

    public string Run(string html) => _sanitizer.Sanitize(html);

    private readonly Dictionary<IElement, string> _blocked = [];

    /// <summary>What may stand as an address here; null removes the attribute or the style.</summary>
    private string? Address(IElement element, string address)
    {
        var tidy = new string([.. address.Where(c => c > ' ' && c != '\u00a0' && c != '\u200b')]);
        if (element.LocalName == "img") return Image(element, tidy);
        if (element.LocalName != "a") return Blocked(tidy);
        return Starts(tidy, "http://", "https://", "mailto:", "tel:") && !Starts(tidy, "http:///", "https:///") ? tidy : null;
    }

    private string? Image(IElement image, string address)
    {
        if (Starts(address, "cid:")) return _options.InlineImage(Uri.UnescapeDataString(address[4..]));
        if (Starts(address, "data:image/png", "data:image/gif", "data:image/jpeg", "data:image/jpg", "data:image/webp")) return address;
        if (!Starts(address, "http:", "https:", "//", @"\\")) return null;
        if (Starts(address, "http:", "https:") && _options.RemoteImage?.Invoke(address) is { } allowed) return allowed;
        _blocked[image] = address;
        return Blocked(address);
    }

    private string? Blocked(string address)
    {
        RemoteBlocked |= Starts(address, "http:", "https:", "//", @"\\");
        return null;
    }

    private void Finish(INode node)
    {
        if (node is not IElement element) return;
        if (element.LocalName == "a" && element.HasAttribute("href"))
        {
            element.SetAttribute("rel", "noopener noreferrer");
            element.SetAttribute("target", "_blank");
        }
        if (element.LocalName == "img" && _blocked.TryGetValue(element, out var address)) element.SetAttribute("data-remote-src", address);
    }

    private static bool Starts(string address, params ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings) if (address.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}

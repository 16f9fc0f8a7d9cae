using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Lotse.Adapters.MailServer.Cleaning;

/// <summary>The pictures elsewhere that a mail names: held back and counted, or put back under an address of our own where a person asked for them.</summary>
/// <param name="own">Gives our own address for one, or null to hold it back.</param>
internal sealed partial class RemotePictures(Func<string, string?>? own)
{
    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<IElement, string> _sources = [];
    private readonly Dictionary<IElement, string> _backgrounds = [];

    /// <summary>Different pictures that were not shown, those of one point for counting readers included.</summary>
    public int Held => _known.Values.Count(shown => shown is null);

    public static bool IsRemote(string address) =>
        address.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
        || address.StartsWith("//", StringComparison.Ordinal) || address.StartsWith(@"\\", StringComparison.Ordinal);

    /// <summary>Our address for it, or null where it is held back.</summary>
    public string? Shown(string address)
    {
        var whole = address[0] is '/' or '\\' ? "https:" + address.Replace('\\', '/') : address;
        if (!_known.TryGetValue(whole, out var shown)) _known[whole] = shown = own?.Invoke(whole);
        return shown;
    }

    /// <summary>The first picture of a set stands in where the element names no other.</summary>
    public void Set(IElement element, string value)
    {
        if (element.LocalName != "img" || IsRemote((element.GetAttribute("src") ?? "").TrimStart())) return;
        var first = value.AsSpan().TrimStart();
        var end = first.IndexOfAny(" \t\r\n");
        if ((end < 0 ? first : first[..end]).TrimEnd(',').ToString() is var address && IsRemote(address) && Shown(address) is { } shown) _sources[element] = shown;
    }

    public void Background(IElement element, string address)
    {
        var tidy = address.Trim();
        if (IsRemote(tidy) && Shown(tidy) is { } shown) _backgrounds[element] = shown;
    }

    /// <summary>Of a style such as background-image: url(...).</summary>
    public void StyleBackground(IElement element, string value)
    {
        if (Url().Match(value) is { Success: true } match) Background(element, match.Groups["address"].Value);
    }

    /// <summary>After the cleaning, so that nothing of it can undo this: the addresses are ours and hold no character that could leave its place.</summary>
    public void PutBack(IElement element)
    {
        if (_sources.TryGetValue(element, out var source)) element.SetAttribute("src", source);
        if (!_backgrounds.TryGetValue(element, out var background)) return;
        var style = element.GetAttribute("style")?.TrimEnd(';', ' ') ?? "";
        element.SetAttribute("style", $"{style}{(style.Length > 0 ? "; " : "")}background-image: url(\"{background}\")");
    }

    [GeneratedRegex("""url\(\s*["']?(?<address>[^"')\s]+)""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Url();
}

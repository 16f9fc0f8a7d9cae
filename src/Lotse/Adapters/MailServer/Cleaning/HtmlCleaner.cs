using System.Net;

namespace Lotse.Adapters.MailServer.Cleaning;

/// <summary>How a piece of HTML is to be shown.</summary>
public sealed record CleaningOptions
{
    public static CleaningOptions Default { get; } = new();

    /// <summary>Only what our own editor writes: no classes, no styles, no pictures. May stand in a page of ours.</summary>
    public static CleaningOptions Written { get; } = new() { AsWritten = true };

    public bool AsWritten { get; init; }

    /// <summary>With what our own editor writes: pictures too, those that <see cref="InlineImage"/> knows and no others.</summary>
    public bool Pictures { get; init; }

    /// <summary>Gives the address of an image of the mail itself by its Content-ID, or null where it has none; such images are left out then.</summary>
    public Func<string, string?> InlineImage { get; init; } = static _ => null;

    /// <summary>Gives the address (of our own proxy) for a remote image that a person asked to see; null keeps it blocked.</summary>
    public Func<string, string?>? RemoteImage { get; init; }

    /// <summary>Characters of HTML that are taken in; what is longer is shown as text.</summary>
    public int Longest { get; init; } = 5_000_000;

    /// <summary>Levels of elements inside elements; what is deeper is shown as text.</summary>
    public int Deepest { get; init; } = 200;
}

/// <param name="HeldImages">Different images elsewhere that were named and are not shown.</param>
/// <param name="AsText">The HTML was too deep or too long and is shown as its text.</param>
public sealed record CleanedHtml(string Html, int HeldImages, bool AsText);

/// <summary>Makes HTML from outside harmless to look at: nothing runs, nothing is fetched, nothing is sent, nothing covers our own page.</summary>
public static class HtmlCleaner
{
    public static CleanedHtml Clean(string html, CleaningOptions options)
    {
        if (html.Length > options.Longest || !HtmlBounds.Allow(html, options.Deepest)) return AsText(html, options);
        var cleaning = new Cleaning(options);
        return new CleanedHtml(cleaning.Run(html), cleaning.Held, AsText: false);
    }

    private static CleanedHtml AsText(string html, CleaningOptions options)
    {
        var (text, _) = Reading.HtmlText.Of(html.Length > options.Longest ? html[..options.Longest] : html);
        return new CleanedHtml("<div style=\"white-space:pre-wrap\">" + WebUtility.HtmlEncode(text) + "</div>", HeldImages: 0, AsText: true);
    }
}

using System.Net;
using Lotse.Ui.Language;
using Microsoft.AspNetCore.Components;

namespace Lotse.Ui;

/// <summary>The small drawings that lists show by the hundred. Plain strings, not components: a row costs no component tree.</summary>
public static class Draw
{
    private static readonly string[] Shapes =
    [
        "<circle cx=\"6\" cy=\"6\" r=\"4.6\"/>",
        "<circle cx=\"6\" cy=\"6\" r=\"5\"/>",
        "<path d=\"M6 .2 11.8 6 6 11.8.2 6z\"/>",
        "<path d=\"M6 .6 11.8 11H.2z\"/>",
    ];

    private static readonly MarkupString[] Levels =
        [.. Shapes.Select((shape, level) => new MarkupString($"<svg class=\"lv lv-{level}\" viewBox=\"0 0 12 12\" aria-hidden=\"true\">{shape}</svg>"))];

    private static readonly string Sprite = Assets.Url("icons.svg");

    /// <param name="name">One of icons.json (tested).</param>
    public static MarkupString Icon(string name) => new($"<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{Sprite}#{name}\"/></svg>");

    /// <param name="level">0 the secretariat, 1 to 3 the levels; anything else is drawn as 0.</param>
    public static MarkupString Level(int level) => Levels[level is >= 0 and <= 3 ? level : 0];

    public static MarkupString Time(DateTimeOffset at, string shown, string full) =>
        new($"<time datetime=\"{Moments.Iso(at)}\" title=\"{Escape(full)}\">{Escape(shown)}</time>");

    public static MarkupString State(TicketState state, Texts texts) =>
        new($"<span class=\"state {KindOf(state)}\"><i></i>{Escape(Words.State(texts, state))}</span>");

    public static MarkupString Text(string text) => new(Escape(text));

    public static MarkupString Hidden(string field, string value) => new($"<input type=\"hidden\" name=\"{Escape(field)}\" value=\"{Escape(value)}\">");

    /// <summary>Up to two letters for a round picture of a person.</summary>
    public static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0) return "?";
        var first = FirstLetter(words[0]);
        return words.Length == 1 ? first : first + FirstLetter(words[^1]);
    }

    public static string KindOf(TicketState state) => state switch
    {
        TicketState.New => "state-new",
        TicketState.Open => "state-open",
        TicketState.Resolved or TicketState.Closed => "state-done",
        _ => "state-waiting",
    };

    private static string FirstLetter(string word)
    {
        var letter = System.Globalization.StringInfo.GetNextTextElement(word);
        return letter.ToUpperInvariant();
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}

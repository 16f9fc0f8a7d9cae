using Lotse.Domain.Replies.Macros;

namespace Lotse.Domain.Problems;

/// <summary>What customers are told, in two languages. Which one a customer gets goes by the ticket.</summary>
public sealed record InformWords(string German, string English)
{
    public const string TooLong = "inform-too-long", NoSuchVariable = "inform-no-such-variable", Missing = "inform-words-missing", ValueMissing = "inform-value-missing";

    public const int Longest = 8000;

    public static IReadOnlyList<string> Variables => MacroSteps.Variables;

    /// <summary>A ticket whose language nobody knows counts as written in the community's. All other languages than German get English.</summary>
    public static bool IsGerman(string? ticket, string community) => (ticket ?? community).StartsWith("de", StringComparison.OrdinalIgnoreCase);

    public string In(bool german) => german ? German : English;

    public Refusal? Check() => Check(German, "german") ?? Check(English, "english");

    /// <summary>The words for one customer.</summary>
    /// <param name="value">Of a name in {{ }}. One that is empty is never sent as nothing: then the ticket is left for somebody to write to.</param>
    /// <returns>The words, or why there are none.</returns>
    public (string? Text, Refusal? Refusal) For(bool german, Func<string, string?> value)
    {
        if (In(german).Length == 0) return (null, new Refusal(Missing, german ? "german" : "english"));
        string? empty = null;
        var text = FillIn.Names(In(german), name =>
        {
            var filled = value(name);
            if (string.IsNullOrWhiteSpace(filled)) empty ??= name;
            return filled;
        });
        return empty is null ? (text, null) : (null, new Refusal(ValueMissing, empty));
    }

    private static Refusal? Check(string text, string field)
    {
        if (text.Length > Longest) return new Refusal(TooLong, field);
        return FillIn.Unknown(text, Variables) is null ? null : new Refusal(NoSuchVariable, field);
    }
}

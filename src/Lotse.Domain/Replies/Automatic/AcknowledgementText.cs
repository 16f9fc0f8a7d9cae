using System.Globalization;
using System.Text;

namespace Lotse.Domain.Replies.Automatic;

/// <summary>The words of an acknowledgement. {{ number }} and {{ subject }} are replaced and nothing else happens: a text is no program.</summary>
public static class AcknowledgementText
{
    public const string TooLong = "acknowledgement-too-long", UnknownVariable = "acknowledgement-unknown-variable";
    public const int LongestText = 5000;

    public static string Fill(string text, long number, string subject) => Walk(text, name => name switch
    {
        "number" => number.ToString(CultureInfo.InvariantCulture),
        "subject" => subject,
        _ => null,
    });

    /// <summary>Why a text cannot be kept; null where it can.</summary>
    public static Refusal? Refuse(string text, string about)
    {
        if (text.Length > LongestText) return new Refusal(TooLong, about);
        var unknown = false;
        Walk(text, name =>
        {
            unknown |= name is not ("number" or "subject");
            return null;
        });
        return unknown ? new Refusal(UnknownVariable, about) : null;
    }

    /// <summary>The language to write in: German for a German mail, English for any other, the community's where the mail's is unknown.</summary>
    public static string LanguageFor(string? mail, string community) => (mail ?? community) == "de" ? "de" : "en";

    /// <summary>One walk from left to right: a subject that itself looks like a variable stays as it is.</summary>
    private static string Walk(string text, Func<string, string?> value)
    {
        var filled = new StringBuilder(text.Length + 64);
        var at = 0;
        while (text.IndexOf("{{", at, StringComparison.Ordinal) is >= 0 and var open && text.IndexOf("}}", open, StringComparison.Ordinal) is >= 0 and var close)
        {
            filled.Append(text, at, open - at).Append(value(text[(open + 2)..close].Trim()) ?? text[open..(close + 2)]);
            at = close + 2;
        }
        return filled.Append(text, at, text.Length - at).ToString();
    }
}

using System.Globalization;

namespace Lotse.Domain.Replies.Automatic;

/// <summary>The words of an acknowledgement. {{ number }} and {{ subject }} are replaced and nothing else happens: a text is no program.</summary>
public static class AcknowledgementText
{
    public const string TooLong = "acknowledgement-too-long", UnknownVariable = "acknowledgement-unknown-variable";
    public const int LongestText = 5000;

    public static string Fill(string text, long number, string subject) => FillIn.Names(text, name => name switch
    {
        "number" => number.ToString(CultureInfo.InvariantCulture),
        "subject" => subject,
        _ => null,
    });

    /// <summary>Why a text cannot be kept; null where it can.</summary>
    public static Refusal? Refuse(string text, string about)
    {
        if (text.Length > LongestText) return new Refusal(TooLong, about);
        return FillIn.Unknown(text, "number", "subject") is null ? null : new Refusal(UnknownVariable, about);
    }

    /// <summary>The language to write in: German for a German mail, English for any other, the community's where the mail's is unknown.</summary>
    public static string LanguageFor(string? mail, string community) => (mail ?? community) == "de" ? "de" : "en";
}

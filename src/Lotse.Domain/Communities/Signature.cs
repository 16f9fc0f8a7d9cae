using System.Text;

namespace Lotse.Domain.Communities;

/// <summary>What stands below a community's answers. Plain text in which two names in braces are filled in, and nothing else is understood.</summary>
public static class Signature
{
    public const string AgentName = "agent.name", CommunityName = "community.name";
    public const string TooLong = "signature-too-long", NoSuchVariable = "signature-no-such-variable", NotText = "signature-not-text";

    private const int LongestText = 2000, MostLines = 20;

    /// <summary>The line that mail programs know as the beginning of a signature (RFC 3676 section 4.3).</summary>
    public const string Separator = "-- ";

    /// <returns>Null where the text may be a signature.</returns>
    public static Refusal? Check(string text)
    {
        if (text.Length > LongestText || text.Count(c => c == '\n') >= MostLines) return new Refusal(TooLong);
        if (text.Any(c => char.IsControl(c) && c != '\n')) return new Refusal(NotText);
        string? unknown = null;
        _ = Filled(text, name =>
        {
            if (name is not (AgentName or CommunityName)) unknown ??= name;
            return "";
        });
        return unknown is null ? null : new Refusal(NoSuchVariable, unknown);
    }

    /// <param name="language">Of the ticket; another version is better than none.</param>
    public static string? Of(Community community, string? language, string agent)
    {
        var english = (language ?? community.Language) == "en";
        var text = english ? community.SignatureEn ?? community.SignatureDe : community.SignatureDe ?? community.SignatureEn;
        return text is null ? null : Filled(text, name => name switch { AgentName => agent, CommunityName => community.Name, _ => "" }).TrimEnd();
    }

    /// <summary>Names are put in once: what stands in somebody's name is not looked through again.</summary>
    private static string Filled(string text, Func<string, string> value)
    {
        var filled = new StringBuilder();
        var at = 0;
        while (text.IndexOf("{{", at, StringComparison.Ordinal) is var open and >= 0 && text.IndexOf("}}", open, StringComparison.Ordinal) is var close and >= 0)
        {
            filled.Append(text, at, open - at).Append(value(text[(open + 2)..close].Trim()));
            at = close + 2;
        }
        return filled.Append(text, at, text.Length - at).ToString();
    }
}

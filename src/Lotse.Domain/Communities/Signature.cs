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
        return FillIn.Unknown(text, AgentName, CommunityName) is { } unknown ? new Refusal(NoSuchVariable, unknown) : null;
    }

    public static string Fill(string text, string community, string agent) =>
        FillIn.Names(text, name => name switch { AgentName => agent, CommunityName => community, _ => "" }).TrimEnd();

    /// <param name="language">Of the ticket; another version is better than none.</param>
    public static string? Of(Community community, string? language, string agent)
    {
        var english = (language ?? community.Language) == "en";
        var text = english ? community.SignatureEn ?? community.SignatureDe : community.SignatureDe ?? community.SignatureEn;
        return text is null ? null : Fill(text, community.Name, agent);
    }
}

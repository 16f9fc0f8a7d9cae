using Lotse.Adapters.Tokens;

namespace Lotse.Adapters.MailServer;

/// <summary>What a mail server or library said about its trouble, short enough for a page.</summary>
internal static class TroubleText
{
    private const int Longest = 200;

    /// <summary>The first line of the message, and of the one behind it, which often is the real one. For administrators, not for logs.</summary>
    public static string Of(Exception trouble)
    {
        if (trouble is TokenRefused refused) return refused.Detail;
        var text = FirstLine(trouble.Message);
        if (trouble.InnerException is { } inner && FirstLine(inner.Message) != text) text += " " + FirstLine(inner.Message);
        return text.Length > Longest ? text[..Longest] : text;
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}

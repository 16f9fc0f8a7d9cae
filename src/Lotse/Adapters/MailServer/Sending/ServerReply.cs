namespace Lotse.Adapters.MailServer.Sending;

/// <summary>What an SMTP server answered about one recipient or the whole mail.</summary>
internal readonly record struct ServerReply(int Code, string Text)
{
    private const int LongestText = 500;

    public RecipientResult About(string address)
    {
        var line = string.Join(' ', Text.Split(['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
        var (enhanced, words) = SplitEnhanced(line);
        var outcome = Code is >= 200 and < 300 ? RecipientOutcome.Sent : Code is >= 500 and < 600 ? RecipientOutcome.Failed : RecipientOutcome.TempFailed;
        return new RecipientResult(address, outcome, Code, enhanced, words.Length > LongestText ? words[..LongestText] : words);
    }

    /// <summary>The code of RFC 3463 that a text may begin with (RFC 2034). In a reply of several lines every line repeats it.</summary>
    private static (string? Enhanced, string Words) SplitEnhanced(string line)
    {
        var space = line.IndexOf(' ');
        var first = space < 0 ? line : line[..space];
        var parts = first.Split('.');
        var isCode = parts is [['2' or '4' or '5'], { Length: >= 1 and <= 3 }, { Length: >= 1 and <= 3 }] && parts.All(part => part.All(char.IsAsciiDigit));
        return isCode ? (first, line.Replace(first + " ", "", StringComparison.Ordinal)) : (null, line);
    }
}

using System.Text;

namespace Lotse.Domain.Intake.Mail.Bounces;

/// <summary>One recipient in a notice for people, and the words about him.</summary>
public sealed record BouncedRecipient(string Address, string Words);

/// <summary>Reads notices that mail servers write for people: Exim, qmail, Postfix before 2.0, Sendmail, Exchange, Domino, web mailers.</summary>
public static class BouncedText
{
    /// <summary>Apart from the others: one letter that is not ASCII makes the search for all of them many times dearer.</summary>
    private const string GermanMark = "ursprüngliche nachricht";

    private static readonly string[] Marks =
    [
        "below this line is a copy", "this is a copy of", "original message", "message headers follow", "unsent message follows", "returned message",
        "included is a copy", "header of the original message", "below is a copy", "enclosed is a copy", "original mail info", "copy of the message",
        "message header follows", "returned text follows", "returned mail follows", "the attachment contains the original",
        "begin of returned", "message text follows", "original mail as follows",
    ];

    private static readonly System.Buffers.SearchValues<string> CopyMarks = System.Buffers.SearchValues.Create(Marks, StringComparison.OrdinalIgnoreCase);

    /// <summary>Without any of these there is no copy.</summary>
    private static readonly System.Buffers.SearchValues<string> CopyBegins =
        System.Buffers.SearchValues.Create([.. Marks, "Received: from ", "Return-Path: <"], StringComparison.OrdinalIgnoreCase);

    private const int MostRecipients = 300;

    private static readonly System.Buffers.SearchValues<char> AddressEnds = System.Buffers.SearchValues.Create(" <>\"',;:()[]\t");

    /// <summary>The notice without the returned mail below it.</summary>
    public static string WithoutCopy(string text)
    {
        if (!text.AsSpan().ContainsAny(CopyBegins) && (Ascii.IsValid(text) || !text.Contains(GermanMark, StringComparison.OrdinalIgnoreCase))) return text;
        var from = 0;
        var seen = false;
        while (from < text.Length)
        {
            var end = text.IndexOf('\n', from);
            if (end < 0) end = text.Length;
            var line = text.AsSpan(from, end - from).Trim(" -\t*>=");
            if (seen && line.Length < 90 && IsCopyMark(line)) return text[..from];
            if (seen && (line.StartsWith("Received: from ", StringComparison.Ordinal) || line.StartsWith("Return-Path: <", StringComparison.OrdinalIgnoreCase))) return text[..from];
            seen |= line.Length > 0;
            from = end + 1;
        }
        return text;
    }

    private static bool IsCopyMark(ReadOnlySpan<char> line) =>
        (line.IndexOfAny(CopyMarks) is >= 0 and < 16 || (!Ascii.IsValid(line) && line.IndexOf(GermanMark, StringComparison.OrdinalIgnoreCase) is >= 0 and < 16)) && !line.Contains("was received", StringComparison.OrdinalIgnoreCase);

    /// <summary>Recipients with their words, in order, each once; empty where the notice names none in a recognisable place.</summary>
    public static IReadOnlyList<BouncedRecipient> Recipients(string notice)
    {
        if (!notice.Contains('@', StringComparison.Ordinal)) return [];
        var found = new List<(string Address, StringBuilder Words)>();
        StringBuilder? words = null;
        string? refusal = null, said = null;
        foreach (var range in notice.AsSpan().Split('\n'))
        {
            var raw = notice.AsSpan()[range];
            var line = raw.Trim();
            if (line.StartsWith("<<< ")) refusal ??= line[4..].ToString();
            else if (line.StartsWith(">>> ")) (refusal, said) = (null, line.ToString());
            if (found.Count < MostRecipients && Begins(line, out var address, out var rest))
            {
                var known = Known(found, address);
                if (known.Words is null) found.Add(known = (address, new StringBuilder()));
                words = known.Words;
                if (refusal is not null) words.Append(said).Append("\n<<< ").Append(refusal).Append('\n');
                refusal = null;
                words.Append(rest).Append('\n');
            }
            else
            {
                words?.Append(raw).Append('\n');
            }
        }
        return found.ConvertAll(f => new BouncedRecipient(f.Address, f.Words.ToString(0, f.Words.Length - 1)));
    }

    private static (string Address, StringBuilder Words) Known(List<(string Address, StringBuilder Words)> found, string address)
    {
        foreach (var one in found) if (one.Address.Equals(address, StringComparison.OrdinalIgnoreCase)) return one;
        return default;
    }

    /// <summary>A line that begins with an address as servers put it: in brackets or quotes, with a colon, or alone; or "550 &lt;address&gt;... words".</summary>
    private static bool Begins(ReadOnlySpan<char> text, out string address, out string rest)
    {
        address = rest = "";
        if (text.Length < 5 || text.Length > 2000 || !text.Contains('@')) return false;
        var transcript = false;
        if (text.Length > 4 && text[0] is '4' or '5' && char.IsAsciiDigit(text[1]) && char.IsAsciiDigit(text[2]) && text[3] == ' ' && text[4] == '<')
        {
            transcript = true;
            text = text[4..];
        }
        else
        {
            text = AfterIntroduction(text);
        }
        var bracket = text.Length > 0 && text[0] is '<' or '"' or '\'';
        var start = bracket ? text[1..] : text;
        var end = start.IndexOfAny(AddressEnds);
        var word = (end < 0 ? start : start[..end]).TrimEnd('.');
        if (word.Count('@') != 1 || word[0] == '@' || word[^1] == '@' || word.Contains('=') || word.Contains('/')) return false;
        var tail = start[word.Length..].TrimStart("<>\"'");
        if (transcript ? !tail.StartsWith("...") : !Ends(tail, bracket)) return false;
        address = word.ToString();
        rest = tail.TrimStart(".: \t").ToString();
        return true;
    }

    private static readonly string[] Introductions =
    [
        "* ", "- ", "recipient:", "recipient address:", "original address:", "to:", "unable to deliver message to:", "could not be delivered to:",
        "address:", "final-recipient: rfc822;", "there was an error delivering your mail to", "user mailbox exceeds allowed size:",
        "did not reach the following recipient:", "the following recipients returned permanent errors:",
    ];

    private static ReadOnlySpan<char> AfterIntroduction(ReadOnlySpan<char> text)
    {
        foreach (var words in Introductions)
        {
            if (text.StartsWith(words, StringComparison.OrdinalIgnoreCase)) return text[words.Length..].TrimStart();
        }
        return text;
    }

    private static bool Ends(ReadOnlySpan<char> tail, bool bracket)
    {
        if (tail.Length == 0 || tail[0] == ':' || tail is ".") return true;
        if (bracket && tail.TrimStart().StartsWith("(")) return true;
        return tail.StartsWith(" on ") || tail.StartsWith(" Invalid") || tail.StartsWith(" Error") || tail.StartsWith(" [") || tail.StartsWith("mailto:")
            || tail.StartsWith(". Reason") || tail.StartsWith(" (") || tail.StartsWith("...") || tail.StartsWith(" - ");
    }
}

using System.Text;

namespace Lotse.Adapters.MailServer.Unsealing.Pgp;

/// <summary>PGP written into the text itself (RFC 9580, sections 6 and 7).</summary>
internal static class Armour
{
    private const string Message = "-----BEGIN PGP MESSAGE-----", MessageEnd = "-----END PGP MESSAGE-----";
    private const string Signed = "-----BEGIN PGP SIGNED MESSAGE-----", Signature = "-----BEGIN PGP SIGNATURE-----", SignatureEnd = "-----END PGP SIGNATURE-----";

    internal sealed record Found(string Block, string Outside);

    /// <summary>The encrypted block of a text and what stands around it, or null where there is none.</summary>
    public static Found? Encrypted(string text) => Cut(text, Message, MessageEnd);

    /// <summary>The signed block of a text with its signature, and what stands around it.</summary>
    public static Found? ClearSigned(string text) => Cut(text, Signed, SignatureEnd);

    /// <param name="kind">As the first line of the block has it.</param>
    public static bool Starts(ReadOnlySpan<byte> file, string kind) => file.IndexOf(Encoding.ASCII.GetBytes($"-----BEGIN PGP {kind}-----")) >= 0;

    public static bool IsIn(string text) => LineStart(text, Message) >= 0 || LineStart(text, Signed) >= 0;

    private static Found? Cut(string text, string begin, string end)
    {
        var from = LineStart(text, begin);
        var to = from < 0 ? -1 : text.IndexOf(end, from, StringComparison.Ordinal);
        if (to < 0) return null;
        to += end.Length;
        return new Found(text[from..to], $"{text[..from]}\n{text[to..]}".Trim());
    }

    private static int LineStart(string text, string mark)
    {
        for (var at = text.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(mark, at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || text[at - 1] == '\n') return at;
        }
        return -1;
    }

    /// <summary>What was signed in clear text, as the signature counts it: dashes taken off, no blanks at line ends, CR LF between lines; and the signature itself.</summary>
    /// <param name="block">As <see cref="ClearSigned"/> found it, in the letters of its bytes.</param>
    public static (byte[] Content, byte[] Signature)? Split(string block)
    {
        var lines = block.Split('\n');
        var body = Array.FindIndex(lines, line => line.TrimEnd('\r').Length == 0) + 1; // Behind the Hash: lines.
        var end = Array.FindIndex(lines, line => line.StartsWith(Signature, StringComparison.Ordinal));
        if (body <= 0 || end < body) return null;
        var text = lines[body..end].Select(line => line.TrimEnd('\r', ' ', '\t')).Select(line => line.StartsWith("- ", StringComparison.Ordinal) ? line[2..] : line);
        return (Encoding.Latin1.GetBytes(string.Join("\r\n", text)), Encoding.Latin1.GetBytes(string.Join('\n', lines[end..])));
    }
}

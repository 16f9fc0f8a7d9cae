using System.Buffers;
using System.Text;

namespace Lotse.Adapters.MailServer.Reading.Headers;

/// <summary>The forms that nearly every From and To has: "anna@kunde.example", "Anna Kunde &lt;anna@kunde.example&gt;", and the name in quotes. Everything that could mean
/// something else to a whole parser (RFC 5322, section 3.4) is left to one.</summary>
internal static class SimpleAddress
{
    private const int LongestLocal = 64, LongestDomain = 253;

    private static readonly SearchValues<byte> Local = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_+."u8);
    private static readonly SearchValues<byte> Domain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-."u8);
    private static readonly SearchValues<byte> Words = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789- "u8);
    private static readonly SearchValues<byte> Quoted = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789- .,&/@:+_"u8);

    /// <param name="raw">The value of the field as it stands in the mail.</param>
    public static bool TryRead(ReadOnlySpan<byte> raw, out string name, out string address)
    {
        name = address = "";
        var text = raw.Trim(" \t\r\n"u8);
        if (text.Length == 0) return false;
        if (text[^1] == (byte)'>')
        {
            var bracket = text.IndexOf((byte)'<');
            if (bracket < 0 || !IsName(text[..bracket].TrimEnd((byte)' '), out var words)) return false;
            name = Encoding.ASCII.GetString(words);
            text = text[(bracket + 1)..^1];
        }
        if (!IsAddress(text)) return false;
        address = Encoding.ASCII.GetString(text);
        return true;
    }

    private static bool IsName(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> words)
    {
        words = text;
        if (text.Length == 0) return true;
        var quoted = text[0] == (byte)'"';
        if (quoted)
        {
            if (text.Length < 3 || text[^1] != (byte)'"') return false;
            words = text[1..^1];
        }
        return words[0] != (byte)' ' && words[^1] != (byte)' ' && words.IndexOf("  "u8) < 0 && !words.ContainsAnyExcept(quoted ? Quoted : Words);
    }

    private static bool IsAddress(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf((byte)'@');
        if (at is < 1 or > LongestLocal || text.Length - at - 1 is < 1 or > LongestDomain) return false;
        var local = text[..at];
        var domain = text[(at + 1)..];
        // A name in Punycode is read and written again by the whole parser.
        return !local.ContainsAnyExcept(Local) && !domain.ContainsAnyExcept(Domain) && IsDotted(local) && IsDotted(domain) && domain.IndexOf("--"u8) < 0;
    }

    private static bool IsDotted(ReadOnlySpan<byte> text) => text[0] != (byte)'.' && text[^1] != (byte)'.' && text.IndexOf(".."u8) < 0;
}

using System.Text;
using System.Text.Unicode;

namespace Lotse.Adapters.MailServer.Door;

/// <summary>The argument of MAIL FROM: or RCPT TO:, an address and its parameters (RFC 5321 section 4.1.2).</summary>
/// <param name="Address">Without angle brackets and without a source route; empty for the null sender.</param>
internal readonly record struct EnvelopePath(string Address, string[] Parameters)
{
    private const int LongestAddress = 320;

    /// <returns>Null where it cannot be read. Missing brackets and a space after the colon are put up with, as real clients send them.</returns>
    public static EnvelopePath? Read(ReadOnlySpan<byte> argument, ReadOnlySpan<byte> keyword)
    {
        if (argument.Length < keyword.Length || !Ascii.EqualsIgnoreCase(argument[..keyword.Length], keyword)) return null;
        var rest = argument[keyword.Length..].Trim((byte)' ');
        if (rest.IsEmpty || !Utf8.IsValid(rest) || rest.ContainsAnyInRange((byte)0, (byte)31) || rest.Contains((byte)127)) return null;
        var length = LengthOfPath(rest);
        if (length < 0) return null;
        var path = Encoding.UTF8.GetString(rest[0] == (byte)'<' ? rest[1..(length - 1)] : rest[..length]);
        var address = WithoutRoute(path);
        if (address.Length > LongestAddress || HasLooseSpace(address)) return null;
        if (length < rest.Length && rest[length] != (byte)' ') return null;
        var parameters = Encoding.UTF8.GetString(rest[length..]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new EnvelopePath(address, parameters);
    }

    private static int LengthOfPath(ReadOnlySpan<byte> rest)
    {
        if (rest[0] != (byte)'<')
        {
            var space = rest.IndexOf((byte)' ');
            return space < 0 ? rest.Length : space;
        }
        var quoted = false;
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == (byte)'\\' && quoted) i++;
            else if (rest[i] == (byte)'"') quoted = !quoted;
            else if (rest[i] == (byte)'>' && !quoted) return i + 1;
        }
        return -1;
    }

    /// <summary>"@one.example,@two.example:user@three.example" means the last address (RFC 5321 appendix C).</summary>
    private static string WithoutRoute(string path) =>
        path.StartsWith('@') && path.IndexOf(':') is var colon and > 0 ? path[(colon + 1)..] : path;

    private static bool HasLooseSpace(string address) => address.Contains(' ') && !address.StartsWith('"');
}

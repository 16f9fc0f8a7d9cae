using System.Text;

namespace Lotse.Adapters.MailServer.Reading.Charsets;

/// <summary>UTF-7 (RFC 2152), which the platform refuses to decode but old mail still uses.</summary>
internal static class Utf7
{
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != (byte)'+') text.Append((char)bytes[i]);
            else i = Shifted(bytes, i + 1, text);
        }
        return text.ToString();
    }

    /// <summary>Reads one run of modified base64; gives the index of its last byte.</summary>
    private static int Shifted(ReadOnlySpan<byte> bytes, int at, StringBuilder text)
    {
        if (at < bytes.Length && bytes[at] == (byte)'-')
        {
            text.Append('+');
            return at;
        }
        int bits = 0, held = 0;
        for (; at < bytes.Length; at++)
        {
            var value = Sextet(bytes[at]);
            if (value < 0) return bytes[at] == (byte)'-' ? at : at - 1;
            bits = ((bits << 6) | value) & 0x3FFFFF;
            held += 6;
            if (held < 16) continue;
            held -= 16;
            text.Append((char)((bits >> held) & 0xFFFF));
        }
        return at;
    }

    private static int Sextet(byte b) => b switch
    {
        >= (byte)'A' and <= (byte)'Z' => b - 'A',
        >= (byte)'a' and <= (byte)'z' => b - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => b - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}

using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Lotse.Adapters.MailServer.Reading.Charsets;

/// <summary>Decodes bytes by their label where the label can be true, and by their looks where it cannot.</summary>
internal static class CharsetRepair
{
    /// <param name="label">The charset that the sender gave, or null.</param>
    /// <param name="repaired">True where the label was missing, unknown or wrong and the bytes needed a guess.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? label, out bool repaired)
    {
        repaired = false;
        if (ByMark(bytes) is { } marked) return marked;
        if (!string.IsNullOrWhiteSpace(label))
        {
            if (CharsetNames.IsUtf7(label)) return Utf7.Decode(bytes);
            var encoding = CharsetNames.Find(label);
            if (encoding is not null && encoding.CodePage is 1200 or 1201 or 12000 or 12001) return Wide(bytes, encoding, out repaired);
            // Seven bits mean the same nearly everywhere; escape sequences do not.
            if (Ascii.IsValid(bytes) && (encoding is null || !ShiftsInSevenBits(encoding))) return Encoding.ASCII.GetString(bytes);
            if (encoding is not null) return ByLabel(bytes, encoding, label, out repaired);
        }
        else if (Ascii.IsValid(bytes))
        {
            return bytes.IndexOf("\u001b$"u8) >= 0 || bytes.IndexOf("\u001b("u8) >= 0
                ? Encoding.GetEncoding(50220).GetString(bytes) : Encoding.ASCII.GetString(bytes);
        }
        repaired = true;
        return Guess(bytes);
    }

    /// <summary>UTF-8 where the bytes can be that, else what Windows writes in western Europe.</summary>
    public static string Guess(ReadOnlySpan<byte> bytes, bool isLabelled = false) =>
        Utf8.IsValid(bytes) || NearlyUtf8(bytes, isLabelled) ? CharsetNames.Utf8.GetString(bytes) : CharsetNames.Windows1252.GetString(bytes);

    private static string? ByMark(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) return CharsetNames.Utf8.GetString(bytes[3..]);
        if (bytes is [0xFF, 0xFE, ..] && bytes.Length % 2 == 0) return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes is [0xFE, 0xFF, ..] && bytes.Length % 2 == 0) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        return null;
    }

    private static bool ShiftsInSevenBits(Encoding encoding) => encoding.CodePage is 50220 or 50221 or 50222 or 50225 or 50227 or 52936;

    private static string ByLabel(ReadOnlySpan<byte> bytes, Encoding encoding, string label, out bool repaired)
    {
        repaired = false;
        var isUtf8 = Utf8.IsValid(bytes);
        if (encoding.CodePage == 65001)
        {
            repaired = !isUtf8;
            return isUtf8 ? CharsetNames.Utf8.GetString(bytes) : Guess(bytes, isLabelled: true);
        }
        // High bytes that all happen to form UTF-8 are UTF-8, whatever a western label says: two wrong labels are more
        // likely than one "Ã¼" meant as such.
        if (isUtf8 && (encoding.IsSingleByte || ShiftsInSevenBits(encoding)))
        {
            if (!Ascii.IsValid(bytes))
            {
                repaired = true;
                return CharsetNames.Utf8.GetString(bytes);
            }
        }
        if (CharsetNames.IsAscii(label)) repaired = true;
        return encoding.GetString(bytes);
    }

    /// <summary>UTF-16 and UTF-32 in truth, or an eight-bit text that only says so (nearly no zero bytes).</summary>
    private static string Wide(ReadOnlySpan<byte> bytes, Encoding encoding, out bool repaired)
    {
        var zeros = 0;
        foreach (var b in bytes) if (b == 0) zeros++;
        repaired = zeros * 10 < bytes.Length && (Utf8.IsValid(bytes) || bytes.Length % 2 != 0);
        if (repaired) return Guess(bytes);
        if (encoding.CodePage == 1200 && bytes is [0, not 0, ..]) encoding = Encoding.BigEndianUnicode;
        return encoding.GetString(bytes);
    }

    /// <summary>At least nine of ten characters, or half of them where the label says so, are well formed: UTF-8 that was cut or damaged on its way.</summary>
    private static bool NearlyUtf8(ReadOnlySpan<byte> bytes, bool isLabelled)
    {
        int good = 0, bad = 0;
        while (bytes.Length > 0)
        {
            var ascii = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (ascii < 0) break;
            bytes = bytes[ascii..];
            var status = Rune.DecodeFromUtf8(bytes, out _, out var used);
            if (status == OperationStatus.Done) good++;
            else if (status != OperationStatus.NeedMoreData) bad++;
            bytes = bytes[used..];
        }
        return good > 0 && good >= (isLabelled ? bad : 9 * bad);
    }
}

using System.Runtime.CompilerServices;
using System.Text;

namespace Lotse.Adapters.MailServer.Reading.Charsets;

/// <summary>Finds the encoding that a label means, as mail programs use labels: the superset that Windows writes, not the letter of the label
/// (WHATWG Encoding Standard, section 4.2).</summary>
internal static class CharsetNames
{
    /// <summary>MimeKit remembers at its first use, and that may be a mail we write, which charsets exist: they are there before anything else of ours runs.</summary>
    [ModuleInitializer]
    internal static void KnowAll()
    {
        // The first that is registered is the first that is asked.
        Encoding.RegisterProvider(new KeptEncodings());
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
    }

    private static readonly Dictionary<string, int> CodePages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["us-ascii"] = 1252, ["ascii"] = 1252, ["ansi_x3.4-1968"] = 1252, ["iso-8859-1"] = 1252, ["iso8859-1"] = 1252, ["iso_8859-1"] = 1252,
        ["8859-1"] = 1252, ["latin1"] = 1252, ["latin-1"] = 1252, ["l1"] = 1252, ["cp819"] = 1252, ["cp1252"] = 1252, ["windows1252"] = 1252,
        ["ansi"] = 1252, ["iso-8859-9"] = 1254, ["latin5"] = 1254, ["iso-8859-11"] = 874, ["tis-620"] = 874, ["latin2"] = 28592, ["latin9"] = 28605,
        ["latin-9"] = 28605, ["iso8859-15"] = 28605, ["iso8859-2"] = 28592,
        ["gb2312"] = 54936, ["gb_2312-80"] = 54936, ["gbk"] = 54936, ["x-gbk"] = 54936, ["cp936"] = 54936, ["gb18030"] = 54936, ["hz-gb-2312"] = 52936,
        ["hz"] = 52936, ["ks_c_5601-1987"] = 949, ["ks_c_5601"] = 949, ["ksc5601"] = 949, ["euc-kr"] = 949, ["cp949"] = 949, ["uhc"] = 949,
        ["shift_jis"] = 932, ["shift-jis"] = 932, ["sjis"] = 932, ["x-sjis"] = 932, ["cp932"] = 932, ["windows-31j"] = 932, ["ms_kanji"] = 932,
        ["iso-2022-jp"] = 50220, ["iso-2022-jp-2"] = 50220, ["iso-2022-jp-ms"] = 50220, ["cp50220"] = 50220, ["iso-2022-kr"] = 50225,
        ["euc-jp"] = 51932, ["x-euc-jp"] = 51932, ["big5"] = 950, ["big5-hkscs"] = 950, ["cp950"] = 950, ["koi8-r"] = 20866, ["koi8"] = 20866,
        ["koi8-u"] = 21866, ["utf8"] = 65001, ["utf-8"] = 65001, ["x-unicode-2-0-utf-8"] = 65001, ["unicode-1-1-utf-8"] = 65001, ["utf_8"] = 65001,
        ["cp65001"] = 65001, ["utf-16"] = 1200, ["utf-16le"] = 1200, ["utf-16be"] = 1201, ["ucs-2"] = 1200, ["macroman"] = 10000, ["macintosh"] = 10000,
        ["x-mac-roman"] = 10000, ["cp437"] = 437, ["cp850"] = 850, ["cp852"] = 852, ["cp866"] = 866, ["cp1250"] = 1250, ["cp1251"] = 1251,
    };

    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public static Encoding Windows1252 { get; } = Encoding.GetEncoding(1252);

    public static bool IsUtf7(string label) =>
        label.Equals("utf-7", StringComparison.OrdinalIgnoreCase) || label.Equals("unicode-1-1-utf-7", StringComparison.OrdinalIgnoreCase)
        || label.Equals("utf7", StringComparison.OrdinalIgnoreCase);

    public static bool IsAscii(string label) =>
        label.Equals("us-ascii", StringComparison.OrdinalIgnoreCase) || label.Equals("ascii", StringComparison.OrdinalIgnoreCase)
        || label.StartsWith("ansi_x3", StringComparison.OrdinalIgnoreCase);

    /// <summary>The encoding of a label, or null where nobody knows it.</summary>
    public static Encoding? Find(string label)
    {
        var name = label.AsSpan().Trim(" \t\"'<>;").ToString();
        if (name.Length is 0 or > 60) return null;
        if (CodePages.TryGetValue(name, out var page)) return Encoding.GetEncoding(page);
        return ByNumber(name) ?? ByName(name);
    }

    private static Encoding? ByName(string name)
    {
        try
        {
            var found = Encoding.GetEncoding(name);
            return found.CodePage == 65000 ? null : found;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>windows1250, cp-1250, x-cp1250, ibm850, iso8859-5: a known family and a number.</summary>
    private static Encoding? ByNumber(string name)
    {
        var digits = 0;
        while (digits < name.Length && char.IsAsciiDigit(name[^(digits + 1)])) digits++;
        if (digits is 0 or > 5) return null;
        var family = name[..^digits].Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        var number = int.Parse(name.AsSpan()[^digits..], System.Globalization.CultureInfo.InvariantCulture);
        return family switch
        {
            "windows" or "cp" or "xcp" or "win" or "ibm" or "dos" or "ms" => ByName(number.ToString(System.Globalization.CultureInfo.InvariantCulture))
                ?? ByPage(number),
            "iso8859" or "xiso8859" when number is > 1 and < 17 => ByPage(28590 + number),
            _ => null,
        };
    }

    private static Encoding? ByPage(int page)
    {
        try
        {
            return page == 65000 ? null : Encoding.GetEncoding(page);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}

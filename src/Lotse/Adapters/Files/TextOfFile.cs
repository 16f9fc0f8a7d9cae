using System.Text;

namespace Lotse.Adapters.Files;

/// <summary>The text of a file that somebody's program wrote.</summary>
public static class TextOfFile
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>UTF-8, or what programs write where nobody asks them for it.</summary>
    /// <returns>With the name of the encoding where it is not UTF-8: what it says has to be looked at.</returns>
    public static (string Text, string? Encoding) Decode(byte[] bytes)
    {
        if (bytes is [0xff, 0xfe, ..]) return (Encoding.Unicode.GetString(bytes), "UTF-16");
        try
        {
            return (s_strict.GetString(bytes), null);
        }
        catch (ArgumentException)
        {
            return (CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes), "Windows-1252");
        }
    }
}

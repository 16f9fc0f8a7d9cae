using System.Globalization;
using Lotse.Ui.Language;

namespace Lotse.Knowledge;

/// <summary>Names of languages, as whoever looks says them.</summary>
internal static class BlockLanguages
{
    public static string Name(Texts t, string code) => code switch
    {
        "de" => t["language.de"],
        "en" => t["language.en"],
        _ => Known(code) ?? code,
    };

    /// <summary>In its own words.</summary>
    private static string? Known(string code)
    {
        try
        {
            return CultureInfo.GetCultureInfo(code, predefinedOnly: true).NativeName;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}

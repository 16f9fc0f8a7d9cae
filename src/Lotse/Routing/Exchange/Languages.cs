using System.Globalization;
using Lotse.Ui.Language;

namespace Lotse.Routing.Exchange;

/// <summary>A language as people write it.</summary>
internal static class Languages
{
    private static readonly string[] s_offered = ["de", "en", "fr", "it", "es", "nl", "pl", "pt", "tr", "uk"];

    private static readonly Dictionary<string, string> s_codes = s_offered.SelectMany(code => new[] { CultureInfo.GetCultureInfo(code).NativeName, CultureInfo.GetCultureInfo(code).EnglishName }
        .Concat(code is "de" or "en" ? [Texts.German[$"language.{code}"], Texts.English[$"language.{code}"]] : []).Distinct(StringComparer.OrdinalIgnoreCase).Select(name => (name, code))).ToDictionary(one => one.name, one => one.code, StringComparer.OrdinalIgnoreCase);

    /// <returns>Two letters; null for what is no language.</returns>
    public static string? Code(string said) => said.Length == 2 && said.All(char.IsAsciiLetter) ? said.ToLowerInvariant() : s_codes.GetValueOrDefault(said);
}

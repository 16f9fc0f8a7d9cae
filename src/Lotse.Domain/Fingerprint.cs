using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lotse.Domain;

/// <summary>Tells whether something is still as somebody saw it, where it counts no versions.</summary>
public static class Fingerprint
{
    /// <summary>128 bits of SHA-256, in hexadecimal.</summary>
    /// <param name="parts">What was seen, always in the same order. One that is not there is another one than an empty one, and none runs into the next.</param>
    public static string Of(params IEnumerable<string?> parts)
    {
        var all = new StringBuilder();
        foreach (var part in parts) all.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())))[..32];
    }

    /// <summary>A number as one of the parts.</summary>
    public static string? Part(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    public static string Part(bool yes) => yes ? "yes" : "no";
}

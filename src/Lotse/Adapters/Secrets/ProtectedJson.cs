using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;

namespace Lotse.Adapters.Secrets;

/// <summary>Settings with secrets in them, as rows keep them: JSON, encrypted with the desk's keys.</summary>
public static class ProtectedJson
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <param name="purpose">What is written for one purpose cannot be read for another.</param>
    public static string Write<T>(IDataProtectionProvider keys, string purpose, T value) => keys.CreateProtector(purpose).Protect(JsonSerializer.Serialize(value, Shape));

    /// <returns>Null where the desk's keys do not open it, or it is none.</returns>
    public static T? Read<T>(IDataProtectionProvider keys, string purpose, string kept) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(keys.CreateProtector(purpose).Unprotect(kept), Shape);
        }
        catch (Exception e) when (e is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }
}

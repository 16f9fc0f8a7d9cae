using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lotse.Domain;

namespace Lotse.Adapters.Database;

/// <summary>Facts to JSON and back, each under its type's name in camel case.</summary>
public static class FactNames
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly Dictionary<string, Type> Types = typeof(Fact).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Fact)) && !type.IsAbstract)
        .ToDictionary(type => Name(type), StringComparer.Ordinal);

    public static string Name(Type type) => JsonNamingPolicy.CamelCase.ConvertName(type.Name);

    public static string Write(Fact fact) => JsonSerializer.Serialize(fact, fact.GetType(), Options);

    /// <summary>Null for a kind that this version does not know (written by a newer one).</summary>
    public static Fact? Read(string kind, string data) =>
        Types.TryGetValue(kind, out var type) ? (Fact?)JsonSerializer.Deserialize(data, type, Options) : null;
}

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

    /// <summary>Null for a kind that this version does not know, and for one that says what this version cannot read: a newer one has written it, and serves beside this one.</summary>
    public static Fact? Read(string kind, string data)
    {
        if (!Types.TryGetValue(kind, out var type)) return null;
        try
        {
            return (Fact?)JsonSerializer.Deserialize(data, type, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

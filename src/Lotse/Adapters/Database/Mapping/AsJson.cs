using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lotse.Domain.Intake;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Lotse.Adapters.Database.Mapping;

/// <summary>A list of mail addresses as one JSON text; null for an empty list, which is the usual case for Cc.</summary>
internal static class AsJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Brief = new(Options)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static readonly ValueConverter<IReadOnlyList<MailName>, string> MailNames = new(
        list => Write(list), text => Read(text));

    public static readonly ValueComparer<IReadOnlyList<MailName>> SameMailNames = new(
        (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)), list => list.Count, list => list);

    /// <summary>Short and without what is not known: it stands in a hot table.</summary>
    public static readonly ValueConverter<SealReport?, string?> Seal = new(
        seal => JsonSerializer.Serialize(seal, Brief), text => JsonSerializer.Deserialize<SealReport>(text!, Brief));

    private static string Write(IReadOnlyList<MailName> list) => list.Count == 0 ? "" : JsonSerializer.Serialize(list, Options);

    private static List<MailName> Read(string text) =>
        text.Length == 0 ? [] : JsonSerializer.Deserialize<List<MailName>>(text, Options) ?? [];
}

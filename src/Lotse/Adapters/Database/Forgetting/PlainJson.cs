using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lotse.Adapters.Database.Forgetting;

/// <summary>Writes a piece of JSON that was read and changed, in the way in which it is kept: umlauts as they are.</summary>
internal static class PlainJson
{
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonNode node) => node.ToJsonString(s_options);
}

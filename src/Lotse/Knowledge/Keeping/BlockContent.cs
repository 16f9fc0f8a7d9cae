using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lotse.Knowledge.Keeping;

/// <summary>All of a text block as one version of it was.</summary>
/// <param name="Texts">HTML by language.</param>
/// <param name="Files">Their names.</param>
public sealed record BlockContent(
    string Title, string? Shortcut, string? Product, string? Community, string? Folder, string? Owner, DateTimeOffset? ReviewAt, string State, IReadOnlyDictionary<string, string> Texts, IReadOnlyList<string> Files)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Write() => JsonSerializer.Serialize(this, s_json);

    public static BlockContent Read(string json) => JsonSerializer.Deserialize<BlockContent>(json, s_json)!;
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lotse.Domain.Staff;

/// <summary>How much room a row of a list takes.</summary>
public enum Density { Comfortable, Compact }

/// <summary>How an agent likes to work, kept as one JSON object. Each habit has a name of its own and is read as what it should be, whatever stands there;
/// what this version does not know stays in the object as it is.</summary>
public sealed class Habits
{
    public const string DensityName = "density";

    public static readonly Habits None = new([]);

    private readonly JsonObject _kept;

    private Habits(JsonObject kept) => _kept = kept;

    public Density Density => Word(DensityName) == "compact" ? Density.Compact : Density.Comfortable;

    /// <summary>As it is kept.</summary>
    public string Json => _kept.ToJsonString();

    /// <param name="json">What cannot be read counts as no habits.</param>
    public static Habits Read(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json) || json == "{}" || JsonNode.Parse(json) is not JsonObject kept ? None : new Habits(kept);
        }
        catch (JsonException)
        {
            return None;
        }
    }

    /// <summary>The same habits but for one.</summary>
    /// <param name="value">Null for what the desk does by itself.</param>
    public Habits With(string name, JsonNode? value)
    {
        var kept = (JsonObject)_kept.DeepClone();
        if (value is null) kept.Remove(name);
        else kept[name] = value;
        return new Habits(kept);
    }

    /// <summary>A habit that is one of a few words.</summary>
    public string? Word(string name) => _kept[name] is JsonValue value && value.TryGetValue<string>(out var word) ? word : null;

    /// <summary>A habit that is a number; null where none stands there.</summary>
    public int? Number(string name) => _kept[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
}

using System.Text;

namespace Lotse.Domain.Knowledge.Exchange;

/// <summary>One language of a text block as a file that anybody can read and write: a head of a few lines between two lines of ---, and the HTML below it.</summary>
/// <param name="Fields">Title, shortcut, state, product, owner and review; what is not there is empty.</param>
public sealed record BlockSource(IReadOnlyDictionary<string, string> Fields, string Html)
{
    public const string NoHead = "block-file-no-head", LineNotRight = "block-file-line", NoTitle = "block-file-no-title";

    /// <summary>In the order they are written.</summary>
    public static readonly IReadOnlyList<string> Known = ["title", "shortcut", "state", "product", "owner", "review"];

    private const string Fence = "---";

    public string Of(string field) => Fields.GetValueOrDefault(field, "");

    public string Write()
    {
        var text = new StringBuilder(Fence).Append('\n');
        foreach (var field in Known.Where(field => Of(field).Length > 0)) text.Append(field).Append(": ").Append(OneLine(Of(field))).Append('\n');
        return text.Append(Fence).Append('\n').Append(Html).Append('\n').ToString();
    }

    /// <returns>Null with what is wrong and in which line.</returns>
    public static (BlockSource? Source, Refusal? Refusal) Read(string text)
    {
        var at = text.StartsWith('\ufeff') ? 1 : 0;
        if (Line(text, ref at) is not Fence) return (null, new Refusal(NoHead));
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (Line(text, ref at) is { } line)
        {
            if (line is Fence) return Finished(fields, text[at..]);
            if (line.Trim().Length == 0) continue;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? "" : line[..colon].Trim().ToLowerInvariant();
            if (!Known.Contains(name) || !fields.TryAdd(name, Lines(line[(colon + 1)..].Trim()))) return (null, new Refusal(LineNotRight, line.Length > 80 ? line[..80] : line));
        }
        return (null, new Refusal(NoHead));
    }

    private static (BlockSource?, Refusal?) Finished(Dictionary<string, string> fields, string rest) => fields.GetValueOrDefault("title", "").Length == 0 ? (null, new Refusal(NoTitle))
        : (new BlockSource(fields, rest.EndsWith("\r\n", StringComparison.Ordinal) ? rest[..^2] : rest.EndsWith('\n') ? rest[..^1] : rest), null);

    /// <returns>The next line without its end; null behind the last.</returns>
    private static string? Line(string text, ref int at)
    {
        if (at >= text.Length) return null;
        var end = text.IndexOf('\n', at);
        var line = end < 0 ? text[at..] : text[at..end];
        at = end < 0 ? text.Length : end + 1;
        return line.EndsWith('\r') ? line[..^1] : line;
    }

    private static string OneLine(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);

    private static string Lines(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal)) return value;
        var text = new StringBuilder(value.Length);
        for (var at = 0; at < value.Length; at++)
        {
            var next = value[at] == '\\' && at + 1 < value.Length ? value[at + 1] : '\0';
            var meant = next switch { '\\' => '\\', 'n' => '\n', 'r' => '\r', _ => '\0' };
            text.Append(meant == '\0' ? value[at] : meant);
            if (meant != '\0') at++;
        }
        return text.ToString();
    }
}

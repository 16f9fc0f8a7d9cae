using System.Globalization;

namespace Lotse.Bench;

/// <summary>The options of one run: --name value.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _given = [];

    public Options(IReadOnlyList<string> arguments)
    {
        if (arguments.Count % 2 != 0) throw new ArgumentException("Options come as --name value.");
        for (var at = 0; at < arguments.Count; at += 2) _given[arguments[at].TrimStart('-')] = arguments[at + 1];
    }

    public ulong Seed => (ulong)Number("seed", 1);

    /// <summary>Where data folders and the floor's file go: the disk that is measured.</summary>
    public string Folder => Directory.CreateDirectory(Text("dir") ?? Path.Combine(Path.GetTempPath(), "lotse-bench")).FullName;

    public string? Text(string name) => _given.GetValueOrDefault(name);

    public int Number(string name, int otherwise) => _given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public IReadOnlyList<int> Numbers(string name, string otherwise) =>
        [.. (Text(name) ?? otherwise).Split(',').Select(each => int.Parse(each, CultureInfo.InvariantCulture))];
}

using Xunit;

namespace Lotse.Tests.Architecture;

/// <summary>What the rules are held against: the desk, and the offenders planted in this test assembly.</summary>
internal static class House
{
    private static readonly Lazy<IReadOnlyList<Use>> s_desk = new(() => Walker.Read([Beside("Lotse.dll"), Beside("Lotse.Domain.dll")], "Lotse"));
    private static readonly Lazy<IReadOnlyList<Use>> s_planted = new(() => Walker.Read([Beside("Lotse.Tests.dll")], "Planted"));

    public static IReadOnlyList<Use> Desk => s_desk.Value;

    public static IReadOnlyList<Use> Planted => s_planted.Value;

    /// <summary>The root of the source tree: the folder above us that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Lines of a text file in this folder without comments and blanks.</summary>
    public static IReadOnlyList<string> Listed(string file) =>
    [
        .. File.ReadLines(Path.Combine(Root, "tests/Lotse.Tests/Architecture", file)).Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0),
    ];

    /// <summary>From gates.txt: the table's property, and who may ask it.</summary>
    public static IReadOnlyDictionary<string, string[]> Gates(string file) => Listed(file).Select(line => line.Split("<-", StringSplitOptions.TrimEntries))
        .ToDictionary(parts => parts[0], parts => parts[1].Split(',', StringSplitOptions.TrimEntries), StringComparer.Ordinal);

    /// <summary>Fails with every line of what should not be there.</summary>
    public static void None(string what, IEnumerable<string> found)
    {
        var all = found.ToList();
        Assert.True(all.Count == 0, $"{what}:\n  {string.Join("\n  ", all)}");
    }

    private static string Beside(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly);

    private static string FindRoot()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Lotse.slnx"))) at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("No Lotse.slnx above the tests.");
        return at;
    }
}

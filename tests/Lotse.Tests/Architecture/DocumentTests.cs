using System.Text.RegularExpressions;
using Xunit;

namespace Lotse.Tests.Architecture;

public sealed partial class DocumentTests
{
    private static readonly string[] s_leftAside = ["bin", "obj", "node_modules", "wwwroot", "Properties"];

    [Fact]
    public void Every_file_on_the_map_is_there() => House.None("docs/map.md names what is not there", Missing(Read("docs/map.md")));

    [Fact]
    public void Every_room_is_on_the_map() => House.None("docs/map.md does not name", Unnamed(Read("docs/map.md"), Rooms()));

    [Fact]
    public void Every_decision_is_listed_and_every_listed_one_is_there()
    {
        var there = Directory.GetFiles(Path.Combine(House.Root, "docs/decisions"), "0*.md").Select(Path.GetFileName).Order();
        var listed = Link().Matches(Read("docs/decisions/README.md")).Select(match => match.Groups["to"].Value).Order();

        Assert.Equal(there, listed);
    }

    /// <summary>Nobody adds a package in passing: why it is there, under which licence and who keeps it up is written down.</summary>
    [Fact]
    public void Every_package_has_its_line_among_the_dependencies()
    {
        var packages = Package().Matches(Read("Directory.Packages.props")).Select(match => match.Groups["name"].Value);
        var table = Read("docs/decisions/0009-dependencies.md");

        House.None("0009-dependencies.md does not name", packages.Where(name => !Named(table, name)));
    }

    [Fact]
    public void A_file_that_is_gone_and_a_room_that_is_not_named_are_found()
    {
        const string Map = "`src/Lotse/Program.cs` and `src/Lotse/Gone/NotThere.cs`, and Intake";

        Assert.Equal(["src/Lotse/Gone/NotThere.cs"], Missing(Map));
        Assert.Equal(["src/Lotse/Shifts"], Unnamed(Map, ["src/Lotse/Intake", "src/Lotse/Shifts"]));
    }

    private static IEnumerable<string> Missing(string map) => Named().Matches(map).Select(match => match.Groups["path"].Value)
        .Where(path => !Path.Exists(Path.Combine(House.Root, path)));

    private static IEnumerable<string> Unnamed(string map, IEnumerable<string> rooms) =>
        rooms.Where(room => !Regex.IsMatch(map, $@"\b{Path.GetFileName(room)}\b", RegexOptions.NonBacktracking));

    private static IEnumerable<string> Rooms() => ((string[])["src/Lotse", "src/Lotse.Domain"])
        .SelectMany(project => Directory.GetDirectories(Path.Combine(House.Root, project)).Select(folder => $"{project}/{Path.GetFileName(folder)}"))
        .Where(room => !s_leftAside.Contains(Path.GetFileName(room)));

    /// <summary>In full, or as ".Rest" after a sibling whose name it continues.</summary>
    private static bool Named(string table, string package) => Regex.IsMatch(table, $@"(?<![\w.]){Regex.Escape(package)}(?![\w.])", RegexOptions.None, TimeSpan.FromSeconds(1))
        || table.Split('\n').Any(line => package.Split('.') is [.., _, _] parts && Enumerable.Range(1, parts.Length - 1).Any(at =>
            line.Contains(string.Join('.', parts[..at]), StringComparison.Ordinal) && line.Contains($" .{string.Join('.', parts[at..])}", StringComparison.Ordinal)));

    private static string Read(string path) => File.ReadAllText(Path.Combine(House.Root, path));

    [GeneratedRegex(@"`(?<path>(src|tests|bin|bench|deploy|docs)/[^`*]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    [GeneratedRegex(@"\]\((?<to>0[^)]+)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("PackageVersion Include=\"(?<name>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Package();
}

namespace Lotse.Tests.Architecture;

/// <param name="Path">From the root, with slashes.</param>
internal sealed record Source(string Path, int Lines, string? Namespace)
{
    public string Folder => Path.Contains('/') ? Path[..Path.LastIndexOf('/')] : "";

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public bool IsCode => System.IO.Path.GetExtension(Name) is ".cs" or ".razor" or ".js" or ".ts" or ".css" or ".sh" || Path.StartsWith("bin/", StringComparison.Ordinal);
}

/// <summary>The written sources: what somebody reads and changes. Migrations, lock files and everything built or restored are not.</summary>
internal static class Sources
{
    private static readonly string[] s_roots = ["src", "tests", "bench", "bin"];
    private static readonly string[] s_notWritten = ["bin", "obj", "node_modules", "dist", "Migrations"];

    public static IReadOnlyList<Source> All { get; } =
        [.. s_roots.Select(root => new DirectoryInfo(Path.Combine(House.Root, root))).Where(folder => folder.Exists).SelectMany(Under).Select(Read)];

    /// <summary>One line for each file that is too long.</summary>
    public static IEnumerable<string> TooLong(IEnumerable<Source> sources) => sources.Where(source => source.IsCode)
        .Select(source => (source, most: source.Name == "Program.cs" ? 99 : source.Folder == "bin" ? 59 : 300))
        .Where(each => each.source.Lines > each.most).Select(each => $"{each.source.Path} has {each.source.Lines} lines, more than {each.most}");

    /// <summary>One line for each folder that holds too many files of code.</summary>
    public static IEnumerable<string> TooFull(IEnumerable<Source> sources) => sources.Where(source => source.IsCode).GroupBy(source => source.Folder)
        .Where(folder => folder.Count() > 15).Select(folder => $"{folder.Key} holds {folder.Count()} files, more than 15");

    /// <summary>One line for each folder or file whose name hides what is inside, or says of what kind it is instead of what it does.</summary>
    public static IEnumerable<string> BadlyNamed(IEnumerable<Source> sources) => sources
        .SelectMany(source => source.Path.Split('/').Select(part => part.Split('.')[0]).Where(IsBadName).Select(part => $"{source.Path}: {part}")).Distinct();

    /// <summary>The rules go by namespace, so a namespace that is not its folder's would walk around them.</summary>
    public static IEnumerable<string> Misplaced(IEnumerable<Source> sources) => sources.Where(source => source.Namespace is not null)
        .Where(source => source.Path.StartsWith("src/", StringComparison.Ordinal) && source.Folder["src/".Length..].Replace('/', '.') != source.Namespace)
        .Select(source => $"{source.Path} stands in namespace {source.Namespace}");

    private static bool IsBadName(string part) => part is "Handlers" or "Models" or "Interfaces" or "Entities" or "Repositories" or "Controllers" or "Enums" or "Constants"
        || Words.Of(part).Any(Rules.ForbiddenWords.Contains);

    private static IEnumerable<FileInfo> Under(DirectoryInfo folder) => folder.EnumerateFiles()
        .Concat(folder.EnumerateDirectories().Where(each => !s_notWritten.Contains(each.Name)).SelectMany(Under))
        .Where(file => file.Name != "packages.lock.json" && file.Name != "package-lock.json");

    private static Source Read(FileInfo file)
    {
        var path = Path.GetRelativePath(House.Root, file.FullName).Replace('\\', '/');
        if (!file.Name.EndsWith(".cs", StringComparison.Ordinal)) return new Source(path, File.ReadLines(file.FullName).Count(), null);
        var lines = File.ReadAllLines(file.FullName);
        var stated = lines.FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
        return new Source(path, lines.Length, stated?["namespace ".Length..].TrimEnd(';', ' ', '{'));
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Lotse.Domain.Knowledge.Exchange;

/// <summary>A file by its way from the top, with / between the names.</summary>
public sealed record TreeFile(string Path, byte[] Bytes);

/// <summary>What cannot be understood, and why.</summary>
public sealed record TreeTrouble(string Path, Refusal Refusal);

/// <summary>Text blocks as a tree of files: COMMUNITY/FOLDERS/NAME.LANGUAGE.html, with a block's files in COMMUNITY/FOLDERS/NAME.files/. Where a file stands says whose block it is
/// and in which folder; moving it moves the block.</summary>
public static class BlockTree
{
    public const string NotUnderstood = "block-file-not-understood", NoBlock = "block-files-without-block", Differs = "block-file-differs", NotText = "block-file-not-text";

    /// <summary>In place of a community, for all of them.</summary>
    public const string ForAll = "_all";

    private const string Html = ".html";
    private const int LongestName = 60;

    private static readonly Regex s_numbered = new(@"\bsrc=""cid:picture-(?<n>[0-9]{1,9})""", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    private static readonly Regex s_beside = new(@"\bsrc\s?=\s?[""'](?<path>[^""'<>]{1,600}\.files/[^""'<>]{1,600})[""']", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The same blocks give the same files in the same order.</summary>
    public static IEnumerable<TreeFile> Write(IEnumerable<SheetBlock> blocks)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var block in blocks)
        {
            string[] way = [block.Community.Length == 0 ? ForAll : FileNames.Of(block.Community), .. block.Folder.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(FileNames.Of)];
            var stem = Free($"{string.Join('/', way)}/{FileNames.Of(block.Shortcut ?? NameOf(block.Title))}", taken);
            var head = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["title"] = block.Title, ["shortcut"] = block.Shortcut ?? "", ["state"] = block.State, ["product"] = block.Product ?? "", ["owner"] = block.Owner, ["review"] = block.Review,
            };
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var files = (block.Files ?? []).Select(file => new TreeFile($"{stem}{FileNames.OfFiles}/{FileNames.Of(Free(file.Name, names))}", file.Bytes)).ToList();
            foreach (var (language, html) in block.Texts.OrderBy(text => text.Key, StringComparer.Ordinal)) yield return new TreeFile($"{stem}.{language}{Html}", s_strict.GetBytes(new BlockSource(head, PicturesBeside(html, files)).Write()));
            foreach (var file in files) yield return file;
        }
    }

    /// <param name="files">Paths without a way up or around, no two alike: whoever unpacks has seen to that.</param>
    public static (IReadOnlyList<SheetBlock> Blocks, IReadOnlyList<TreeTrouble> Troubles) Read(IEnumerable<TreeFile> files)
    {
        var (troubles, texts, beside) = (new List<TreeTrouble>(), new Dictionary<string, List<(string Language, BlockSource Source, string Path)>>(StringComparer.OrdinalIgnoreCase), new Dictionary<string, List<TreeFile>>(StringComparer.OrdinalIgnoreCase));
        foreach (var file in files.Where(file => !IsChaff(file.Path)).OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            var (folder, name) = Split(file.Path);
            if (folder.EndsWith(FileNames.OfFiles, StringComparison.OrdinalIgnoreCase) && folder.Contains('/', StringComparison.Ordinal)) Under(beside, folder[..^FileNames.OfFiles.Length]).Add(file);
            else if (folder.Length == 0 || LanguageOf(name) is not { } language) troubles.Add(new TreeTrouble(file.Path, new Refusal(NotUnderstood)));
            else
            {
                var (source, refusal) = Source(file.Bytes);
                var stem = Under(texts, file.Path[..^(Html.Length + 3)]);
                if (source is null) troubles.Add(new TreeTrouble(file.Path, refusal!));
                else if (stem.Count > 0 && BlockSource.Known.FirstOrDefault(field => stem[0].Source.Of(field) != source.Of(field)) is { } other) troubles.Add(new TreeTrouble(file.Path, new Refusal(Differs, other)));
                else stem.Add((language, source, file.Path));
            }
        }
        foreach (var (stem, alone) in beside.Where(one => !texts.ContainsKey(one.Key))) troubles.AddRange(alone.Select(file => new TreeTrouble(file.Path, new Refusal(NoBlock))));
        return ([.. texts.Where(one => one.Value.Count > 0).Select(one => Block(one.Key, one.Value, beside.GetValueOrDefault(one.Key, [])))], troubles);
    }

    /// <summary>Pictures by where they lie beside the text: a browser that opens the file shows them.</summary>
    private static string PicturesBeside(string html, List<TreeFile> files) => s_numbered.Replace(html, match =>
        int.TryParse(match.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 && n <= files.Count ? $"src=\"{string.Join('/', files[n - 1].Path.Split('/')[^2..].Select(Uri.EscapeDataString))}\"" : match.Value);

    private static string PicturesNumbered(string html, string stem, List<TreeFile> files) => s_beside.Replace(html, match =>
    {
        var path = $"{stem[..(stem.LastIndexOf('/') + 1)]}{Uri.UnescapeDataString(match.Groups["path"].Value)}";
        return files.FindIndex(file => string.Equals(file.Path, path, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at ? string.Create(CultureInfo.InvariantCulture, $"src=\"cid:picture-{at + 1}\"") : match.Value;
    });

    private static SheetBlock Block(string stem, List<(string Language, BlockSource Source, string Path)> texts, List<TreeFile> beside)
    {
        var names = stem.Split('/')[..^1];
        var (head, community) = (texts[0].Source, names[0] == ForAll ? "" : FileNames.Meant(names[0]));
        return new SheetBlock(texts[0].Path, head.Of("title"), Or(head.Of("shortcut")), community, string.Join('/', names[1..].Select(FileNames.Meant)), Or(head.Of("product")), head.Of("state"), head.Of("owner"), head.Of("review"),
            texts.ToDictionary(text => text.Language, text => PicturesNumbered(text.Source.Html, stem, beside), StringComparer.Ordinal))
        {
            Files = [.. beside.Select(file => new SheetFile(FileNames.Meant(Split(file.Path).Name), file.Bytes))],
        };
    }

    private static (BlockSource?, Refusal?) Source(byte[] bytes)
    {
        try
        {
            return BlockSource.Read(s_strict.GetString(bytes));
        }
        catch (ArgumentException)
        {
            return (null, new Refusal(NotText));
        }
    }

    private static string? LanguageOf(string name) => name.EndsWith(Html, StringComparison.OrdinalIgnoreCase) && name.Length > Html.Length + 3 && name[^(Html.Length + 3)] == '.'
        && name[^(Html.Length + 2)..^Html.Length] is var language && WriteTextBlock.IsLanguage(language) ? language : null;

    /// <summary>What the systems of this world put into every archive.</summary>
    private static bool IsChaff(string path) => path.StartsWith("__MACOSX/", StringComparison.Ordinal) || Split(path).Name is ".DS_Store" or "Thumbs.db" or "desktop.ini";

    private static (string Folder, string Name) Split(string path) => path.LastIndexOf('/') is >= 0 and var at ? (path[..at], path[(at + 1)..]) : ("", path);

    private static List<T> Under<T>(Dictionary<string, List<T>> all, string key)
    {
        if (!all.TryGetValue(key, out var list)) all[key] = list = [];
        return list;
    }

    /// <summary>The first of NAME, NAME~2, NAME~3 that is not taken.</summary>
    private static string Free(string name, HashSet<string> taken)
    {
        if (taken.Add(name)) return name;
        var dot = name.LastIndexOf('.') is > 0 and var at && at > name.LastIndexOf('/') ? at : name.Length;
        for (var n = 2; ; n++)
        {
            var other = string.Create(CultureInfo.InvariantCulture, $"{name[..dot]}~{n}{name[dot..]}");
            if (taken.Add(other)) return other;
        }
    }

    /// <summary>Of a title: small letters, digits and hyphens, to be read and not to be relied on.</summary>
    private static string NameOf(string title)
    {
        var name = new StringBuilder();
        foreach (var c in title.ToLowerInvariant())
        {
            if (name.Length == LongestName) break;
            if (char.IsAsciiLetterOrDigit(c)) name.Append(c);
            else if (c is 'ä' or 'ö' or 'ü' or 'ß') name.Append(c switch { 'ä' => "ae", 'ö' => "oe", 'ü' => "ue", _ => "ss" });
            else if (name.Length > 0 && name[^1] != '-') name.Append('-');
        }
        var plain = name.ToString().Trim('-');
        return plain.Length == 0 ? "block" : plain;
    }

    private static string? Or(string value) => value.Length == 0 ? null : value;
}

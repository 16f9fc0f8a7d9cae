namespace Lotse.Domain.Knowledge.Exchange;

/// <summary>A text block on its way out of a desk or into one, as tables and folders hold it: by names, not by ids.</summary>
/// <param name="Where">Where it stands, for people: the line of a table, the path of a file.</param>
/// <param name="Community">Empty for all communities.</param>
/// <param name="Folder">Names from the top, joined by /; empty for none.</param>
/// <param name="Owner">An address; empty for nobody.</param>
/// <param name="Review">yyyy-MM-dd; empty for never.</param>
/// <param name="Texts">HTML by language. A picture is named by its place among the files, from 1: cid:picture-1.</param>
public sealed record SheetBlock(
    string Where, string Title, string? Shortcut, string Community, string Folder, string? Product, string State, string Owner, string Review, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>All files that go with it; null where nothing is said of files, and it keeps those it has.</summary>
    public IReadOnlyList<SheetFile>? Files { get; init; }
}

/// <summary>A file that goes with a text block.</summary>
public sealed record SheetFile(string Name, byte[] Bytes);

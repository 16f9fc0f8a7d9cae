using Lotse.Domain.Knowledge;
using Lotse.Ui;

namespace Lotse.Knowledge.Pages;

/// <summary>The page of text blocks: the tree, what the filter finds, and one of: nothing, a block, or the form for one.</summary>
public sealed record TextBlocksView
{
    public IReadOnlyList<FolderNode> Tree { get; init; } = [];
    public required BlockFilterView Filter { get; init; }
    public IReadOnlyList<BlockRow> Rows { get; init; } = [];

    /// <summary>The address of the next page; null on the last.</summary>
    public string? Next { get; init; }

    /// <summary>Communities whose blocks this person sees.</summary>
    public IReadOnlyList<Named> Communities { get; init; } = [];

    /// <summary>Of published blocks.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Whether this person writes any.</summary>
    public bool MayWrite { get; init; }

    public BlockView? Block { get; init; }
    public BlockForm? Form { get; init; }
}

/// <param name="Depth">0 at the top.</param>
public sealed record FolderNode(string Id, string Name, string? Community, int Depth, bool Open);

/// <param name="State">A state's code; null for all but retired ones.</param>
public sealed record BlockFilterView(string Words, string? Community, string? State, string? Folder, string? Product);

public sealed record BlockRow(string Id, string Title, string? Shortcut, string? Community, TextBlockState State, long Sent, bool Here);

/// <param name="Html">With marks made visible.</param>
public sealed record ShownText(string Language, string Html);

public sealed record ShownFile(string Id, string Name, long Size);

public sealed record BlockView(
    string Id, string Title, string? Shortcut, string? Community, string? Folder, string? Product, string? Owner, DateTimeOffset? ReviewAt, bool ReviewDue, TextBlockState State, int Version, DateTimeOffset UpdatedAt, string? UpdatedBy,
    IReadOnlyList<ShownText> Texts, IReadOnlyList<ShownFile> Files, long Sent, long Solved, bool MayChange, bool MayPublish)
{
    /// <summary>That it was published, told to whoever looks and not read yet.</summary>
    public BlockNews? News { get; init; }
}

public sealed record BlockNews(string Id, string? By, DateTimeOffset At);

/// <summary>As typed.</summary>
public sealed record BlockForm
{
    /// <summary>Null for a new one.</summary>
    public string? Id { get; init; }

    /// <summary>Number of the ticket that it is proposed from. Whoever answers may propose, also where they may not write.</summary>
    public string? From { get; init; }

    /// <summary>The kind of case that a new one is for.</summary>
    public string? Case { get; init; }

    public string Version { get; init; } = "";
    public string Title { get; init; } = "";
    public string? Community { get; init; }
    public string? Folder { get; init; }
    public string Shortcut { get; init; } = "";
    public string Product { get; init; } = "";
    public string? Owner { get; init; }
    public string Review { get; init; } = "";
    public string State { get; init; } = "published";

    /// <summary>Language, HTML and plain words, in order.</summary>
    public IReadOnlyList<TypedText> Texts { get; init; } = [];

    public IReadOnlyList<ShownFile> Files { get; init; } = [];
    public IReadOnlyList<string> WithoutFiles { get; init; } = [];

    /// <summary>As it would look, where somebody asked; by language.</summary>
    public IReadOnlyList<ShownText> Previews { get; init; } = [];

    public IReadOnlyList<Named> Communities { get; init; } = [];
    public bool ForAll { get; init; }
    public IReadOnlyList<Named> Folders { get; init; } = [];
    public IReadOnlyList<Named> Owners { get; init; } = [];
    public IReadOnlyList<TextBlockState> States { get; init; } = [];
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}

public sealed record TypedText(string Language, string Html, string Text);

/// <summary>A version and what it changed against the one it is compared with; of a text block, or of a procedure.</summary>
/// <param name="Here">Which of the two, as the rail names it.</param>
/// <param name="Address">Its own page.</param>
/// <param name="VersionsAddress">The page of its versions.</param>
public sealed record VersionsView(string Here, string Address, string VersionsAddress, string Title, IReadOnlyList<VersionRow> Versions, int From, int To, IReadOnlyList<ComparedPart> Compared);

public sealed record VersionRow(int Version, DateTimeOffset At, string? By, string State);

/// <param name="Name">Title, shortcut, a language; already in the person's words.</param>
public sealed record ComparedPart(string Name, IReadOnlyList<DifferencePart> Parts);

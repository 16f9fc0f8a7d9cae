namespace Lotse.Knowledge.Api;

/// <param name="Community">Id of the community whose agents use it; null for all.</param>
/// <param name="Folder">Id; null for none.</param>
/// <param name="State">proposed, in-review, published, needs-review or retired.</param>
/// <param name="Version">Goes up with every change.</param>
/// <param name="Texts">HTML with variables, by language. A picture stands there by the name of its file, cid:picture-17, and stays where that is sent back.</param>
/// <param name="Sent">Answers it was sent in.</param>
/// <param name="Solved">Those after which the ticket is done and the customer wrote nothing more.</param>
public sealed record TextBlockJson(
    string Id, string Title, string? Shortcut, string? Community, string? Folder, string? Product, string? Owner, DateTimeOffset? ReviewAt, string State, int Version, DateTimeOffset UpdatedAt,
    IReadOnlyDictionary<string, string> Texts, IReadOnlyList<TextBlockFileJson> Files, long Sent, long Solved);

/// <param name="Size">In bytes.</param>
public sealed record TextBlockFileJson(string Id, string Name, long Size);

/// <summary>A text block in a list: without its texts.</summary>
public sealed record TextBlockItemJson(string Id, string Title, string? Shortcut, string? Community, string? Folder, string? Product, string State, int Version, DateTimeOffset UpdatedAt, long Sent, long Solved);

/// <param name="Next">For the parameter after; null on the last page.</param>
public sealed record TextBlockListJson(IReadOnlyList<TextBlockItemJson> Items, string? Next);

/// <param name="State">published where it is left out.</param>
/// <param name="Version">With a change: as the caller has seen it; 412 where somebody changed it since.</param>
/// <param name="Files">To go with it from now on, beside those it has.</param>
/// <param name="WithoutFiles">Ids of files to go with it no longer.</param>
public sealed record WriteTextBlockJson(
    string? Title, IReadOnlyDictionary<string, string?>? Texts, string? Community = null, string? Folder = null, string? Shortcut = null, string? Product = null, string? Owner = null,
    DateTimeOffset? ReviewAt = null, string? State = null, int? Version = null, IReadOnlyList<NewBlockFileJson>? Files = null, IReadOnlyList<string>? WithoutFiles = null);

/// <param name="Content">Base64.</param>
public sealed record NewBlockFileJson(string Name, string? ContentType, byte[] Content);

/// <param name="Language">It is in; another than the ticket's where the block has none in that.</param>
/// <param name="Html">Pictures stand there by addresses that only pages of the desk show.</param>
/// <param name="Missing">The first value that is not known and stands there as ⟦name⟧; an answer with such a mark is not sent.</param>
public sealed record FilledBlockJson(string Id, string Title, string Language, string Wanted, string Html, string Text, string? Missing, IReadOnlyList<TextBlockFileJson> Files);

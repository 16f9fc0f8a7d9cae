namespace Lotse.Domain.Knowledge;

/// <summary>A text block has been written, or written anew.</summary>
public sealed record TextBlockSaved(long TextBlockId, int Version, string State) : Fact;

/// <summary>A folder of text blocks was made, named, moved or let go.</summary>
public sealed record TextBlockFolderChanged(long FolderId) : Fact;

/// <summary>A text block stood in an answer that was written, or in one that was taken back.</summary>
public sealed record TextBlockUsed(long TextBlockId, long MessageId, bool TakenBack = false) : Fact;

using Lotse.Domain.Knowledge;

namespace Lotse.Adapters.Database.Rows;

/// <summary>A folder of text blocks.</summary>
public sealed class TextBlockFolder
{
    public long Id { get; init; }
    public long? ParentFolderId { get; set; }

    /// <summary>Null for all communities.</summary>
    public long? CommunityId { get; init; }

    public string Name { get; set; } = "";
}

/// <summary>A reusable answer.</summary>
public sealed class TextBlock
{
    public long Id { get; init; }

    /// <summary>Whose agents use it; null for all.</summary>
    public long? CommunityId { get; set; }

    public long? FolderId { get; set; }
    public string Title { get; set; } = "";

    /// <summary>What one types behind / to get it; null for none.</summary>
    public string? Shortcut { get; set; }

    public string? Product { get; set; }
    public long? OwnerId { get; set; }

    /// <summary>When somebody should look whether it still holds.</summary>
    public DateTimeOffset? ReviewAt { get; set; }

    public TextBlockState State { get; set; }

    /// <summary>Since when it is offered, the last time it began to be.</summary>
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>The kind of case it is for: key of the hand-over form, key of the reason.</summary>
    public string? CaseForm { get; set; }

    public string? CaseReason { get; set; }

    /// <summary>The case that it was drafted from.</summary>
    public long? FromTicketId { get; init; }

    /// <summary>Goes up with every change.</summary>
    public int Version { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
    public long? UpdatedById { get; set; }

    /// <summary>Answers it was sent in; and how many of them ended their ticket. Counted by <see cref="Writing.BlockRows"/> only.</summary>
    public long Sent { get; init; }

    public long Solved { get; init; }
}

/// <summary>A text block in one language.</summary>
public sealed class TextBlockText
{
    public long TextBlockId { get; init; }

    /// <summary>ISO 639-1.</summary>
    public string Language { get; init; } = "";

    /// <summary>Cleaned, with its variables.</summary>
    public string Html { get; set; } = "";

    /// <summary>The plain words of it.</summary>
    public string Text { get; set; } = "";
}

/// <summary>How a text block once was.</summary>
public sealed class TextBlockVersion
{
    public long TextBlockId { get; init; }
    public int Version { get; init; }

    /// <summary>Who wrote it like this; null where the command line did.</summary>
    public long? AgentId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>All of it, as JSON.</summary>
    public string Content { get; init; } = "{}";
}

/// <summary>A file that goes with a text block into every answer, or a picture in it.</summary>
public sealed class TextBlockFile
{
    public long Id { get; init; }
    public long TextBlockId { get; init; }
    public string Name { get; init; } = "";
    public string ContentType { get; init; } = "application/octet-stream";

    /// <summary>In bytes.</summary>
    public long Size { get; init; }

    /// <summary>Lower-case hexadecimal; the name of the bytes in the file store.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>A picture that stands in one of its texts.</summary>
    public bool Inline { get; init; }
}

/// <summary>A text block that stood in an answer. Its ticket is the message's, whatever is merged and split.</summary>
public sealed class TextBlockUse
{
    public long Id { get; init; }
    public long TextBlockId { get; init; }
    public long MessageId { get; init; }
    public long AgentId { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>The ticket is done and the customer has written nothing since.</summary>
    public bool Solved { get; set; }

    /// <summary>The ticket's words that were learned when it was solved, by spaces; to be forgotten where it opens again.</summary>
    public string Words { get; set; } = "";
}

/// <summary>A word by which a text block is found for a ticket.</summary>
public sealed class TextBlockWord
{
    public long TextBlockId { get; init; }

    /// <summary>A stem.</summary>
    public string Word { get; init; } = "";

    /// <summary>Of tickets that were solved with it; else its own.</summary>
    public bool Learned { get; init; }

    /// <summary>The block's.</summary>
    public long? CommunityId { get; set; }

    public int Weight { get; set; }
}

/// <summary>Something was published, and this agent answers customers with it. The row stays, and says who has read it.</summary>
public sealed class KnowledgeNews
{
    public long Id { get; init; }
    public long AgentId { get; init; }

    /// <summary>Either this or the procedure.</summary>
    public long? TextBlockId { get; init; }

    public long? ProcedureId { get; init; }
    public long? ByAgentId { get; set; }
    public DateTimeOffset At { get; set; }
    public DateTimeOffset? ReadAt { get; set; }
}

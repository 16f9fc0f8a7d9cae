using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Board;
using Lotse.Domain.Tickets;
using Lotse.Tickets;

namespace Lotse.Knowledge.Keeping;

/// <summary>A text block as somebody wants it.</summary>
/// <param name="Texts">HTML by language, not yet cleaned; empty ones are left out.</param>
public sealed record BlockDraft(
    string Title, long? CommunityId, long? FolderId, string? Shortcut, string? Product, long? OwnerId, DateTimeOffset? ReviewAt, TextBlockState State, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>The kind of case it is for. Not set: as it was.</summary>
    public Optional<CaseKind?> Case { get; init; }

    /// <summary>The case that a new one was drafted from, which whoever writes sees.</summary>
    public long? FromTicketId { get; init; }

    /// <summary>One of many: nobody is told that it was published.</summary>
    public bool Quiet { get; init; }

    /// <summary>To go with it from now on.</summary>
    public IReadOnlyList<WrittenFile> NewFiles { get; init; } = [];

    /// <summary>Ids of files to go with it no longer.</summary>
    public IReadOnlyList<long> WithoutFiles { get; init; } = [];

    /// <summary>It comes from another house, with all that it went through there: it may begin in any state.</summary>
    public bool FromElsewhere { get; init; }

    /// <summary>It will not be saved: its files stay outside.</summary>
    public bool OnlyTried { get; init; }
}

using Lotse.Domain.Tickets;

namespace Lotse.Replies;

/// <summary>What an agent or a program wants to send.</summary>
/// <param name="Text">Plain; null where only HTML is given.</param>
/// <param name="Html">As written, not yet cleaned; null for plain text.</param>
/// <param name="To">Null for whoever wrote last.</param>
/// <param name="LastSeen">Id of the newest message the writer has seen.</param>
/// <param name="Then">The state afterwards; null for waiting for the customer.</param>
/// <param name="Quote">Whether the answered mail is quoted below.</param>
public sealed record ReplyDraft(
    string? Text, string? Html, IReadOnlyList<string>? To = null, IReadOnlyList<string>? Cc = null, IReadOnlyList<ReplyFile>? Files = null,
    long? LastSeen = null, TicketState? Then = null, bool Quote = false)
{
    /// <summary>How long the ticket sleeps, where it is snoozed then.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>When it is to leave; null for now, but for the seconds in which an agent may think again.</summary>
    public DateTimeOffset? SendAt { get; init; }

    /// <summary>The draft on the server that it was written in.</summary>
    public long? DraftId { get; init; }

    /// <summary>Written in the composer: what was put on the server for it is done with once it is sent.</summary>
    public bool FromComposer { get; init; }

    /// <summary>Kept back like one from the composer, though nobody's draft is done with by it.</summary>
    public bool Held { get; init; }

    /// <summary>Ids of text blocks that were put into it. Those that are not of the ticket's community are passed over.</summary>
    public IReadOnlyList<long>? TextBlocks { get; init; }

    /// <summary>Ids of files on the server that hang on it. Its writer's own; others are passed over.</summary>
    public IReadOnlyList<long>? DraftFiles { get; init; }
}

/// <param name="ContentId">By what the HTML shows it, without brackets; null for a file that only hangs on the answer.</param>
public sealed record ReplyFile(string Name, string ContentType, byte[] Bytes, string? ContentId = null);

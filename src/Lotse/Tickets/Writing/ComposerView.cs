using Lotse.Tickets.Reading;
using Lotse.Ui;

namespace Lotse.Tickets.Writing;

/// <summary>The place to write. Reply posts to /tickets/N/replies (multipart: to, cc, text, html, quote, lastSeen, answers, then, files, kept; remove with the id of a kept file takes it off),
/// note to /tickets/N/notes (text, html, files).</summary>
public sealed record ComposerView
{
    /// <summary>The mailbox the answer goes out from.</summary>
    public required string From { get; init; }

    /// <summary>Derived from the answered message, or as typed where the form came back.</summary>
    public string To { get; init; } = "";

    public string Cc { get; init; } = "";

    /// <summary>Addresses of To and Cc that have not taken part so far, to be warned of.</summary>
    public IReadOnlyList<string> Outsiders { get; init; } = [];

    /// <summary>Addresses of To and Cc that mail has come back from, to be warned of.</summary>
    public IReadOnlyList<FailingAddress> Failing { get; init; } = [];

    /// <summary>Id of the newest message as of this page.</summary>
    public string LastSeen { get; init; } = "";

    /// <summary>The message being answered, its id in the answers field; null where there is none.</summary>
    public AnsweredMail? Answers { get; init; }

    /// <summary>Text of the reply and of the note as typed, where the form came back or a draft is kept.</summary>
    public string Reply { get; init; } = "";

    public string ReplyHtml { get; init; } = "";

    /// <summary>Ids of text blocks that were put into it, by commas.</summary>
    public string TextBlocks { get; init; } = "";

    public string Note { get; init; } = "";

    /// <summary>The draft on the server that stands in the reply; null where none does.</summary>
    public KeptWords? ReplyDraft { get; init; }

    public KeptWords? NoteDraft { get; init; }

    /// <summary>Drafts of answers that others have shared and that stand nowhere in this composer.</summary>
    public IReadOnlyList<OthersDraft> Shared { get; init; } = [];

    /// <summary>Show the note's side first.</summary>
    public bool OnNote { get; init; }

    /// <summary>Set on the 409 page: who wrote meanwhile. The text is kept and LastSeen is the new one, so that sending again sends.</summary>
    public Conflict? Conflict { get; init; }

    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>Names of files that came with a note and are gone with it. A script keeps them; without one they have to be picked again.</summary>
    public IReadOnlyList<string> FilesGone { get; init; } = [];

    /// <summary>Files that lie on the server for this answer already.</summary>
    public IReadOnlyList<KeptDraft> Kept { get; init; } = [];

    /// <summary>All attachments and pictures of one answer together, in bytes.</summary>
    public long FilesLimit { get; init; } = 25_000_000;
}

/// <summary>A draft as the server has it.</summary>
/// <param name="By">Who shared it; null for one's own.</param>
/// <param name="LastSeen">The newest message that its writer had seen; null where nobody knows.</param>
public sealed record KeptWords(string Id, long Version, DateTimeOffset At, bool Shared, string? By, string? LastSeen);

public sealed record OthersDraft(string Id, string By, DateTimeOffset At);

/// <param name="Size">In bytes.</param>
public sealed record KeptDraft(string Id, string Name, long Size);

/// <param name="Words">What will be quoted, plain.</param>
/// <param name="Encrypted">It came encrypted; what is written here leaves as plain mail.</param>
public sealed record AnsweredMail(string Id, Party From, DateTimeOffset At, string Words, bool Encrypted = false);

/// <param name="From">Names of those who wrote.</param>
/// <param name="FirstId">The message to jump to.</param>
public sealed record Conflict(IReadOnlyList<string> From, DateTimeOffset At, string FirstId);

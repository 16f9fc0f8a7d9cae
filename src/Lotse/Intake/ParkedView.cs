using Lotse.Ui;

namespace Lotse.Intake;

/// <summary>The mail that waits for a person, newest first.</summary>
public sealed record ParkedListView
{
    public IReadOnlyList<ParkedRow> Rows { get; init; } = [];

    /// <summary>Cursor of the next page; null on the last.</summary>
    public string? Next { get; init; }
}

/// <param name="From">As far as it could be read; untrusted.</param>
/// <param name="Size">In bytes.</param>
public sealed record ParkedRow(string Id, DateTimeOffset At, string Mailbox, ParkedReason Reason, long Size, string? From = null, string? Subject = null);

public enum ParkedReason { Unreadable, TooDeep, TookTooLong, NoMailbox, Loop, Empty, ReportOfNothing, AnswersANotice, KeptDamaged, Other }

/// <summary>One parked mail. Its form posts to /parked/{id}/tickets with community, contact, subject.</summary>
public sealed record ParkedMailView
{
    public required ParkedRow Mail { get; init; }

    /// <summary>The start of the raw mail as text, at most 64 KB; unknown bytes replaced.</summary>
    public string Preview { get; init; } = "";

    /// <summary>The preview is not all of it.</summary>
    public bool Cut { get; init; }

    public IReadOnlyList<Named> Communities { get; init; } = [];
    public string? Community { get; init; }
    public string? Contact { get; init; }
    public string? Subject { get; init; }

    /// <summary>The ticket made of it, once there is one.</summary>
    public string? Ticket { get; init; }

    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}

using Lotse.Domain.Tickets;

namespace Lotse.Adapters.Database.Rows;

/// <summary>What a community has said about its levels, as JSON; without a row the usual applies.</summary>
public sealed class LevelSettings
{
    public long CommunityId { get; init; }
    public string Levels { get; set; } = "";
    public long Version { get; set; }
}

/// <summary>A ticket's way up a level and what became of it: why, what was tried, the answers to the form, who took it, and how it came back.</summary>
public sealed class HandOver
{
    public long Id { get; init; }
    public long TicketId { get; init; }

    /// <summary>The ticket's at that moment: by it cases are counted.</summary>
    public long CommunityId { get; init; }

    public Level FromLevel { get; init; }
    public Level ToLevel { get; init; }
    public long? AgentId { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>Key of one of the community's reasons.</summary>
    public string Reason { get; init; } = "";

    public string Tried { get; init; } = "";

    /// <summary>Key of the form.</summary>
    public string Form { get; init; } = "";

    /// <summary>By the questions' keys, as JSON.</summary>
    public string Answers { get; init; } = "{}";

    /// <summary>Why it passed without all answers; null for the usual way.</summary>
    public string? Emergency { get; init; }

    /// <summary>The team and the person that had it below.</summary>
    public long? TeamBeforeId { get; set; }

    public long? AssigneeBeforeId { get; init; }

    /// <summary>The hand-over that had brought it to the level below.</summary>
    public long? OuterId { get; init; }

    public DateTimeOffset? AcceptedAt { get; set; }
    public long? AcceptedById { get; set; }
    public DateTimeOffset? ReturnedAt { get; set; }
    public long? ReturnedById { get; set; }

    /// <summary>question or answer.</summary>
    public string? ReturnedWith { get; set; }

    /// <summary>Whether the level below could have solved it.</summary>
    public bool? BelowNextTime { get; set; }

    /// <summary>The note with the words it came back with.</summary>
    public long? NoteId { get; set; }
}

/// <summary>What has been entered before a gate that has not opened yet; whoever goes on with the ticket goes on with it.</summary>
public sealed class HandOverDraft
{
    public long TicketId { get; init; }
    public long AgentId { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>Reason, what was tried, form and answers, as JSON.</summary>
    public string Entered { get; set; } = "{}";
}

/// <summary>A question to a level or to a colleague without handing the ticket over; with a state and a clock of its own.</summary>
public sealed class Consultation
{
    public long Id { get; init; }
    public long TicketId { get; set; }
    public long AgentId { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>Who is asked: a level, or one person.</summary>
    public Level? Level { get; init; }

    public long? AskedId { get; init; }

    /// <summary>Who operated the level at that moment; null where everybody does.</summary>
    public long? TeamId { get; set; }

    /// <summary>Since when an answer is waited for: asked, or asked further.</summary>
    public DateTimeOffset Since { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>One thing said in a consultation.</summary>
public sealed class ConsultationWords
{
    public long Id { get; init; }
    public long ConsultationId { get; init; }
    public long AgentId { get; init; }
    public DateTimeOffset At { get; init; }
    public string Text { get; init; } = "";
}

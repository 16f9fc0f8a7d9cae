using Lotse.Domain.Problems;

namespace Lotse.Adapters.Database.Rows;

/// <summary>A ticket of a problem. It is in one at most: the ticket is the key.</summary>
public sealed class ProblemTicket
{
    public long TicketId { get; init; }
    public long ProblemId { get; init; }

    /// <summary>Whose ticket it was when it joined: by it the problem's customers are counted.</summary>
    public long ContactId { get; init; }

    public DateTimeOffset At { get; init; }
    public long AgentId { get; init; }
}

/// <summary>The customers of a problem are told something, one after the other.</summary>
public sealed class InformRun
{
    public long Id { get; init; }
    public long ProblemId { get; init; }

    /// <summary>In whose name it is written.</summary>
    public long AgentId { get; init; }

    public DateTimeOffset At { get; init; }
    public string German { get; init; } = "";
    public string English { get; init; } = "";
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>From then on nobody more is told, until somebody goes on with it.</summary>
    public DateTimeOffset? StoppedAt { get; set; }

    /// <summary>From then on it is taken back, as far as it has not left.</summary>
    public DateTimeOffset? UndoAt { get; set; }

    public DateTimeOffset? LeasedUntil { get; set; }
}

/// <summary>One ticket of an informing. Saved together with the answer in that ticket, or not at all.</summary>
public sealed class InformItem
{
    public long InformingId { get; init; }
    public long TicketId { get; init; }
    public InformStep Step { get; set; }

    /// <summary>The newest message in the ticket when somebody said that its customer is to be told.</summary>
    public long Seen { get; set; }

    /// <summary>The newest message by which customers were told here. It may be gone: whoever has sent an answer may take it back.</summary>
    public long? Answer { get; set; }

    /// <summary>Whom an answer in this ticket goes to, a key on each line, also those whom another ticket had told already.</summary>
    public string? Customers { get; set; }

    /// <summary>The code of what stood in the way, and what it is about.</summary>
    public string? Refusal { get; set; }
}

/// <summary>A customer who is told by an informing. The key is the promise that nobody is told twice.</summary>
public sealed class InformedCustomer
{
    public long InformingId { get; init; }

    /// <summary>A contact, or an address that is nobody's: see CustomerKeys.</summary>
    public string Customer { get; init; } = "";

    public long TicketId { get; init; }

    /// <summary>The message by which, which may be gone.</summary>
    public long Answer { get; init; }
}

using Lotse.Ui;
using Lotse.Ui.Layout;
using Lotse.Tickets.Working;
using Lotse.Tickets.Finding;

namespace Lotse.Tickets.Queues;

/// <summary>One page of one queue.</summary>
public sealed record QueueView
{
    public required QueueAt At { get; init; }
    public IReadOnlyList<TicketRow> Rows { get; init; } = [];

    /// <summary>The cursor this page started after; null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>The cursor of the page that follows; null on the last.</summary>
    public string? Next { get; init; }

    /// <summary>All tickets of the queue, from the maintained counter; null where it is not known without counting.</summary>
    public long? Total { get; init; }

    /// <summary>The person's last run on many tickets, while it goes on and shortly after.</summary>
    public string? BulkRun { get; init; }

    /// <summary>To choose from in the filter bar; the bar leaves it out below two.</summary>
    public IReadOnlyList<Named> Communities { get; init; } = [];

    /// <summary>The ticket open beside the list, marked in it.</summary>
    public string? OpenTicket { get; init; }
}

/// <summary>One ticket in a list.</summary>
public sealed record TicketRow
{
    public required string Number { get; init; }
    public required string Subject { get; init; }

    /// <summary>The contact's name, or address where no name is known.</summary>
    public required string Contact { get; init; }

    /// <summary>Start of the newest message's visible words, one line, at most 160 characters.</summary>
    public string Snippet { get; init; } = "";

    public required TicketState State { get; init; }
    public TicketPriority Priority { get; init; } = TicketPriority.Normal;

    /// <summary>0 the secretariat, 1 to 3.</summary>
    public int Level { get; init; } = 1;

    /// <summary>Handed up and not done: since when it has been at its level.</summary>
    public DateTimeOffset? UpSince { get; init; }

    /// <summary>Nobody there has taken it.</summary>
    public bool Waits { get; init; }

    public Named? Assignee { get; init; }

    /// <summary>The assignee is the one who looks.</summary>
    public bool Mine { get; init; }

    /// <summary>Of the newest message or event, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Something came, and nobody has turned to it since.</summary>
    public bool Unread { get; init; }

    /// <summary>A mail of this ticket could not be delivered and nobody has looked after it.</summary>
    public bool DeliveryFailed { get; init; }

    /// <summary>When it comes back by itself; only where it sleeps.</summary>
    public DateTimeOffset? WakesAt { get; init; }

    /// <summary>By when something was promised; only while it is open.</summary>
    public DueTime? Due { get; init; }
}

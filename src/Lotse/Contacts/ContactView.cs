using Lotse.Ui;

namespace Lotse.Contacts;

/// <summary>One contact: addresses and tickets, as far as the person may see them.</summary>
public sealed record ContactView
{
    public required string Id { get; init; }

    /// <summary>Empty where only addresses are known.</summary>
    public string Name { get; init; } = "";

    public string? Organisation { get; init; }

    /// <summary>de or en; null for what the mails tell.</summary>
    public string? Language { get; init; }

    /// <summary>What agents have written down about the contact.</summary>
    public string Notes { get; init; } = "";

    /// <summary>Of what is shown, to be sent back with a change.</summary>
    public string Version { get; init; } = "";

    /// <summary>What was typed into a form that was not taken, by the field's name.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
    public IReadOnlyList<ContactAddress> Addresses { get; init; } = [];
    public IReadOnlyList<ContactNumber> Phones { get; init; } = [];
    public IReadOnlyList<string> Communities { get; init; } = [];

    /// <summary>Of the first message, UTC.</summary>
    public DateTimeOffset Since { get; init; }

    public long TicketCount { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ContactTicket> Tickets { get; init; } = [];

    /// <summary>Cursor of the next page; null on the last.</summary>
    public string? Next { get; init; }
}

/// <param name="Undeliverable">Mail to it came back for good.</param>
/// <param name="LastUsed">When a message from it came last; null where that was before the newest tickets.</param>
/// <param name="Because">Why it came back: a reason as of BounceReason, or a server's words.</param>
public sealed record ContactAddress(string Address, DateTimeOffset? LastUsed, bool Undeliverable = false, string? Because = null);

/// <param name="Number">E.164.</param>
/// <param name="Ticket">Number of the ticket with the mail in whose signature it stood; null where an agent typed it.</param>
public sealed record ContactNumber(string Number, string? Ticket, DateTimeOffset At);

public sealed record ContactTicket(string Number, string Subject, TicketState State, int Level, string Community, string? Assignee, DateTimeOffset At);

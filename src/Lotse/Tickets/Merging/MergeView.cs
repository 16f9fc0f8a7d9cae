using Lotse.Ui;

namespace Lotse.Tickets.Merging;

/// <summary>The page on which an agent makes a ticket part of another: first which one, then what that means.</summary>
public sealed record MergeView
{
    public required MergeSide Ticket { get; init; }

    /// <summary>Null until it is known which one.</summary>
    public MergeSide? Other { get; init; }

    /// <summary>As typed.</summary>
    public string? Into { get; init; }

    /// <summary>Others of the same contact, newest first.</summary>
    public IReadOnlyList<TicketLink> Candidates { get; init; } = [];

    public bool SamePeople => Other is not null && Other.ContactId == Ticket.ContactId;
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}

/// <param name="Contact">A name, or an address where there is none.</param>
/// <param name="People">Addresses that take part.</param>
public sealed record MergeSide(string Number, string Subject, TicketState State, int Level, string ContactId, string Contact, IReadOnlyList<string> People);

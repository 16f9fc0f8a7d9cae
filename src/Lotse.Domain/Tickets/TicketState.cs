namespace Lotse.Domain.Tickets;

public enum TicketState
{
    New = 0,
    Open = 1,
    WaitingForCustomer = 2,
    WaitingForThirdParty = 3,
    Snoozed = 4,
    Resolved = 5,
    Closed = 6,
}

/// <summary>The four fixed kinds that rules and reports use, whatever the states are called.</summary>
public enum StateKind { New, Open, Waiting, Done }

/// <summary>Where lists look for a ticket: to be worked on, waiting, or done; or put aside, whatever its state: unwanted mail, what has become part of another ticket, and what was put away long after it was done.</summary>
public enum Lane { Active = 0, Waiting = 1, Done = 2, Spam = 3, Merged = 4, Archived = 5, Anonymised = 6 }

/// <summary>The tiers of support; the secretariat stands before the first.</summary>
public enum Level { Secretariat = 0, First = 1, Second = 2, Third = 3 }

public enum Priority { Low = 0, Normal = 1, High = 2, Urgent = 3 }

public static class TicketStates
{
    public static StateKind Kind(this TicketState state) => state switch
    {
        TicketState.New => StateKind.New,
        TicketState.Open => StateKind.Open,
        TicketState.Resolved or TicketState.Closed => StateKind.Done,
        _ => StateKind.Waiting,
    };

    public static Lane Lane(this TicketState state) => state.Kind() switch
    {
        StateKind.New or StateKind.Open => Tickets.Lane.Active,
        StateKind.Waiting => Tickets.Lane.Waiting,
        _ => Tickets.Lane.Done,
    };

    /// <summary>Put aside: no queue shows or counts it.</summary>
    public static bool IsAside(this Lane lane) => lane > Tickets.Lane.Done;

    /// <summary>Put away because it was done long ago: it comes back as soon as its state changes, which what is aside otherwise does not.</summary>
    public static bool IsAway(this Lane lane) => lane is Tickets.Lane.Archived or Tickets.Lane.Anonymised;
}

/// <summary>The door by which a request has come in, as people call it.</summary>
public enum TicketChannel
{
    Mail = 0,

    /// <summary>An agent has entered it.</summary>
    Hand = 1,

    /// <summary>By the API.</summary>
    Program = 2,

    /// <summary>Out of the files of another desk.</summary>
    Import = 3,
    Phone = 4,
    Form = 5,
}

public static class TicketChannels
{
    /// <param name="door">As the fact says by which a ticket was opened. What nobody else claims came by mail.</param>
    public static TicketChannel Of(string door) => door switch
    {
        "agent" => TicketChannel.Hand,
        "api" => TicketChannel.Program,
        "import" => TicketChannel.Import,
        "phone" => TicketChannel.Phone,
        "form" => TicketChannel.Form,
        _ => TicketChannel.Mail,
    };
}

namespace Lotse.Domain.Tickets.Bulk;

/// <summary>What may be done to many tickets in one run.</summary>
public static class BulkRules
{
    public const string NothingChosen = "bulk-nothing-chosen", NothingToDo = "bulk-nothing-to-do", TooMany = "bulk-too-many", NotForMany = "bulk-not-for-many";

    public const int TicketsAtMost = 1000;

    /// <param name="tickets">Those that the agent has chosen and may see.</param>
    /// <returns>Null where it may begin. Whether a step may be done to a ticket is decided ticket by ticket.</returns>
    public static Refusal? Check(TicketSteps steps, int tickets)
    {
        if (tickets == 0) return new Refusal(NothingChosen);
        if (tickets > TicketsAtMost) return new Refusal(TooMany);
        // An answer is written for one customer, and a note for one story.
        if (steps.Reply is not null || steps.Note is not null) return new Refusal(NotForMany);
        return steps is { State: null, Priority: null, Assignee: null, Team: null, AddTags: [], RemoveTags: [], SnoozeHours: null, Spam: false } ? new Refusal(NothingToDo) : null;
    }
}

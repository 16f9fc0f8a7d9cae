namespace Lotse.Domain.Tickets;

/// <summary>What an agent changes about a ticket. Null leaves a thing as it is; the optional ones may also be set to nothing.</summary>
public sealed record ChangeTicket(
    TicketState? State = null,
    Priority? Priority = null,
    Optional<long?> Assignee = default,
    Optional<long?> Team = default,
    string? Subject = null,
    DateTimeOffset? SnoozedUntil = null)
{
    /// <summary>In the place of a reason: it leads back to what was before.</summary>
    public const string Undone = "undone";

    public const string SnoozeNeedsTime = "snooze-needs-time";
    public const string SnoozeInPast = "snooze-in-past";
    public const string SubjectEmpty = "subject-empty";
    public const string StateNotByHand = "state-not-by-hand";

    /// <summary>What makes the state change.</summary>
    public string Because { get; init; } = "agent";

    public Decision Decide(Ticket ticket, DateTimeOffset now)
    {
        var to = SnoozedUntil is not null && State is null ? TicketState.Snoozed : State;
        if (to == TicketState.Snoozed && SnoozedUntil is null && ticket.SnoozedUntil is null) return Decision.Refuse(SnoozeNeedsTime);
        if (SnoozedUntil <= now) return Decision.Refuse(SnoozeInPast);
        if (to == TicketState.New && ticket.State != TicketState.New && Because != Undone) return Decision.Refuse(StateNotByHand);
        if (Subject is not null && string.IsNullOrWhiteSpace(Subject)) return Decision.Refuse(SubjectEmpty);

        var facts = new List<Fact>();
        if (to is { } state && (state != ticket.State || SnoozedUntil != ticket.SnoozedUntil))
        {
            facts.Add(new StateChanged(ticket.Id, ticket.State, state, Because, state == TicketState.Snoozed ? SnoozedUntil : null, now));
        }
        if (Assignee.IsSet && Assignee.Value != ticket.AssigneeId) facts.Add(new TicketAssigned(ticket.Id, ticket.AssigneeId, Assignee.Value, now));
        if (Team.IsSet && Team.Value != ticket.TeamId) facts.Add(new TeamChanged(ticket.Id, ticket.TeamId, Team.Value, now));
        if (Priority is { } priority && priority != ticket.Priority) facts.Add(new PriorityChanged(ticket.Id, ticket.Priority, priority, now));
        if (Subject is { } subject && subject.Trim() != ticket.Subject) facts.Add(new SubjectChanged(ticket.Id, ticket.Subject, subject.Trim(), now));
        return Decision.Happens(facts);
    }
}

/// <summary>A value that may be given or left out; given, it may still be null.</summary>
public readonly record struct Optional<T>(T? Value, bool IsSet)
{
    public static implicit operator Optional<T>(T? value) => new(value, true);
}

namespace Lotse.Domain.Tickets.Bulk;

/// <summary>A ticket as it was before a run did something to it.</summary>
public sealed record TicketBefore(
    TicketState State, DateTimeOffset? SnoozedUntil, Priority Priority, long? Assignee, long? Team, IReadOnlyList<string> Tags, bool Spam = false);

/// <summary>Takes back what a run has done to a ticket, unless somebody has changed the same thing meanwhile.</summary>
public static class TakeBack
{
    public const string ChangedSince = "bulk-changed-since";

    /// <param name="tags">Those that the ticket has now.</param>
    /// <param name="agentId">Who did it: whom "myself" meant.</param>
    /// <returns>The change that leads back, with all tags that the ticket has then (null leaves them); or why not.</returns>
    public static (ChangeTicket? Change, IReadOnlyList<string>? Tags, Refusal? Refusal) Decide(
        TicketSteps did, TicketBefore was, Ticket now, IReadOnlyList<string> tags, long agentId)
    {
        var change = new ChangeTicket { Because = ChangeTicket.Undone };
        var state = did.SnoozeHours is not null ? TicketState.Snoozed : did.State;
        if (state is { } set && set != was.State)
        {
            if (now.State != set) return (null, null, new Refusal(ChangedSince));
            change = change with { State = was.State, SnoozedUntil = was.State == TicketState.Snoozed ? was.SnoozedUntil : null };
        }
        if (did.Priority is { } priority && priority != was.Priority)
        {
            if (now.Priority != priority) return (null, null, new Refusal(ChangedSince));
            change = change with { Priority = was.Priority };
        }
        if (did.Assignee is { } assignee && Who(assignee, agentId) != was.Assignee)
        {
            if (now.AssigneeId != Who(assignee, agentId)) return (null, null, new Refusal(ChangedSince));
            change = change with { Assignee = new Optional<long?>(was.Assignee, true) };
        }
        if (did.Team is { } team && Who(team, agentId) != was.Team)
        {
            if (now.TeamId != Who(team, agentId)) return (null, null, new Refusal(ChangedSince));
            change = change with { Team = new Optional<long?>(was.Team, true) };
        }
        if (did.Spam && !was.Spam && now.Lane != Lane.Spam) return (null, null, new Refusal(ChangedSince));
        return (change, TagsBack(did, was, tags), null);
    }

    /// <summary>An agent or a team as a ticket has it.</summary>
    public static long? Who(long named, long agentId) => named switch { TicketSteps.Nobody => null, TicketSteps.Myself => agentId, _ => named };

    /// <summary>The tags that a ticket has after the steps; null where they name none.</summary>
    public static IReadOnlyList<string>? TagsAfter(TicketSteps steps, IReadOnlyList<string> tags) => steps is { AddTags: [], RemoveTags: [] } ? null
        : [.. tags.Concat(steps.AddTags.Select(Plain)).Except(steps.RemoveTags.Select(Plain)).Distinct(StringComparer.Ordinal)];

    private static List<string>? TagsBack(TicketSteps did, TicketBefore was, IReadOnlyList<string> tags) => did is { AddTags: [], RemoveTags: [] } ? null
        : [.. tags.Except(did.AddTags.Select(Plain).Except(was.Tags)).Concat(did.RemoveTags.Select(Plain).Intersect(was.Tags)).Distinct(StringComparer.Ordinal)];

    private static string Plain(string tag) => tag.Trim().ToLowerInvariant();
}

using Lotse.Domain.Levels;
using Lotse.Domain.Routing;
using Lotse.Domain.Rules;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Notices;

/// <summary>An agent as notices see one.</summary>
public sealed record Colleague(long Id, Role Role, bool Active, IReadOnlyList<long> Communities, IReadOnlyList<long> Teams, NoticeHabits Habits)
{
    public bool Sees(long communityId) => Role == Role.Admin || Communities.Contains(communityId);
}

/// <summary>What stands around a fact.</summary>
/// <param name="Mentioned">Who is named in the note that the fact is about.</param>
/// <param name="Author">Who wrote the message that the fact is about; null for a customer or the desk.</param>
public sealed record NoticeScene(Ticket Ticket, IReadOnlyList<long> Watchers, IReadOnlyList<long> Mentioned, long? Author);

/// <summary>Who is told of a fact: only who is responsible, watches, wrote it or was named, never the one who did it, and never somebody who cannot see the ticket.</summary>
public static class TellPeople
{
    /// <summary>A ticket that came by this door is old: nobody waits for it.</summary>
    public const string ImportDoor = "import";

    /// <param name="by">Who did it; null for a customer or the desk.</param>
    /// <returns>Each person at most once, for the strongest reason that this person wants to hear of.</returns>
    public static IReadOnlyList<Told> Of(TicketFact fact, long? by, NoticeScene scene, IReadOnlyList<Colleague> people)
    {
        if (scene.Ticket.Lane.IsAside()) return [];
        var doer = by ?? (fact is NoteWritten ? scene.Author : null);
        var known = people.Where(one => one.Active && one.Sees(scene.Ticket.CommunityId)).ToDictionary(one => one.Id);
        return [.. Concerned(fact, by, scene, known)
            .Where(told => told.AgentId != doer && known.TryGetValue(told.AgentId, out var person) && person.Habits.Wants(told.Kind))
            .DistinctBy(told => told.AgentId)];
    }

    /// <summary>Who watches from now on because of a note: only those whose habit it is.</summary>
    public static IReadOnlyList<long> Joining(NoticeScene scene, IReadOnlyList<Colleague> people) =>
        [.. people.Where(one => one.Active && one.Habits.WatchWhereInvolved && one.Sees(scene.Ticket.CommunityId)
            && (one.Id == scene.Author || scene.Mentioned.Contains(one.Id)) && !scene.Watchers.Contains(one.Id)).Select(one => one.Id)];

    /// <summary>The strongest reason of each person first.</summary>
    private static IEnumerable<Told> Concerned(TicketFact fact, long? by, NoticeScene scene, Dictionary<long, Colleague> known) => fact switch
    {
        MessageReceived => Around(scene, NoticeKind.CustomerWrote),
        TicketAssigned { To: { } to } => [new Told(to, NoticeKind.Assigned, NoticeWhy.Responsible)],
        TicketDealt { To: { } to } => [new Told(to, NoticeKind.Assigned, NoticeWhy.Responsible)],
        TicketRouted { To: { } to } => [new Told(to, NoticeKind.Assigned, NoticeWhy.Responsible)],
        NoteWritten => scene.Mentioned.Select(id => new Told(id, NoticeKind.Mentioned, NoticeWhy.Named)).Concat(Around(scene, NoticeKind.ColleagueNoted)),
        ReplyWritten when by is not null => Around(scene, NoticeKind.ColleagueReplied),
        DeliveryFailed { Final: true } => OfAnswer(scene, known),
        StateChanged change when IsSnoozeOver(change, by) => Around(scene, NoticeKind.SnoozeOver),
        StateChanged when by is not null && fact is StateChanged { Because: "agent" } => Around(scene, NoticeKind.StateChanged),
        TicketOpened { Door: not ImportDoor } when scene.Ticket.AssigneeId is null => known.Values
            .Where(one => scene.Ticket.TeamId is not { } team || one.Teams.Contains(team)).Select(one => new Told(one.Id, NoticeKind.NewTicket, NoticeWhy.Queue)),
        PromiseWarned => OfPromise(scene.Ticket, NoticeKind.DueSoon, known),
        PromiseOverdue => OfPromise(scene.Ticket, NoticeKind.Overdue, known),
        PromiseLongOverdue => known.Values.Where(one => one.Role >= Role.Lead).Select(one => new Told(one.Id, NoticeKind.LongOverdue, NoticeWhy.Lead)),
        TicketEscalated up => OfHandUp(up, known),
        TicketReturned { Assignee: { } to } => [new Told(to, NoticeKind.Returned, NoticeWhy.Responsible)],
        LevelConsulted { Asked: { } asked } => [new Told(asked, NoticeKind.Consulted, NoticeWhy.Named)],
        ConsultationSaid { To: { } to } said => [new Told(to, said.Answers ? NoticeKind.ConsultationAnswered : NoticeKind.Consulted, said.Answers ? NoticeWhy.Author : NoticeWhy.Named)],
        RulePaused => known.Values.Where(one => one.Role >= Role.Lead).Select(lead => new Told(lead.Id, NoticeKind.RulePaused, NoticeWhy.Queue)),
        _ => [],
    };

    /// <summary>The team that it waits for; leads in any case where nothing works any more.</summary>
    private static IEnumerable<Told> OfHandUp(TicketEscalated up, Dictionary<long, Colleague> known)
    {
        if (up.Emergency)
        {
            foreach (var lead in known.Values.Where(one => one.Role >= Role.Lead)) yield return new Told(lead.Id, NoticeKind.Emergency, NoticeWhy.Queue);
        }
        if (up.Team is not { } team) yield break;
        foreach (var one in known.Values.Where(one => one.Teams.Contains(team))) yield return new Told(one.Id, NoticeKind.Escalated, NoticeWhy.Queue);
    }

    /// <summary>Whoever has the ticket; where nobody has it, those whose queue it waits in.</summary>
    private static IEnumerable<Told> OfPromise(Ticket ticket, NoticeKind kind, Dictionary<long, Colleague> known) => ticket.AssigneeId is { } assignee && known.ContainsKey(assignee)
        ? [new Told(assignee, kind, NoticeWhy.Responsible)]
        : known.Values.Where(one => ticket.TeamId is not { } team || one.Teams.Contains(team)).Select(one => new Told(one.Id, kind, NoticeWhy.Unclaimed));

    private static IEnumerable<Told> Around(NoticeScene scene, NoticeKind kind)
    {
        if (scene.Ticket.AssigneeId is { } assignee) yield return new Told(assignee, kind, NoticeWhy.Responsible);
        foreach (var watcher in scene.Watchers) yield return new Told(watcher, kind, NoticeWhy.Watching);
    }

    /// <summary>Whoever wrote it; where that person is gone, whoever has the ticket now.</summary>
    private static Told[] OfAnswer(NoticeScene scene, Dictionary<long, Colleague> known) => scene switch
    {
        { Author: { } author } when known.ContainsKey(author) => [new Told(author, NoticeKind.DeliveryFailed, NoticeWhy.Author)],
        { Author: not null, Ticket.AssigneeId: { } assignee } => [new Told(assignee, NoticeKind.DeliveryFailed, NoticeWhy.Responsible)],
        _ => [],
    };

    /// <summary>The desk itself woke it. Where a customer did, that is told already.</summary>
    private static bool IsSnoozeOver(StateChanged change, long? by) =>
        by is null && change is { From: TicketState.Snoozed, To: not TicketState.Snoozed, Because: not ("customer-wrote" or "delivery-failed") };
}

using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.ServiceTimes;

/// <summary>The clocks of one ticket, from all that has happened to it. The same facts and the same plan give the same clocks, so that nothing is lost where a desk stops in between.</summary>
public sealed class PromisedTimes
{
    private readonly Func<long, PlanInForce?> _plans;
    private readonly long? _organisation;
    private readonly List<PromiseClock> _clocks = [];
    private readonly int[] _runs = new int[3];
    private DateTimeOffset _at = DateTimeOffset.MinValue;
    private TicketState _state;
    private Level _level;
    private Priority _priority = Priority.Normal;
    private long? _team;
    private long _community;
    private bool _aside, _answered, _old;

    private PromisedTimes(Func<long, PlanInForce?> plans, long? organisation) => (_plans, _organisation) = (plans, organisation);

    public IReadOnlyList<PromiseClock> Clocks => _clocks;

    /// <summary>When an answer leaves that somebody has planned: until then it is not given.</summary>
    public DateTimeOffset? PlannedAnswer { get; private set; }

    /// <summary>When the nearest promise that runs is due.</summary>
    public DateTimeOffset? DueAt => _clocks.Where(clock => clock.Runs).Min(clock => clock.DueAt);

    /// <param name="facts">All about the ticket, as they happened.</param>
    /// <param name="plans">Of a community; null where it promises nothing.</param>
    /// <param name="organisation">That the ticket's contact belongs to.</param>
    public static PromisedTimes Of(IEnumerable<TicketFact> facts, Func<long, PlanInForce?> plans, long? organisation, DateTimeOffset now)
    {
        var times = new PromisedTimes(plans, organisation);
        var all = facts.ToList();
        var takenBack = all.OfType<ReplyTakenBack>().Select(fact => fact.MessageId).ToHashSet();
        var planned = all.OfType<ReplyScheduled>().Where(fact => !takenBack.Contains(fact.MessageId)).GroupBy(fact => fact.MessageId).ToDictionary(group => group.Key, group => group.Last().SendAt);
        foreach (var (at, fact) in Ordered(all, planned))
        {
            if (fact is ReplyWritten reply && takenBack.Contains(reply.MessageId)) continue;
            if (fact is ReplyWritten && at > now) times.PlannedAnswer = times.PlannedAnswer is { } known && known < at ? known : at;
            else times.Follow(fact, at);
        }
        return times;
    }

    /// <summary>An answer counts when it leaves.</summary>
    private static IEnumerable<(DateTimeOffset At, TicketFact Fact)> Ordered(List<TicketFact> facts, Dictionary<long, DateTimeOffset> planned)
    {
        var dated = facts.Select(fact => (At: Whole(fact is ReplyWritten reply && planned.TryGetValue(reply.MessageId, out var leaves) ? leaves : fact.At), Fact: fact));
        return planned.Count == 0 ? dated : dated.OrderBy(one => one.At); // A stable order: what happened in one moment stays as it was.
    }

    /// <summary>In milliseconds, as moments are kept that this is compared with.</summary>
    private static DateTimeOffset Whole(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    /// <summary>What is to be told and kept at this moment, beyond what was.</summary>
    public IReadOnlyList<PromiseFact> Decide(Ticket ticket, DateTimeOffset now)
    {
        var facts = new List<PromiseFact>();
        foreach (var clock in _clocks)
        {
            if (!clock.Runs || clock.DueAt is not { } due) continue;
            if (due <= now) Tell(facts, ticket.Id, clock, due, now);
            else if (clock.WarnAt <= now && clock.WarnedAt is null)
            {
                clock.WarnedAt = now;
                facts.Add(new PromiseWarned(ticket.Id, clock.Kind, clock.Run, due, now));
            }
        }
        if (DueAt != ticket.DueAt) facts.Add(new TicketDueChanged(ticket.Id, DueAt, now));
        return facts;
    }

    private void Tell(List<PromiseFact> facts, long ticket, PromiseClock clock, DateTimeOffset due, DateTimeOffset now)
    {
        if (!clock.OverdueTold)
        {
            clock.OverdueAt = now;
            facts.Add(new PromiseOverdue(ticket, clock.Kind, clock.Run, due, now));
        }
        if (!(LongOverdue(clock) <= now)) return;
        clock.LongOverdueAt = now;
        facts.Add(new PromiseLongOverdue(ticket, clock.Kind, clock.Run, due, now));
    }

    /// <summary>When to look at it again; null where time alone changes nothing.</summary>
    public DateTimeOffset? Next(PromiseClock clock)
    {
        if (clock.EndedAt is not null) return null;
        var next = clock switch
        {
            { Runs: false } or { DueAt: null } => null,
            { OverdueTold: true } => LongOverdue(clock),
            { WarnedAt: null, WarnAt: { } warn } => warn,
            _ => clock.DueAt,
        };
        return next is null || PlannedAnswer < next ? PlannedAnswer ?? next : next;
    }

    private DateTimeOffset? LongOverdue(PromiseClock clock) => clock.LongOverdueAt >= clock.DueAt ? null : clock.LongOverdue(_plans(_community)?.Plan.LeadsAfter);

    private void Follow(TicketFact fact, DateTimeOffset happened)
    {
        if (fact is PromiseFact promise)
        {
            Remember(promise);
            return;
        }
        Scene(fact);
        var plan = _plans(_community);
        var at = happened;
        if (plan is not null && at < plan.Since) at = plan.Since;
        if (at < _at) at = _at;
        _at = at;
        Begin(fact, at);
        var runs = plan is not null && !_aside && !plan.Pauses(_state);
        foreach (var clock in _clocks) clock.Set(at, plan?.Of(_team, _level), plan?.Plan.For(clock.Kind, _level, _priority, _organisation), runs);
        if (fact is ReplyWritten) End(at, PromiseKind.FirstAnswer, PromiseKind.NextAnswer);
        else if (fact is StateChanged && _state.Kind() == StateKind.Done) End(at, PromiseKind.FirstAnswer, PromiseKind.NextAnswer, PromiseKind.Resolution);
    }

    private void Scene(TicketFact fact)
    {
        switch (fact)
        {
            case TicketOpened f: (_community, _level, _state, _old) = (f.CommunityId, f.Level, TicketState.New, f.Door == Notices.TellPeople.ImportDoor); break;
            case StateChanged f: _state = f.To; break;
            case PriorityChanged f: _priority = f.To; break;
            case TeamChanged f: _team = f.To; break;
            case TicketEscalated f: (_level, _team) = (f.To, f.Team); break;
            case TicketReturned f: (_level, _team) = (f.To, f.Team); break;
            case LevelBegunAnew f: _level = f.To; break;
            case CommunityChanged f: _community = f.ToCommunityId; break;
            case TicketMerged or TicketMarkedSpam: _aside = true; break;
            case MergeUndone or TicketUnmarkedSpam: _aside = false; break;
            case ReplyWritten: (_answered, _old) = (true, false); break;
            default: break;
        }
    }

    /// <summary>Nobody waits for an answer to old mail that was imported; it counts from the first answer of ours on.</summary>
    private void Begin(TicketFact fact, DateTimeOffset at)
    {
        if (_old) return;
        if (fact is TicketOpened)
        {
            Start(PromiseKind.FirstAnswer, at);
            Start(PromiseKind.Resolution, at);
        }
        if (fact is MessageReceived && !_clocks.Exists(clock => clock is { EndedAt: null, Kind: not PromiseKind.Resolution }) && (_answered || _runs[0] > 0)) Start(PromiseKind.NextAnswer, at);
        if (_state.Kind() != StateKind.Done) _clocks.Find(clock => clock is { EndedAt: not null, Kind: PromiseKind.Resolution })?.GoOn();
    }

    private void Start(PromiseKind kind, DateTimeOffset at) => _clocks.Add(new PromiseClock(kind, ++_runs[(int)kind], at));

    private void End(DateTimeOffset at, params ReadOnlySpan<PromiseKind> kinds)
    {
        foreach (var clock in _clocks)
        {
            if (kinds.Contains(clock.Kind)) clock.End(at);
        }
    }

    private void Remember(PromiseFact fact)
    {
        switch (fact)
        {
            case PromiseWarned f: if (Find(f.Kind, f.Run) is { } warned) warned.WarnedAt = f.At; break;
            case PromiseOverdue f: if (Find(f.Kind, f.Run) is { } overdue) overdue.OverdueAt = f.At; break;
            case PromiseLongOverdue f: if (Find(f.Kind, f.Run) is { } late) late.LongOverdueAt = f.At; break;
            default: break;
        }
    }

    private PromiseClock? Find(PromiseKind kind, int run) => _clocks.Find(clock => clock.Kind == kind && clock.Run == run);
}

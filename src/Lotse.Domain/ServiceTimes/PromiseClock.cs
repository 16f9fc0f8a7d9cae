namespace Lotse.Domain.ServiceTimes;

/// <summary>The clock of one promise for one ticket. It counts working time while it runs, stands still in between, and ends.</summary>
public sealed class PromiseClock(PromiseKind kind, int run, DateTimeOffset startedAt)
{
    private WorkingTime? _work;
    private TimeSpan _used;
    private DateTimeOffset? _since, _passed;

    public PromiseKind Kind => kind;

    /// <summary>Which one of its kind, from 1.</summary>
    public int Run => run;

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Null where nothing is promised to the ticket as it is now: the time counts all the same, should something be.</summary>
    public Promised? Promised { get; private set; }

    /// <summary>Null while it stands still, unless it had passed before; and where so much working time never comes.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    public DateTimeOffset? PausedSince { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public DateTimeOffset? WarnedAt { get; internal set; }
    public DateTimeOffset? OverdueAt { get; internal set; }
    public DateTimeOffset? LongOverdueAt { get; internal set; }

    public bool Runs => _since is not null && EndedAt is null;

    /// <summary>What was left of the promised time when it last stood still; nothing is less than none.</summary>
    public TimeSpan Left => Promised is { } promised ? Max(TimeSpan.FromMinutes(promised.Minutes) - _used) : TimeSpan.Zero;

    /// <summary>It was told that it has passed, and that still holds: times may have been changed since.</summary>
    public bool OverdueTold => OverdueAt is { } told && told >= DueAt;

    public DateTimeOffset? WarnAt { get; private set; }

    /// <summary>Goes on from a moment in another way: with other hours, another promise, standing still or running.</summary>
    /// <param name="work">Null where nothing is promised to anybody: then it stands still.</param>
    internal void Set(DateTimeOffset at, WorkingTime? work, Promised? promised, bool runs)
    {
        if (EndedAt is not null || (runs == Runs && promised == Promised && ReferenceEquals(work, _work) && (runs || PausedSince is not null))) return;
        Settle(at);
        (_work, Promised) = (work, promised);
        _since = runs ? at : null;
        PausedSince = runs ? null : PausedSince ?? at;
        Aim(at);
    }

    internal void End(DateTimeOffset at)
    {
        if (EndedAt is not null) return;
        // What stood still ends without being due; it is kept when it would have been, had it gone on then.
        var due = DueAt ?? (Promised is null ? null : _work?.Add(at, Left));
        Settle(at);
        (_since, PausedSince, EndedAt, DueAt, WarnAt) = (null, null, at, due, null);
    }

    /// <summary>What had ended goes on: what was used stays used, the time in between does not count.</summary>
    internal void GoOn() => (EndedAt, DueAt) = (null, _passed);

    private void Settle(DateTimeOffset at)
    {
        if (_since is not { } since || _work is null) return;
        _used += _work.Between(since, at);
        if (DueAt <= at) _passed ??= DueAt;
    }

    private void Aim(DateTimeOffset at)
    {
        (DueAt, WarnAt) = (null, null);
        if (Promised is not { } promised) return;
        var left = TimeSpan.FromMinutes(promised.Minutes) - _used;
        _passed = left > TimeSpan.Zero ? null : _passed ?? at;
        DueAt = _passed ?? (_since is null ? null : _work!.Add(at, left));
        if (_passed is null && _since is not null && promised.Warn > 0 && promised.Warn < promised.Minutes) WarnAt = _work!.Add(at, Max(left - TimeSpan.FromMinutes(promised.Warn)));
    }

    /// <summary>When leads are to be told; null while that is not in sight.</summary>
    internal DateTimeOffset? LongOverdue(int? after) => Runs && after is { } minutes && DueAt is { } due ? _work!.Add(due, TimeSpan.FromMinutes(minutes)) : null;

    private static TimeSpan Max(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}

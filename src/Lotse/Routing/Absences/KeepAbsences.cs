using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Absences;

/// <param name="From">Null for now.</param>
/// <param name="Until">Null while nobody knows.</param>
public sealed record AbsenceWish(AbsenceKind Kind, DateTimeOffset? From, DateTimeOffset? Until, WithTickets Tickets, string? Note = null);

/// <summary>Keeps who is away when, who stands in for whom, and the free hours of each week.</summary>
public sealed class KeepAbsences(DeskDatabase database, Journal journal, Ids ids, TimeProvider clock)
{
    public const string NotYours = "absence-not-yours", EndsFirst = "absence-ends-first", TooLong = "absence-too-long", Overlaps = "absence-overlaps", NoteTooLong = "absence-note-too-long",
        Over = "absence-over", TooManyDeputies = "too-many-deputies", NoSuchDeputy = "no-such-deputy", OwnDeputy = "own-deputy", HoursNotRight = "weekly-hours-not-right";

    public const int MostDeputies = 10, MostWeekly = 21, LongestNote = 400;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3 * 366);

    /// <param name="id">Null for a new one.</param>
    public Task<Answer<AbsenceRow>> SaveAsync(Acting by, long agentId, long? id, AbsenceWish wish, CancellationToken cancel) => journal.RetryAsync<Answer<AbsenceRow>>(async () =>
    {
        if (await DenyAsync(by, agentId, cancel) is { } deny) return deny;
        var now = clock.GetUtcNow();
        var from = wish.From ?? now;
        if (wish.Until <= from) return new Refusal(EndsFirst, "until");
        if (wish.Until - from > Longest) return new Refusal(TooLong, "until");
        if (wish.Note?.Length > LongestNote) return new Refusal(NoteTooLong, "note");
        var row = id is null ? null : await database.Absences.AsTracking().SingleOrDefaultAsync(a => a.Id == id && a.AgentId == agentId, cancel);
        if (id is not null && row is null) return Refusals.NotFound;
        if (await database.Absences.AnyAsync(a => a.AgentId == agentId && a.Id != id && (wish.Until == null || a.From < wish.Until) && (a.Until == null || a.Until > from), cancel)) return new Refusal(Overlaps, "from");
        row = Put(by, agentId, row, wish, from);
        await journal.SaveAsync(cancel);
        return row;
    });

    /// <summary>Puts an absence down that may be one; it is saved by whoever does so.</summary>
    /// <param name="row">Null for a new one.</param>
    internal AbsenceRow Put(Acting by, long agentId, AbsenceRow? row, AbsenceWish wish, DateTimeOffset from)
    {
        if (row is null) database.Absences.Add(row = new AbsenceRow { Id = ids.Next(), AgentId = agentId, EnteredById = by.AgentId });
        (row.Kind, row.From, row.Until, row.Tickets, row.Note, row.Version) = (wish.Kind, from, wish.Until, wish.Tickets, wish.Note?.Trim() ?? "", row.Version + 1);
        journal.Record(new AbsenceSaved(row.Id, agentId, row.Kind, row.From, row.Until, row.Tickets), null, by.AgentId);
        return row;
    }

    /// <summary>Back again, or not going after all: what lies ahead of it is gone, what was stays.</summary>
    public Task<Answer<AbsenceRow>> EndAsync(Acting by, long id, CancellationToken cancel) => journal.RetryAsync<Answer<AbsenceRow>>(async () =>
    {
        if (await database.Absences.AsTracking().SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } row) return Refusals.NotFound;
        if (await DenyAsync(by, row.AgentId, cancel) is { } deny) return deny;
        var now = clock.GetUtcNow();
        if (row.Until <= now) return new Refusal(Over);
        if (row.From >= now)
        {
            database.Absences.Remove(row);
            journal.Record(new AbsenceRemoved(row.Id, row.AgentId), null, by.AgentId);
        }
        else
        {
            (row.Until, row.Version) = (now, row.Version + 1);
            journal.Record(new AbsenceSaved(row.Id, row.AgentId, row.Kind, row.From, row.Until, row.Tickets), null, by.AgentId);
        }
        await journal.SaveAsync(cancel);
        return row;
    });

    public Task<Answer<StandIns>> StandInsAsync(Acting by, long agentId, IReadOnlyList<long> deputies, IReadOnlyList<WeeklyAbsence> weekly, CancellationToken cancel) => journal.RetryAsync<Answer<StandIns>>(async () =>
    {
        if (await DenyAsync(by, agentId, cancel) is { } deny) return deny;
        var wanted = deputies.Distinct().ToList();
        if (wanted.Count > MostDeputies) return new Refusal(TooManyDeputies, "deputies");
        if (wanted.Contains(agentId)) return new Refusal(OwnDeputy, "deputies");
        if (await database.ColleaguesOf(by).CountAsync(a => a.Active && wanted.Contains(a.Id), cancel) != wanted.Count) return new Refusal(NoSuchDeputy, "deputies");
        if (weekly.Count > MostWeekly || weekly.Any(one => one.From is < 0 or > 1439 || one.Until is < 1 or > 1440 || one.Until <= one.From || !Enum.IsDefined(one.Day))) return new Refusal(HoursNotRight, "weekly");
        var row = await database.StandIns.AsTracking().SingleOrDefaultAsync(s => s.AgentId == agentId, cancel);
        if (row is null) database.StandIns.Add(row = new StandIns { AgentId = agentId });
        (row.Deputies, row.Weekly, row.Version) = (RoutingTexts.Ids(wanted), RoutingTexts.Weekly(weekly), row.Version + 1);
        journal.Record(new StandInsSaved(agentId, wanted, weekly), null, by.AgentId);
        await journal.SaveAsync(cancel);
        return row;
    });

    /// <summary>Why whoever acts may not say when somebody is away; null where they may.</summary>
    internal async Task<Refusal?> DenyAsync(Acting by, long agentId, CancellationToken cancel)
    {
        if (!await database.ColleaguesOf(by).AnyAsync(a => a.Id == agentId, cancel)) return Refusals.NotFound;
        return by.MaySayOf(agentId) ? null : new Refusal(NotYours);
    }
}

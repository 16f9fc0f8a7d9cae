using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Levels;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Learning;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Responsible;

/// <summary>Who is responsible and who is there, in memory. One small statement tells whether anything has changed since, on whatever desk: what is changed counts from the next ticket on.</summary>
public sealed class RoutingNow(TimeProvider clock)
{
    /// <summary>Absences that ended longer ago matter for no moment that somebody may ask about.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(45);

    private volatile Known _known = new(0, 0, RoutingTable.Empty);

    public async ValueTask<RoutingTable> TableAsync(DeskDatabase database, CancellationToken cancel)
    {
        var versions = await database.Sequences.Where(s => s.Name == Sequence.WhoActs || s.Name == Sequence.Learned).ToDictionaryAsync(s => s.Name, s => s.Value, cancel);
        var (version, lesson) = (versions[Sequence.WhoActs], versions[Sequence.Learned]);
        var known = _known;
        if (known.Version == version && known.Lesson == lesson) return known.Table;
        // Read after its version: what is changed in between is read, and read again.
        var learned = known.Lesson == lesson ? known.Table.Learned : await LearnAsync(database, cancel);
        var table = (known.Version == version ? known.Table : await LoadAsync(database, cancel)).With(learned);
        _known = new Known(version, lesson, table);
        return table;
    }

    /// <summary>Of each community and kind the newest corrections: a few thousand short rows, read anew where somebody has corrected something.</summary>
    private static async Task<LearnSigns> LearnAsync(DeskDatabase database, CancellationToken cancel)
    {
        var all = new List<Correction>();
        foreach (var of in await database.Corrections.Select(c => new { c.CommunityId, c.Kind }).Distinct().ToListAsync(cancel))
        {
            all.AddRange(await database.Corrections.AsNoTracking().Where(c => c.CommunityId == of.CommunityId && c.Kind == of.Kind).OrderByDescending(c => c.Id).Take(Correction.MostKept).ToListAsync(cancel));
        }
        return new LearnSigns(all);
    }

    private async Task<RoutingTable> LoadAsync(DeskDatabase database, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - LookBack;
        var rows = await database.Responsibilities.AsNoTracking().ToListAsync(cancel);
        var categories = await database.Categories.AsNoTracking().ToListAsync(cancel);
        var absences = (await database.Absences.AsNoTracking().Where(a => a.Until == null || a.Until > since).ToListAsync(cancel)).ToLookup(a => a.AgentId, a => a.AsRule());
        var standIns = (await database.StandIns.AsNoTracking().ToListAsync(cancel)).ToDictionary(s => s.AgentId);
        var teams = (await database.AgentTeams.ToListAsync(cancel)).ToLookup(link => link.AgentId, link => link.TeamId);
        var communities = (await database.AgentCommunities.ToListAsync(cancel)).ToLookup(link => link.AgentId, link => link.CommunityId);
        var levels = await database.LevelSettings.Select(s => new { s.CommunityId, s.Levels }).ToListAsync(cancel);
        var people = (await database.Users.Select(a => new { a.Id, a.Role, a.Active, a.TimeZone }).ToListAsync(cancel)).ToDictionary(a => a.Id, a =>
        {
            var own = standIns.GetValueOrDefault(a.Id);
            return new RosterEntry(a.Id, a.Role, a.Active, communities[a.Id].ToHashSet(), teams[a.Id].ToHashSet(), RoutingTexts.Ids(own?.Deputies ?? ""),
                new Presence([.. absences[a.Id]], RoutingTexts.Weekly(own?.Weekly ?? ""), a.TimeZone));
        });
        return new RoutingTable(rows.Select(row => row.AsRule()), new Roster(people, levels.ToDictionary(one => one.CommunityId, one => StandingOf.Of(one.Levels))), new Classify(categories));
    }

    private sealed record Known(long Version, long Lesson, RoutingTable Table);
}

using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain.Contacts;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.ServiceTimes;

/// <summary>One pass over what the journal tells and over what time has brought: whichever tickets that concerns are reckoned anew. Beside intake, so that no mail waits for it.</summary>
public sealed class FollowPromises(DeskDatabase database, WriteGate gate, HeldWork held, KeepPromises keep, TimeProvider clock)
{
    /// <summary>Lines looked through together, and tickets reckoned together.</summary>
    private const int Lines = 400, AtOnce = 200;

    private static readonly string s_contact = FactNames.Name(typeof(ContactChanged)), s_plan = FactNames.Name(typeof(ServicePlanChanged));
    private static readonly IReadOnlyList<string> s_kinds = [.. KeepPromises.Kinds, s_contact, s_plan];

    /// <returns>True where it is worth looking again at once.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        // Without a position nobody has promised anything yet.
        if (await LineClaims.PositionAsync(database, Setting.PromisesAt, cancel) is not { } known || !await IsNeededAsync(known, cancel)) return false;
        if (await Leases.HoldAsync(database, gate, held, Setting.PromisesLease, cancel) is not { } claim) return false;
        try
        {
            var more = await LinesAsync(await LineClaims.PositionAsync(database, Setting.PromisesAt, cancel) ?? known, cancel);
            return await DueAsync(cancel) || more;
        }
        finally
        {
            await Leases.GiveBackAsync(database, gate, Setting.PromisesLease, claim);
        }
    }

    /// <summary>Lines that concern no promise are passed over many at a time: one alone costs no write.</summary>
    private async Task<bool> IsNeededAsync(long position, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var ahead = await database.Journal.Where(line => line.Id > position).OrderBy(line => line.Id).Take(Lines).Select(line => line.Kind).ToListAsync(cancel);
        return ahead.Count == Lines || ahead.Exists(s_kinds.Contains) || await database.TicketPromises.AnyAsync(p => p.NextAt <= now, cancel);
    }

    private async Task<bool> LinesAsync(long position, CancellationToken cancel)
    {
        var lines = await database.Journal.Where(line => line.Id > position).OrderBy(line => line.Id).Take(Lines).Select(line => new { line.Id, line.Kind, line.TicketId, line.CommunityId, line.Data }).ToListAsync(cancel);
        if (lines.Count == 0) return false;
        var (tickets, contacts, communities) = (new HashSet<long>(), new HashSet<long>(), new HashSet<long>());
        foreach (var line in lines)
        {
            if (line.Kind == s_plan) communities.Add(line.CommunityId ?? 0);
            else if (line.Kind == s_contact && FactNames.Read(line.Kind, line.Data) is ContactChanged changed) contacts.Add(changed.ContactId);
            else if (line.TicketId is { } ticket && s_kinds.Contains(line.Kind)) tickets.Add(ticket);
        }
        if (contacts.Count > 0) tickets.UnionWith(await database.Tickets.Where(t => contacts.Contains(t.ContactId) && t.DueAt != null).OrderBy(t => t.Id).Take(AtOnce).Select(t => t.Id).ToListAsync(cancel));
        await KeepAsync([.. tickets], cancel);
        foreach (var community in communities) await SweepAsync(community, cancel);
        using (await gate.EnterAsync(cancel)) await LineClaims.ClaimAsync(database, Setting.PromisesAt, lines[^1].Id, cancel);
        return lines.Count == Lines;
    }

    /// <summary>All tickets of a community that are not done: its hours or promises are others now.</summary>
    private async Task SweepAsync(long community, CancellationToken cancel)
    {
        foreach (var lane in (Lane[])[Lane.Active, Lane.Waiting])
        {
            var (at, id) = (DateTimeOffset.UnixEpoch, 0L);
            while (true)
            {
                var next = await database.Tickets.Where(t => t.CommunityId == community && t.Lane == lane && (t.UpdatedAt > at || (t.UpdatedAt == at && t.Id > id)))
                    .OrderBy(t => t.UpdatedAt).ThenBy(t => t.Id).Take(AtOnce).Select(t => new { t.Id, t.UpdatedAt }).ToListAsync(cancel);
                await KeepAsync(next.ConvertAll(t => t.Id), cancel);
                if (next.Count < AtOnce) break;
                (at, id) = (next[^1].UpdatedAt, next[^1].Id);
            }
        }
    }

    private async Task<bool> DueAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var due = await database.TicketPromises.Where(p => p.NextAt <= now).OrderBy(p => p.NextAt).ThenBy(p => p.TicketId).Take(AtOnce).Select(p => p.TicketId).ToListAsync(cancel);
        await KeepAsync([.. due.Distinct()], cancel);
        return due.Count == AtOnce;
    }

    private async Task KeepAsync(IReadOnlyList<long> tickets, CancellationToken cancel)
    {
        foreach (var some in tickets.Chunk(AtOnce))
        {
            await keep.RunAsync(some, cancel);
            database.ChangeTracker.Clear();
        }
    }
}

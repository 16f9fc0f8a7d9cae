using Lotse.Adapters.Database;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets;

/// <summary>Names that stand on tickets by id: agents, communities, teams. Small tables, read together when a page or answer needs them.</summary>
public sealed record People(IReadOnlyDictionary<long, PersonName> Agents, IReadOnlyDictionary<long, string> Communities, IReadOnlyDictionary<long, string> Teams)
{
    public PersonName? Agent(long? id) => id is { } known ? Agents.GetValueOrDefault(known) : null;

    public string Community(long id) => Communities.GetValueOrDefault(id, "");

    public static async Task<People> LoadAsync(DeskDatabase database, CancellationToken cancel) => new(
        await database.Users.Select(a => new PersonName(a.Id, a.Name, a.Email!, a.Active)).ToDictionaryAsync(a => a.Id, cancel),
        await database.Communities.ToDictionaryAsync(c => c.Id, c => c.Name, cancel),
        await database.Teams.ToDictionaryAsync(t => t.Id, t => t.Name, cancel));
}

public sealed record PersonName(long Id, string Name, string Email, bool Active);

using Lotse.Adapters.Database;
using Lotse.Adapters.Live;
using Lotse.Domain.Routing;
using Lotse.Domain.Search;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Lotse.Domain.Tickets.Moving;
using Lotse.Tickets.Working;
using Lotse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Pages;

/// <summary>An agent as pages name one.</summary>
public sealed record NamedAgent(long Id, string Name, string Email, bool Active, Role Role, IReadOnlyList<long> Communities)
{
    public bool Sees(long communityId) => Role == Role.Admin || Communities.Contains(communityId);
}

public sealed record NamesNow(
    IReadOnlyDictionary<long, NamedAgent> Agents, IReadOnlyDictionary<long, string> Communities, IReadOnlyDictionary<long, string> Teams,
    IReadOnlyDictionary<long, string> Mailboxes)
{
    private static readonly WorkingTime s_always = new(WeekHours.Always, ClosedDays.None);

    /// <summary>The community of each team.</summary>
    public IReadOnlyDictionary<long, long> TeamCommunities { get; init; } = new Dictionary<long, long>();

    /// <summary>When communities work and what they promise; of those that have said so.</summary>
    public IReadOnlyDictionary<long, PlanInForce> Plans { get; init; } = new Dictionary<long, PlanInForce>();

    /// <summary>Reckoned in the hours of whoever has the ticket.</summary>
    public DueTime? DueOf(long communityId, long? teamId, Level level, DateTimeOffset? dueAt) =>
        dueAt is { } due ? new DueTime(due, Plans.TryGetValue(communityId, out var plan) ? plan.Of(teamId, level) : s_always) : null;

    /// <summary>Teams of the communities that somebody works for, by name.</summary>
    public IEnumerable<KeyValuePair<long, string>> TeamsFor(Acting acting) =>
        Teams.Where(team => TeamCommunities.TryGetValue(team.Key, out var community) && acting.Sees(community)).OrderBy(team => team.Value, StringComparer.CurrentCulture);

    public IEnumerable<KeyValuePair<long, string>> TeamsOf(long communityId) =>
        Teams.Where(team => TeamCommunities.GetValueOrDefault(team.Key) == communityId).OrderBy(team => team.Value, StringComparer.CurrentCulture);

    /// <summary>The community of each mailbox.</summary>
    public IReadOnlyDictionary<long, long> MailboxCommunities { get; init; } = new Dictionary<long, long>();

    public IEnumerable<KeyValuePair<long, string>> MailboxesOf(long communityId) =>
        Mailboxes.Where(mailbox => MailboxCommunities.GetValueOrDefault(mailbox.Key) == communityId).OrderBy(mailbox => mailbox.Value, StringComparer.Ordinal);

    /// <summary>Products, topics and support groups.</summary>
    public IReadOnlyDictionary<long, Category> Categories { get; init; } = new Dictionary<long, Category>();

    public string? Category(long? id) => id is { } known ? Categories.GetValueOrDefault(known)?.Name : null;

    /// <summary>Those that a ticket of the community may be given.</summary>
    public IEnumerable<Category> CategoriesOf(long communityId, CategoryKind kind) =>
        Categories.Values.Where(one => one.CommunityId == communityId && one.Kind == kind && !one.Retired).OrderBy(one => one.Name, StringComparer.CurrentCulture);

    /// <summary>What names in a search mean to somebody; tags are not among them.</summary>
    public SearchNames ForSearch(Acting acting) => new()
    {
        Communities = [.. Communities.Where(c => acting.Sees(c.Key))],
        Teams = [.. TeamsFor(acting)],
        Mailboxes = [.. Mailboxes],
        Agents = [.. Agents.Values.Select(a => (a.Id, a.Name, a.Email))],
        Me = acting.AgentId,
        Categories = [.. Categories.Values.Where(c => acting.Sees(c.CommunityId))],
    };

    /// <summary>For what is told of tickets that have been in several communities: in place of what somebody may not read stands that there is a name.</summary>
    public NamesNow SeenBy(Acting acting)
    {
        if (acting.SeesAll) return this;
        string Seen(long? communityId, string name) => communityId is { } known && acting.Sees(known) ? name : OverTheWall.Untold;
        return this with
        {
            Communities = Communities.ToDictionary(c => c.Key, c => Seen(c.Key, c.Value)),
            Teams = Teams.ToDictionary(t => t.Key, t => Seen(TeamCommunities.TryGetValue(t.Key, out var of) ? of : null, t.Value)),
            Mailboxes = Mailboxes.ToDictionary(m => m.Key, m => Seen(MailboxCommunities.TryGetValue(m.Key, out var of) ? of : null, m.Value)),
            Categories = Categories.ToDictionary(c => c.Key, c => acting.Sees(c.Value.CommunityId) ? c.Value : new Category { Id = c.Key, CommunityId = c.Value.CommunityId, Kind = c.Value.Kind, Name = OverTheWall.Untold }),
        };
    }

    public string? Agent(long? id) => id is { } known ? Agents.GetValueOrDefault(known)?.Name : null;

    public string Community(long id) => Communities.GetValueOrDefault(id, "");
}

/// <summary>The names of agents, communities, teams and mailboxes: small tables that every page needs and that hardly ever change, so they are kept
/// in memory and read anew when the journal tells of something that is not a ticket. What anybody may see is never decided from here.</summary>
public sealed class DeskNames(IServiceScopeFactory scopes, JournalTail tail, DeskVersion version, TimeProvider clock) : BackgroundService
{
    /// <summary>For what is written beside the journal.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private NamesNow? _now;
    private DateTimeOffset _readAt;
    private long _version;
    private volatile bool _old = true;

    private bool IsFresh => !_old && Volatile.Read(ref _version) >= version.Latest && clock.GetUtcNow() - _readAt < Longest;

    public async ValueTask<NamesNow> NowAsync(CancellationToken cancel)
    {
        if (IsFresh && _now is { } known) return known;
        await _loading.WaitAsync(cancel);
        try
        {
            if (IsFresh && _now is { } meanwhile) return meanwhile;
            _old = false;
            try
            {
                (_now, _readAt) = (await ReadAsync(cancel), clock.GetUtcNow());
            }
            catch
            {
                _old = true;
                throw;
            }
            return _now;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Reads again with the next question.</summary>
    public void Forget() => _old = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var entry in tail.FollowAsync(null, stoppingToken))
                {
                    if (entry.TicketId is null && DeskVersion.Concerns(entry.Kind)) _old = true;
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                _old = true;
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<NamesNow> ReadAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        Volatile.Write(ref _version, await DeskVersion.ReadAsync(database, cancel));
        var links = (await database.AgentCommunities.ToListAsync(cancel)).ToLookup(link => link.AgentId, link => link.CommunityId);
        var agents = await database.Users.Select(a => new { a.Id, a.Name, a.Email, a.Active, a.Role }).ToListAsync(cancel);
        var teams = await database.Teams.Select(t => new { t.Id, t.Name, t.CommunityId }).ToListAsync(cancel);
        var mailboxes = await database.Mailboxes.Select(m => new { m.Id, m.Address, m.CommunityId }).ToListAsync(cancel);
        return new NamesNow(
            agents.ToDictionary(a => a.Id, a => new NamedAgent(a.Id, a.Name, a.Email ?? "", a.Active, a.Role, [.. links[a.Id]])),
            await database.Communities.ToDictionaryAsync(c => c.Id, c => c.Name, cancel),
            teams.ToDictionary(t => t.Id, t => t.Name),
            mailboxes.ToDictionary(m => m.Id, m => m.Address))
        {
            MailboxCommunities = mailboxes.ToDictionary(m => m.Id, m => m.CommunityId),
            TeamCommunities = teams.ToDictionary(t => t.Id, t => t.CommunityId),
            Categories = await database.Categories.AsNoTracking().ToDictionaryAsync(c => c.Id, cancel),
            Plans = await database.PlansAsync(cancel),
        };
    }
}

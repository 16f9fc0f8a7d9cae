using Lotse.Adapters.Database;
using Lotse.Adapters.Live;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Live;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Tickets;

public sealed class ListenerTests
{
    private const long Me = 7, Other = 8;

    private static readonly PriorityChanged Raised = new(1, Priority.Normal, Priority.High, default);

    private readonly FakeTimeProvider _clock = new();
    private readonly Listener _listener;
    private Func<Signed?> _now = () => Who();
    private int _asked;

    public ListenerTests() => _listener = new Listener(Who(), _ =>
    {
        _asked++;
        return Task.FromResult(_now());
    }, new JournalTail(null!, new JournalBell(), _clock, NullLogger<JournalTail>.Instance), _clock);

    [Fact]
    public async Task Asks_once_for_many_lines()
    {
        for (var id = 1; id <= 500; id++) Assert.True(await StaysAsync(Line(id, Raised, ticket: 1)));

        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Asks_again_only_where_something_new_is_said_of_this_agent()
    {
        Assert.True(await StaysAsync(Line(10, new SignedIn(Other, false))));
        Assert.True(await StaysAsync(Line(11, new AgentDeactivated(Other))));
        Assert.True(await StaysAsync(Line(9, new TokenRevoked(Me, 1, "old"))));
        Assert.Equal(1, _asked);

        Assert.True(await StaysAsync(Line(12, new AgentChanged(Me, "Me", Role.Agent, [3]))));
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task Asks_again_after_a_while_whatever_passes()
    {
        Assert.True(await StaysAsync(null));
        _clock.Advance(Listener.Believed - TimeSpan.FromSeconds(1));
        Assert.True(await StaysAsync(null));
        Assert.Equal(1, _asked);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await StaysAsync(Line(1, Raised, ticket: 1)));
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task Is_over_when_nobody_may_come_in_any_more_or_the_token_may_not_read_or_the_database_is_away()
    {
        foreach (var now in (Func<Signed?>[])[() => null, () => Who(scopes: "write"), () => throw new Npgsql.NpgsqlException("away")])
        {
            _now = now;
            Assert.False(await StaysAsync(Line(100 + _asked, new AgentChanged(Me, "Me", Role.Agent, [3]))));
        }
    }

    [Fact]
    public async Task Where_nothing_is_to_be_told_it_waits_for_a_database_that_is_away_and_asks_as_soon_as_it_is_back()
    {
        _now = () => throw new Npgsql.NpgsqlException("away");
        Assert.True(await StaysAsync(null));
        Assert.True(await StaysAsync(null));
        Assert.Equal(2, _asked);

        _now = () => null;
        Assert.False(await StaysAsync(null));
    }

    [Fact]
    public async Task Hears_by_the_rights_of_now()
    {
        _now = () => Who(communities: 4);
        Assert.True(_listener.Hears(Line(1, Raised, ticket: 1)));

        Assert.True(await StaysAsync(null));

        Assert.False(_listener.Hears(Line(1, Raised, ticket: 1)));
    }

    private Task<bool> StaysAsync(JournalEntry? line) => _listener.MayStayAsync(line, default);

    private static Signed Who(long communities = 3, string? scopes = "read write") =>
        new(new Acting(Me, "Me", Role.Agent, [communities]), "me@desk.example", new Preferences(null, null, "UTC", Habits.Read("")), scopes);

    private static JournalEntry Line(long id, Fact fact, long? ticket = null) =>
        new(id, default, FactNames.Name(fact.GetType()), ticket is null ? null : 3, ticket, ticket, null, FactNames.Write(fact));
}

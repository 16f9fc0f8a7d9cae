using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Calling;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Live;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Adapters.Live;

public sealed class PresenceTests
{
    private const int Room = 50_000;

    [Fact]
    public void Whoever_goes_without_a_word_makes_room_for_others()
    {
        var clock = new FakeTimeProvider();
        using var calls = new NodeCalls(DatabaseLocation.Of(Path.GetTempPath(), null), new JournalBell(), clock, NullLogger<NodeCalls>.Instance);
        var presence = new Presence(clock, calls);
        for (var number = 1; number <= Room; number++) presence.Here(new WatchedTicket(number, 1), 7, writing: false);
        presence.Here(new WatchedTicket(Room + 1, 1), 7, writing: false);
        Assert.Empty(presence.At(Room + 1)); // All are there, so there is no room.

        clock.Advance(Presence.Lasts - TimeSpan.FromSeconds(1));
        presence.Here(new WatchedTicket(1, 1), 7, writing: false);
        clock.Advance(TimeSpan.FromSeconds(2));
        presence.Here(new WatchedTicket(Room + 1, 1), 8, writing: true);
        Assert.Equal(8, Assert.Single(presence.At(Room + 1)).AgentId);
        Assert.Equal(7, Assert.Single(presence.At(1)).AgentId); // Said so again meanwhile.
        Assert.Empty(presence.At(2));
    }
}

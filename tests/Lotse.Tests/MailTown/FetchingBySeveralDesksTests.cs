using System.Diagnostics;
using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Lotse.Tests.Setup.Nodes;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.MailTown;

/// <summary>Two processes on one database and a mailbox in a real Dovecot: who fetches is killed in the middle of it.</summary>
[Collection(TownCollection.Name)]
public sealed class FetchingBySeveralDesksTests
{
    private const string Address = "shared@postfach.example";

    private readonly Town _town;

    public FetchingBySeveralDesksTests(Town town)
    {
        _town = town;
        town.SkipIfMissing();
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task The_other_one_goes_on_within_half_a_minute_and_each_mail_is_one_ticket()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        var mailbox = _town.MailboxOf(Address);
        await mailbox.PutAsync(1, 10);
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres });
        await desk.FetchFromAsync(RunningDesk.Mailbox, _town.ImapOptions(Address).Port, Address, Town.Password);
        await desk.StopAsync();

        await using var first = await NodeHouse.StartAsync(desk.Location, 1);
        await UntilAsync(desk, 10, "the first one fetches");
        await using var second = await NodeHouse.StartAsync(desk.Location, 1);
        var coming = PutAsync(mailbox, 11, 90);
        await UntilAsync(desk, 25, "it is in the middle");
        await first.KillAsync(0);
        var (had, killed) = (await CountAsync(desk), Stopwatch.GetTimestamp());
        Assert.True(had < 90, $"{had} were there before the kill");
        await UntilAsync(desk, had + 1, "the second one fetches");
        Assert.True(Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(30), $"It took {Stopwatch.GetElapsedTime(killed)}.");
        await coming;
        await UntilAsync(desk, 100, "all are there");
        await Wait.UntilAsync(async () => (await mailbox.FlagsAsync()).All(flags => flags == "Seen"), "all are marked");
        await second.DisposeAsync();

        await desk.ServeAgainAsync();
        await desk.SettledAsync();
        Assert.Equal(Enumerable.Range(1, 100).Select(n => $"Mail {n}").Order(StringComparer.Ordinal), (await desk.LookAsync(d => d.Tickets.Select(t => t.Subject).ToListAsync())).Order(StringComparer.Ordinal));
        Assert.Empty(await desk.CheckAsync());
    }

    /// <summary>One after the other, for about ten seconds.</summary>
    private static async Task PutAsync(TownMailbox mailbox, int from, int count)
    {
        for (var n = from; n < from + count; n++)
        {
            await mailbox.PutAsync(n, 1);
            await Task.Delay(80);
        }
    }

    private static Task UntilAsync(RunningDesk desk, int tickets, string what) => Wait.UntilAsync(async () => await CountAsync(desk) >= tickets, what, 60);

    private static async Task<int> CountAsync(RunningDesk desk)
    {
        await using var database = DatabaseParts.Open(desk.Location);
        return await database.Tickets.CountAsync();
    }
}

using System.Diagnostics;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;
using Lotse.Rules;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Lotse.Tests.Rules;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Lotse.Tests.Setup.Nodes;

/// <summary>Three processes on one PostgreSQL database, one of which is killed in the middle of everything.</summary>
public sealed class KillingANodeTests
{
    private const int Before = 20, Mails = 220, Each = 8;

    [Fact]
    [Trait("slow", "yes")]
    public async Task Everything_acknowledged_is_there_once_leaves_once_and_goes_on_elsewhere()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var sink = new SmtpSink { BeforeYes = () => Task.Delay(15) };
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres, Sink = sink });
        var token = await desk.TokenAsync(RunningDesk.Admin);
        await desk.Api.RuleAsync(new WriteRuleJson("Notiz", When: ["ticketOpened"], Steps: new TicketSteps { Note = "einmal", Priority = Priority.High }));
        await desk.StopAsync();
        await using var nodes = await NodeHouse.StartAsync(desk.Location, 3, "--smtp", sink.Uri);
        var traffic = new NodeTraffic(nodes.Nodes, token);
        await traffic.MailAsync(0, Before, 4);
        await WaitAsync(desk.Location, async d => await d.Tickets.CountAsync() == Before, "the first tickets are there");
        var tickets = await LookAsync(desk.Location, d => d.Tickets.Select(t => t.Number).ToListAsync());

        var going = Task.WhenAll(traffic.MailAsync(Before, Mails, 6), traffic.ReplyAsync(tickets, Each));
        await Wait.UntilAsync(() => traffic.Stored.Count > Before + (Mails / 3) && traffic.Answered.Count > Before * Each / 4 || going.IsCompleted, "a third is done");
        Assert.False(going.IsCompleted, "Everything was done before the kill.");
        await nodes.KillAsync(0);
        var killed = Stopwatch.GetTimestamp();
        var (mails, waiting) = await LookAsync(desk.Location, async d => (
            await d.Outbox.Where(o => o.Step == OutboxStep.Waiting && o.LeasedUntil != null).Select(o => o.Id).ToListAsync(),
            await d.Deliveries.Where(x => x.Step == DeliveryStep.Waiting).Select(x => x.Id).ToListAsync()));
        await WaitAsync(desk.Location, async d => !await d.Outbox.AnyAsync(o => mails.Contains(o.Id) && o.Step == OutboxStep.Waiting)
            && !await d.Deliveries.AnyAsync(x => waiting.Contains(x.Id) && x.Step == DeliveryStep.Waiting), "what the killed one had goes on");
        Assert.True(Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(30), $"It took {Stopwatch.GetElapsedTime(killed)}.");
        await going.WaitAsync(TimeSpan.FromSeconds(180));
        await LeftAsync(desk.Location); // Those that are ended now double nothing.
        await nodes.DisposeAsync();

        await desk.ServeAgainAsync();
        await desk.RuledAsync();
        await Truth.HoldsAsync(desk, sink, traffic, Before + Mails);
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task One_that_slept_through_its_lease_sends_nothing_that_others_have_sent_meanwhile()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var sink = new SmtpSink { BeforeYes = () => Task.Delay(40) };
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres, Sink = sink });
        var token = await desk.TokenAsync(RunningDesk.Admin);
        await desk.Api.RuleAsync(new WriteRuleJson("Notiz", When: ["ticketOpened"], Steps: new TicketSteps { Note = "einmal", Priority = Priority.High }));
        await desk.StopAsync();
        await using var nodes = await NodeHouse.StartAsync(desk.Location, 2, "--smtp", sink.Uri);
        var traffic = new NodeTraffic(nodes.Nodes, token);
        await traffic.MailAsync(0, Before, 4);
        await WaitAsync(desk.Location, async d => await d.Tickets.CountAsync() == Before, "the tickets are there");
        var atFirst = new NodeTraffic([nodes.Nodes[0]], token); // By the one that is to sleep, so that it is the one to send.
        await atFirst.ReplyAsync(await LookAsync(desk.Location, d => d.Tickets.Select(t => t.Number).ToListAsync()), 4);
        await nodes.FreezeAsync(0);
        var had = await LookAsync(desk.Location, d => d.Outbox.Where(o => o.Step == OutboxStep.Waiting).Select(o => o.Id).ToListAsync());
        Assert.NotEmpty(had);

        await LeftAsync(desk.Location);
        await nodes.ThawAsync(0);
        await traffic.MailAsync(Before, 10, 2);
        await LeftAsync(desk.Location); // Those that are ended now double nothing.
        await nodes.DisposeAsync();

        await desk.ServeAgainAsync();
        await desk.RuledAsync();
        foreach (var text in atFirst.Answered.Keys) traffic.Answered[text] = true;
        await Truth.HoldsAsync(desk, sink, traffic, Before + 10);
    }

    /// <summary>As a machine that lost its power in the middle of a save: its connection stays, and nobody says anything by it any more.</summary>
    [Fact]
    [Trait("slow", "yes")]
    public async Task Whoever_fell_silent_in_the_middle_of_a_save_holds_up_nobody_for_long()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres });
        await using var silent = new NpgsqlConnection(desk.Location.Connection);
        await silent.OpenAsync();
        await using var transaction = await silent.BeginTransactionAsync();
        await using (var locks = new NpgsqlCommand("UPDATE sequences SET value = value WHERE name = 'journal'", silent, transaction)) await locks.ExecuteNonQueryAsync();

        var since = Stopwatch.GetTimestamp();
        Assert.Equal("opened", (await desk.PostMailAsync(new CustomerMail())).Outcome);
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<Exception>(() => transaction.CommitAsync());
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task Several_may_start_at_once_on_an_empty_database()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        var server = await PostgresServer.Current();
        var connection = await server.CreateDatabaseAsync();
        var folder = Directory.CreateTempSubdirectory("lotse-empty-").FullName;
        try
        {
            var location = DatabaseLocation.Of(folder, connection);
            await using (var nodes = await NodeHouse.StartAsync(location, 3))
            {
                foreach (var node in nodes.Nodes)
                {
                    using var http = new HttpClient();
                    Assert.True((await http.GetAsync(new Uri(node.Url, "/health/ready"))).IsSuccessStatusCode);
                }
            }
            await using var database = DatabaseParts.Open(location);
            Assert.Equal(database.Database.GetMigrations(), await database.Database.GetAppliedMigrationsAsync());
            Assert.Equal(1, await database.DataProtectionKeys.CountAsync());
            Assert.Equal(1, await database.Settings.CountAsync(s => s.Name == Setting.SigningKey));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            await server.DropDatabaseAsync(connection);
        }
    }

    private static Task LeftAsync(DatabaseLocation location) => WaitAsync(location, async d => !await d.Outbox.AnyAsync(o => o.Step == OutboxStep.Waiting), "all has left");

    private static async Task<T> LookAsync<T>(DatabaseLocation location, Func<DeskDatabase, Task<T>> look)
    {
        await using var database = DatabaseParts.Open(location);
        return await look(database);
    }

    private static Task WaitAsync(DatabaseLocation location, Func<DeskDatabase, Task<bool>> look, string what) => Wait.UntilAsync(() => LookAsync(location, look), what);
}

using System.Diagnostics;
using System.Net;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Lotse.Tests.Setup.Trouble;

/// <summary>While the store cannot write, mail is put off and the desk says so; afterwards everything goes on by itself and nothing is lost.</summary>
public sealed class TroubleWithTheStoreTests
{
    [Fact]
    [Trait("slow", "yes")]
    public async Task Sqlite_locked_by_somebody_else_for_seconds_delays_mail_and_loses_none()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Sqlite });
        await using var other = new SqliteConnection(desk.Location.Connection);
        await other.OpenAsync();
        await using (var begin = new SqliteCommand("BEGIN IMMEDIATE", other)) await begin.ExecuteNonQueryAsync();

        var delivering = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => DeliverUntilTakenAsync(desk, new CustomerMail())));
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.False(delivering.IsCompleted, "Mail was said to be stored while the store was locked.");
        await using (var end = new SqliteCommand("ROLLBACK", other)) await end.ExecuteNonQueryAsync();

        await delivering.WaitAsync(TimeSpan.FromSeconds(30));
        await desk.SettledAsync();
        Assert.Equal(8, (await desk.Api.ListAsync()).Items.Count);
        Assert.Equal(HttpStatusCode.OK, (await HealthAsync(desk.Url)).Status);
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task Postgresql_gone_for_a_while_puts_mail_off_and_comes_back_by_itself()
    {
        Assert.SkipWhen(PostgresProcess.Programs is null, "PostgreSQL is not installed (Debian: apt install postgresql)");
        await using var server = await PostgresProcess.CreateAsync();
        await server.StartAsync();
        var connection = new NpgsqlConnectionStringBuilder(server.Connection) { Pooling = true, MaxPoolSize = 20, Timeout = 2 }.ConnectionString;
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Database = connection });
        await DeliverUntilTakenAsync(desk, new CustomerMail());

        await server.CrashAsync();
        var away = new CustomerMail();
        Assert.StartsWith("451", (await desk.DeliverAsync(away))[0], StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), Named(await HealthAsync(desk.Url), "store-gone"));
        using (var posted = await desk.Api.TryPostMailAsync(new CustomerMail().ToBytes(), RunningDesk.Mailbox)) Assert.InRange((int)posted.StatusCode, 500, 503);

        await server.StartAsync();
        await Wait.UntilAsync(async () => (await HealthAsync(desk.Url)).Status == HttpStatusCode.OK, "health is good again without any mail");
        Assert.StartsWith("250", (await desk.DeliverAsync(away))[0], StringComparison.Ordinal);
        await desk.SettledAsync();
        Assert.Equal(2, (await desk.Api.ListAsync()).Items.Count);
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task A_full_disk_puts_mail_off_says_so_and_is_over_when_there_is_room()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 48);
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Folder = disk.Folder, Kind = DatabaseKind.Sqlite });
        await desk.StopAsync();
        // As a process of its own: a store that brings it down must not take the tests along.
        await using var child = await ChildDesk.StartAsync(desk.Location);
        Assert.StartsWith("250", (await DeliverAsync(child, new CustomerMail()))[0], StringComparison.Ordinal);

        disk.Fill();
        var refused = new CustomerMail { File = ("viel.bin", Noise(300_000)) };
        Assert.Matches("^45[12]", (await DeliverAsync(child, refused))[0]);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), Named(await HealthAsync(child.Url), "store-full"));

        disk.MakeRoom();
        await Wait.UntilAsync(async () => (await HealthAsync(child.Url)).Status == HttpStatusCode.OK, "health is good again without any mail");
        Assert.StartsWith("250", (await DeliverAsync(child, refused))[0], StringComparison.Ordinal);
        await child.KillAsync();
        await desk.ServeAgainAsync();
        await desk.SettledAsync();
        Assert.Equal(2, (await desk.Api.ListAsync()).Items.Count);
        Assert.Empty(await desk.CheckAsync());
    }

    private static byte[] Noise(int count)
    {
        var bytes = new byte[count];
        new Random(3).NextBytes(bytes);
        return bytes;
    }

    private static async Task<IReadOnlyList<string>> DeliverAsync(ChildDesk child, CustomerMail mail)
    {
        await using var postman = await Postman.ComeAsync(child.Lmtp);
        return await postman.DeliverAsync(mail.ToBytes(), mail.From, RunningDesk.Mailbox);
    }

    /// <summary>As a relay does: what is put off comes again.</summary>
    private static async Task DeliverUntilTakenAsync(RunningDesk desk, CustomerMail mail)
    {
        var begun = Stopwatch.GetTimestamp();
        while ((await desk.DeliverAsync(mail))[0] is var answer && !answer.StartsWith("250", StringComparison.Ordinal))
        {
            Assert.StartsWith("4", answer, StringComparison.Ordinal);
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(30));
            await Task.Delay(100);
        }
    }

    private static (HttpStatusCode Status, bool IsNamed) Named((HttpStatusCode Status, string Text) health, string part) =>
        (health.Status, health.Text.Contains(part, StringComparison.Ordinal));

    private static async Task<(HttpStatusCode Status, string Text)> HealthAsync(Uri url)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(url, "/health/ready"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}

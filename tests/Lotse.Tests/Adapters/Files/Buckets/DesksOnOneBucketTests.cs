using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Files;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Lotse.Tests.Setup.Commands;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Adapters.Files.Buckets;

/// <summary>Whole desks with their files in a real S3-compatible store.</summary>
[Collection(SwiftCollection.Name)]
public sealed class DesksOnOneBucketTests
{
    private readonly SwiftStore _swift;

    public DesksOnOneBucketTests(SwiftStore swift)
    {
        _swift = swift;
        swift.SkipIfMissing();
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task While_the_bucket_is_away_mail_with_attachments_is_put_off_all_else_goes_on_and_nothing_is_lost()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Files = await _swift.BucketAsync() });
        var (first, away, small) = (WithFile(60_000), WithFile(70_000), new CustomerMail("Ohne Anhang"));
        Assert.StartsWith("250", (await desk.DeliverAsync(first))[0], StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(desk.Folder, "files")));

        await _swift.CrashAsync();
        Assert.StartsWith("451", (await desk.DeliverAsync(away))[0], StringComparison.Ordinal);
        Assert.StartsWith("250", (await desk.DeliverAsync(small))[0], StringComparison.Ordinal);
        using (var posted = await desk.Api.TryPostMailAsync(WithFile(80_000).ToBytes(), RunningDesk.Mailbox)) Assert.Equal(HttpStatusCode.ServiceUnavailable, posted.StatusCode);
        var health = await HealthAsync(desk.Url);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.Status);
        Assert.Contains("\"failing\":[\"files-gone\"]", health.Text, StringComparison.Ordinal);

        await _swift.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await HealthAsync(desk.Url)).Status);
        Assert.StartsWith("250", (await desk.DeliverAsync(away))[0], StringComparison.Ordinal);
        await desk.SettledAsync();
        Assert.Equal(3, await desk.LookAsync(d => d.Messages.CountAsync()));
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task A_mail_that_was_kept_but_not_placed_waits_for_the_bucket_and_the_desk_starts_without_it()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Files = await _swift.BucketAsync() });
        await desk.DeliverAsync(WithFile(60_000));
        await desk.SettledAsync();
        var message = await desk.LookAsync(d => d.Messages.SingleAsync());
        await desk.StopAsync();
        Directory.Delete(Path.Combine(desk.Folder, "files-cache"), recursive: true);
        await using (var database = DatabaseParts.Open(desk.Location))
        {
            await database.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.Step, Lotse.Adapters.Database.Rows.DeliveryStep.Waiting));
        }
        await _swift.CrashAsync();

        await desk.ServeAgainAsync();
        Assert.Equal(0, await desk.LookAsync(d => d.Deliveries.Select(x => x.Attempts).SingleAsync()));
        Assert.StartsWith("250", (await desk.DeliverAsync(new CustomerMail("Ohne Anhang")))[0], StringComparison.Ordinal);
        await _swift.StartAsync();
        await desk.SettledAsync();
        Assert.Equal(3, await desk.LookAsync(d => d.Messages.CountAsync())); // The first is placed once more, since we said that it was not.
        Assert.Equal(message.Id, await desk.LookAsync(d => d.Messages.MinAsync(m => m.Id)));
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task While_the_bucket_is_away_answers_with_files_wait_and_all_others_leave()
    {
        await using var sink = new SmtpSink();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Files = await _swift.BucketAsync(), Sink = sink, FakeClock = true });
        foreach (var from in (string[])["anna@kunde.example", "ben@kunde.example"]) await desk.PostMailAsync(new CustomerMail { From = from });
        sink.GoAway();
        await desk.Api.ReplyAsync(1001, more: new { text = "Anbei.", attachments = new[] { new { name = "plan.bin", content = Convert.ToBase64String(new byte[40_000]) } } });
        await Wait.UntilAsync(() => desk.LookAsync(d => d.Outbox.AnyAsync(o => o.NextAt > o.CreatedAt && o.LeasedUntil == null)), "it is put off");
        await desk.Api.ReplyAsync(1002);
        await _swift.CrashAsync();
        foreach (var copy in Directory.EnumerateFiles(Path.Combine(desk.Folder, "files-cache"), "*", SearchOption.AllDirectories)) File.Delete(copy);
        sink.ComeBack();
        desk.Pass(TimeSpan.FromMinutes(6));

        await sink.WaitForAsync("ben@kunde.example");
        Assert.Equal((0, "files-away"), await desk.LookAsync(async d => await d.Outbox.Where(o => o.Recipient == "anna@kunde.example").Select(o => new { o.Attempts, o.LastReply }).SingleAsync() is var row ? (row.Attempts, row.LastReply) : default));
        await _swift.StartAsync();
        desk.Pass(TimeSpan.FromMinutes(2));
        await sink.WaitForAsync("anna@kunde.example");
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task What_one_desk_took_in_another_one_reads()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var here = await RunningDesk.StartAsync(new DeskWishes { Files = await _swift.BucketAsync(), Kind = DatabaseKind.Postgres });
        await using var there = await here.BesideAsync();
        var mail = WithFile(60_000);
        await here.DeliverAsync(mail);
        await here.SettledAsync();
        var id = await here.LookAsync(d => d.Attachments.Select(a => a.Id).SingleAsync());
        using var answer = await there.Api.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/attachments/{id}"));
        Assert.Equal(mail.File!.Value.Bytes, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await there.VerifyAsync());
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task Check_finds_what_is_damaged_or_missing_in_the_bucket_and_a_backup_is_made_of_it_and_restored_into_another()
    {
        var (address, other) = (await _swift.BucketAsync(), await _swift.BucketAsync());
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Files = address });
        await desk.DeliverAsync(WithFile(60_000));
        await desk.DeliverAsync(WithFile(90_000));
        await desk.SettledAsync();
        var file = Path.Combine(desk.Folder, "backup");
        Assert.Equal((0, true), Said(await RunAsync("backup", desk.Location, address, "--to", file), "and 2 files"));
        var folder = Directory.CreateTempSubdirectory("lotse-desk-").FullName;
        var database = desk.Location.Kind == DatabaseKind.Postgres ? await (await PostgresServer.Current()).CreateDatabaseAsync() : null;
        var restored = DatabaseLocation.Of(folder, database);
        Assert.Equal((0, true), Said(await RunAsync("restore", restored, other, "--from", file), "and 2 files"));
        Assert.Equal((0, true), Said(await RunAsync("check", restored, other), "2 files: nothing is wrong"));
        Assert.False(Directory.Exists(Path.Combine(folder, "files")));

        var store = FilesPlace.Of(desk.Folder, address).Open(TimeProvider.System);
        var names = store.Names().ToList();
        await _swift.DamageAsync(address, names[0], [1, 2, 3]);
        store.SetAside(names[1]);
        store.Remove(names[1]);
        var (status, output, _) = await RunAsync("check", desk.Location, address);
        Assert.Equal(1, status);
        Assert.Contains($"files {names[0]}: holds other bytes than its name says", output, StringComparison.Ordinal);
        Assert.Contains($"The file {names[1]} is missing", output, StringComparison.Ordinal);

        await _swift.CrashAsync();
        var (failed, _, error) = await RunAsync("check", desk.Location, address);
        await _swift.StartAsync();
        Assert.Equal((1, true), (failed, error.Contains("cannot be reached", StringComparison.Ordinal)));
        if (database is not null) await (await PostgresServer.Current()).DropDatabaseAsync(restored.Connection);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task The_secret_is_in_no_log_line_and_in_no_list_of_processes()
    {
        var address = await _swift.BucketAsync();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Files = address });
        await desk.StopAsync();
        var plain = address.Replace($":{Uri.EscapeDataString(SwiftStore.Secret)}@", "@", StringComparison.Ordinal);
        await using var child = await ChildDesk.StartAsync(desk.Location, [("LOTSE_FILES_SECRET", SwiftStore.Secret)], "--files", plain);
        var line = await File.ReadAllTextAsync($"/proc/{child.ProcessId}/cmdline", TestContext.Current.CancellationToken);
        await using (var postman = await Postman.ComeAsync(child.Lmtp)) Assert.StartsWith("250", (await postman.DeliverAsync(WithFile(60_000).ToBytes(), "anna@kunde.example", [RunningDesk.Mailbox]))[0], StringComparison.Ordinal);
        await _swift.CrashAsync();
        await using (var postman = await Postman.ComeAsync(child.Lmtp)) Assert.StartsWith("451", (await postman.DeliverAsync(WithFile(70_000).ToBytes(), "anna@kunde.example", [RunningDesk.Mailbox]))[0], StringComparison.Ordinal);
        await _swift.StartAsync();
        var said = await child.SaidAsync();
        Assert.Contains("files-gone", said, StringComparison.Ordinal);
        foreach (var text in (string[])[said, line])
        {
            Assert.DoesNotContain(SwiftStore.Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Uri.EscapeDataString(SwiftStore.Secret), text, StringComparison.Ordinal);
        }
    }

    private static CustomerMail WithFile(int bytes) => new($"Mit Anhang von {bytes}") { File = ("plan.bin", RandomNumberGenerator.GetBytes(bytes)) };

    private static Task<(int Status, string Output, string Error)> RunAsync(string verb, DatabaseLocation location, string files, params string[] more) => LotseProgram.RunAsync(
        null, [verb, "--data", location.Folder, .. location.Kind == DatabaseKind.Postgres ? (string[])["--database", location.Connection] : [], "--files", files, .. more]);

    private static (int Status, bool IsSaid) Said((int Status, string Output, string Error) ran, string what)
    {
        Assert.True(ran.Status == 0, ran.Output + ran.Error);
        return (ran.Status, ran.Output.Contains(what, StringComparison.Ordinal));
    }

    private static async Task<(HttpStatusCode Status, string Text)> HealthAsync(Uri url)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(url, "/health/ready"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}

using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Checking;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Searching;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer.Unsealing;
using Lotse.Domain.Intake;
using Lotse.Domain.Search;
using Lotse.Domain.Tickets;
using Lotse.Setup.Backup;
using Lotse.Tests.Databases;
using Lotse.Tests.Intake.Mail.Sealed;
using Lotse.Tests.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Lotse.Tests.Setup.Backup;

public sealed class BackingUpTests
{
    [Fact]
    public async Task Restores_what_was_backed_up_while_the_desk_served()
    {
        await using var desk = await FilledDesk.StartAsync();
        using var enough = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var arriving = Task.Run(async () =>
        {
            var n = 0;
            for (; !enough.IsCancellationRequested; n++)
            {
                await desk.TakeInAsync(FilledDesk.Mail($"Dazu {n}", $"later-{n}", attachment: 40_000));
                begun.TrySetResult();
            }
            return n;
        }, TestContext.Current.CancellationToken);
        await begun.Task;
        var file = await BackUpAsync(desk);
        await enough.CancelAsync();
        var arrived = await arriving;
        await using var restored = await EmptyAsync();

        var (refusal, manifest) = await new RestoreDesk(new BackupArchive(file), restored.Location).RunAsync(TestContext.Current.CancellationToken);

        Assert.Null(refusal);
        Assert.Empty(await FilledDesk.CheckAsync(restored.Location));
        var subjects = await SubjectsAsync(restored.Location);
        // As of one moment: what arrived before it, whole and in order, and nothing of what came after.
        Assert.InRange(subjects.Count, 4, 3 + arrived);
        Assert.Equal(["Frage 1", "Frage 2", "Frage 3", .. Enumerable.Range(0, subjects.Count - 3).Select(n => $"Dazu {n}")], subjects);
        Assert.InRange(manifest!.Files, 2, 2 + arrived);
        Assert.Equal(await TextAsync(desk.Location), await TextAsync(restored.Location));
    }

    [Fact]
    public async Task The_search_index_of_a_desk_that_was_there_before_is_not_taken_for_this_ones()
    {
        await using var desk = await FilledDesk.StartAsync(mails: 1);
        var file = await BackUpAsync(desk);
        await using var restored = await EmptyAsync();
        var place = restored.Location;
        SearchStore Store() => place.Kind == DatabaseKind.Postgres ? new PostgresSearch(place) : new SqliteSearch(place);
        var before = Store();
        await before.OpenAsync(TestContext.Current.CancellationToken);
        await before.BeginAsync(1, TestContext.Current.CancellationToken);
        await before.WriteAsync([new TicketWords(Ids.First(DateTimeOffset.UnixEpoch.AddYears(56)), ["c1"], [], [], [], ["vorher"])], [], new SearchProgress(1, SearchProgress.Complete), true, TestContext.Current.CancellationToken);
        await CloseAsync(before);

        await new RestoreDesk(new BackupArchive(file), place).RunAsync(TestContext.Current.CancellationToken);

        var after = Store();
        Assert.Equal(SearchProgress.None, await after.OpenAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await after.FindAsync(new SearchTerms([new SoughtMarks(["c1"])], []), 0, long.MaxValue, 10, TestContext.Current.CancellationToken));
        await CloseAsync(after);
    }

    private static async Task CloseAsync(SearchStore store)
    {
        if (store is IAsyncDisposable closing) await closing.DisposeAsync();
        (store as IDisposable)?.Dispose();
    }

    [Fact]
    public async Task Restores_into_the_other_database_too()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var desk = await FilledDesk.StartAsync();
        var file = await BackUpAsync(desk);
        var other = desk.Location.Kind == DatabaseKind.Postgres ? null : await (await PostgresServer.Current()).CreateDatabaseAsync();
        var location = DatabaseLocation.Of(FilledDesk.NewFolder(), other);

        var (refusal, _) = await new RestoreDesk(new BackupArchive(file), location).RunAsync(TestContext.Current.CancellationToken);

        Assert.Null(refusal);
        Assert.NotEqual(desk.Location.Kind, location.Kind);
        Assert.Empty(await FilledDesk.CheckAsync(location));
        Assert.Equal(await TextAsync(desk.Location), await TextAsync(location));
        if (other is not null) await (await PostgresServer.Current()).DropDatabaseAsync(other);
    }

    [Fact]
    public async Task A_restored_desk_opens_sealed_mail_with_the_keys_of_its_mailbox()
    {
        var (smime, pgp) = (SmimePerson.Of("Hafen Hilfe", FilledDesk.Mailbox), PgpPerson.Of("Hafen Hilfe", FilledDesk.Mailbox));
        await using var desk = await FilledDesk.StartAsync(mails: 1);
        var mailbox = await desk.InAsync<DeskDatabase, long>(database => database.Mailboxes.Select(m => m.Id).SingleAsync());
        KeyFile[] keys = [.. KeyFile.ReadPrivate(smime.Pkcs12("geheim"), "geheim").Keys, .. KeyFile.ReadPrivate(pgp.Secret, PgpPerson.Passphrase).Keys];
        await desk.InAsync<IServiceProvider, int>(async services =>
        {
            var kept = services.GetRequiredService<KeptMailKeys>();
            foreach (var (at, key) in keys.Index()) await kept.AddAsync(MailKeyUse.Mailbox, mailbox, key, 70 + at, DateTimeOffset.UnixEpoch, default);
            return await services.GetRequiredService<DeskDatabase>().SaveChangesAsync();
        });
        var file = await BackUpAsync(desk);
        var place = await EmptyAsync();
        var (refusal, _) = await new RestoreDesk(new BackupArchive(file), place.Location).RunAsync(TestContext.Current.CancellationToken);
        Assert.Null(refusal);

        await using var restored = await FilledDesk.ServeAtAsync(place.Location);
        var inside = SealedMail.Text("Geheim");
        foreach (var secret in (byte[][])[SealedMail.Smime(smime.Envelope(inside), "enveloped-data"), SealedMail.PgpEncrypted(pgp.Envelope(into => into.Write(inside)))])
        {
            var taken = await restored.TakeInAsync(SealedMail.Of("anna@kunde.example", secret));
            var message = await restored.InAsync<DeskDatabase, Message>(database => database.Messages.SingleAsync(m => m.Id == taken.MessageId));
            Assert.Equal((SealOpening.Opened, "Geheim"), (message.Seal!.Opening, message.Text.Trim()));
        }
    }

    [Fact]
    public async Task Refuses_to_restore_over_a_desk()
    {
        await using var desk = await FilledDesk.StartAsync();
        var file = await BackUpAsync(desk);
        var (refusal, _) = await new RestoreDesk(new BackupArchive(file), desk.Location).RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(RestoreDesk.NotEmpty, refusal?.Code);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("none")]
    public async Task Refuses_a_damaged_backup_before_anything_is_written(string damage)
    {
        await using var desk = await FilledDesk.StartAsync();
        var file = await BackUpAsync(desk);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        if (damage == "changed") bytes[bytes.Length / 2] ^= 0xff;
        await File.WriteAllBytesAsync(file, damage switch { "cut" => bytes[..(bytes.Length - 40)], "none" => new byte[500], _ => bytes }, TestContext.Current.CancellationToken);
        await using var restored = await EmptyAsync();

        await Assert.ThrowsAsync<InvalidDataException>(() => new RestoreDesk(new BackupArchive(file), restored.Location).RunAsync(TestContext.Current.CancellationToken));

        Assert.False(Directory.Exists(Path.Combine(restored.Location.Folder, "files")));
        Assert.False(File.Exists(Path.Combine(restored.Location.Folder, "lotse.db")));
    }

    [Fact]
    public async Task Leaves_no_half_backup_behind()
    {
        await using var desk = await FilledDesk.StartAsync();
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BackUpAsync(desk, stopped.Token));
        Assert.Empty(Directory.GetFiles(desk.Location.Folder, "backup*"));
    }

    private static async Task<string> BackUpAsync(FilledDesk desk, CancellationToken cancel = default)
    {
        var file = desk.File("backup.tar.gz");
        await using var database = DatabaseParts.Open(desk.Location);
        await using var snapshot = await DatabaseSnapshot.OpenAsync(database, CancellationToken.None);
        await new BackUpDesk(snapshot, new FileStore(desk.File("files")), TimeProvider.System).RunAsync(file, cancel);
        return file;
    }

    private static async Task<Place> EmptyAsync()
    {
        var database = PostgresServer.IsAskedFor ? await (await PostgresServer.Current()).CreateDatabaseAsync() : null;
        return new Place(DatabaseLocation.Of(FilledDesk.NewFolder(), database));
    }

    private static async Task<List<string>> SubjectsAsync(DatabaseLocation location)
    {
        await using var database = DatabaseParts.Open(location);
        return await database.Tickets.OrderBy(t => t.Number).Select(t => t.Subject).ToListAsync();
    }

    /// <summary>Everything of the oldest messages and the accounts, in words.</summary>
    private static async Task<string> TextAsync(DatabaseLocation location)
    {
        await using var database = DatabaseParts.Open(location);
        var messages = await database.Messages.Include(m => m.Attachments).OrderBy(m => m.Id).Take(4).ToListAsync();
        var raw = await database.RawMails.OrderBy(r => r.Id).Select(r => r.Bytes).Take(3).ToListAsync();
        var users = await database.Users.Select(u => new { u.Email, u.PasswordHash, u.LockoutEnabled, u.Active, u.CreatedAt }).ToListAsync();
        return System.Text.Json.JsonSerializer.Serialize(new { messages, raw, users });
    }

    private sealed record Place(DatabaseLocation Location) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (Location.Kind == DatabaseKind.Postgres) await (await PostgresServer.Current()).DropDatabaseAsync(Location.Connection);
            Directory.Delete(Location.Folder, recursive: true);
        }
    }
}

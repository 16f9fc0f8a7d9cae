using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Checking;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Files;
using Lotse.Setup.Backup;
using Lotse.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup.Backup;

public sealed class DamagedBackupTests
{
    [Fact]
    public async Task A_file_that_has_rotted_is_named_and_costs_the_backup_nothing_else()
    {
        await using var desk = await FilledDesk.StartAsync();
        var files = Directory.GetFiles(desk.File("files"), "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path).Length == 64).Order(StringComparer.Ordinal).ToList();
        var rotten = Path.GetFileName(files[0]);
        await File.WriteAllTextAsync(files[0], "other bytes", TestContext.Current.CancellationToken);

        var (path, damaged) = await BackUpAsync(desk.Location, desk.File("backup.tar.gz"));
        var archive = new BackupArchive(path);
        var place = DatabaseLocation.Of(FilledDesk.NewFolder(), null);
        var (refusal, _) = await new RestoreDesk(archive, place).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal([rotten], damaged);
        Assert.Null(refusal);
        Assert.Equal([rotten], archive.Damaged);
        var store = new FileStore(Path.Combine(place.Folder, "files"));
        Assert.Equal(files.Skip(1).Select(Path.GetFileName), store.Names().Order(StringComparer.Ordinal));
        Assert.All(await FilledDesk.CheckAsync(place), line => Assert.Contains(rotten, line, StringComparison.Ordinal));
        Directory.Delete(place.Folder, recursive: true);
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-journal")]
    public async Task What_a_desk_has_left_beside_its_file_is_not_put_over_a_restored_one(string left)
    {
        await using var desk = await FilledDesk.StartAsync(mails: 1);
        var (path, _) = await BackUpAsync(desk.Location, desk.File("backup.tar.gz"));
        var place = DatabaseLocation.Of(FilledDesk.NewFolder(), null);
        await File.WriteAllTextAsync(place.File + left, "pages", TestContext.Current.CancellationToken);

        var (refusal, _) = await new RestoreDesk(new BackupArchive(path), place).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(RestoreDesk.NotEmpty, refusal?.Code);
        Directory.Delete(place.Folder, recursive: true);
    }

    [Fact]
    public async Task Two_backups_into_one_file_do_not_destroy_each_other()
    {
        await using var desk = await FilledDesk.StartAsync(mails: 1);
        var path = desk.File("backup.tar.gz");
        await using (var other = PrivateFile.Create(path + ".part"))
        {
            other.Write("half"u8);
            other.Flush();

            await Assert.ThrowsAnyAsync<IOException>(() => BackUpAsync(desk.Location, path));

            Assert.Equal(4, new FileInfo(path + ".part").Length);
        }
    }

    [Fact]
    public async Task Keys_that_the_server_counts_go_on_after_those_of_the_backup()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var desk = await FilledDesk.StartAsync(mails: 1);
        var (path, _) = await BackUpAsync(desk.Location, desk.File("backup.tar.gz"));
        var connection = await (await PostgresServer.Current()).CreateDatabaseAsync();
        var place = DatabaseLocation.Of(FilledDesk.NewFolder(), connection);

        await new RestoreDesk(new BackupArchive(path), place).RunAsync(TestContext.Current.CancellationToken);

        await using (var database = DatabaseParts.Open(place))
        {
            var newest = await database.Database.SqlQuery<long>($"SELECT COALESCE(MAX(id), 0)::bigint AS \"Value\" FROM data_protection_keys").SingleAsync(TestContext.Current.CancellationToken);
            await database.Database.ExecuteSqlAsync($"INSERT INTO data_protection_keys (friendly_name, xml) VALUES ('later', '<later/>')", TestContext.Current.CancellationToken);
            var next = await database.Database.SqlQuery<long>($"SELECT id::bigint AS \"Value\" FROM data_protection_keys WHERE friendly_name = 'later'").SingleAsync(TestContext.Current.CancellationToken);
            Assert.True(newest > 0, "The desk has made a key.");
            Assert.Equal(newest + 1, next);
        }
        await (await PostgresServer.Current()).DropDatabaseAsync(connection);
        Directory.Delete(place.Folder, recursive: true);
    }

    [Fact]
    public async Task A_nul_in_a_text_does_not_end_a_restore_into_postgresql()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var desk = await FilledDesk.StartAsync(mails: 1, embedded: true);
        await using (var database = DatabaseParts.Open(desk.Location))
        {
            await database.Database.ExecuteSqlAsync($"UPDATE tickets SET subject = 'Fra' || char(0) || 'ge'", TestContext.Current.CancellationToken);
        }
        var (path, _) = await BackUpAsync(desk.Location, desk.File("backup.tar.gz"));
        var connection = await (await PostgresServer.Current()).CreateDatabaseAsync();
        var place = DatabaseLocation.Of(FilledDesk.NewFolder(), connection);

        await new RestoreDesk(new BackupArchive(path), place).RunAsync(TestContext.Current.CancellationToken);

        await using (var database = DatabaseParts.Open(place)) Assert.Equal("Frage", await database.Tickets.Select(t => t.Subject).SingleAsync(TestContext.Current.CancellationToken));
        await (await PostgresServer.Current()).DropDatabaseAsync(connection);
        Directory.Delete(place.Folder, recursive: true);
    }

    [Fact]
    public async Task A_data_folder_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows()) return; // Rights are others there.
        await using var desk = await FilledDesk.StartAsync(mails: 1);
        var (path, _) = await BackUpAsync(desk.Location, desk.File("backup.tar.gz"));
        var place = DatabaseLocation.Of(Path.Combine(FilledDesk.NewFolder(), "desk"), null);

        await new RestoreDesk(new BackupArchive(path), place).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(place.Folder));
        Directory.Delete(Path.GetDirectoryName(place.Folder)!, recursive: true);
    }

    private static async Task<(string Path, IReadOnlyList<string> Damaged)> BackUpAsync(DatabaseLocation location, string path)
    {
        await using var database = DatabaseParts.Open(location);
        await using var snapshot = await DatabaseSnapshot.OpenAsync(database, CancellationToken.None);
        var backup = new BackUpDesk(snapshot, new FileStore(Path.Combine(location.Folder, "files")), TimeProvider.System);
        await backup.RunAsync(path, CancellationToken.None);
        return (path, backup.Damaged);
    }
}

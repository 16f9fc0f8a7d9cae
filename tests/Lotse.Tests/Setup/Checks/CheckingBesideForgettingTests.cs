using Lotse.Adapters.Database.Checking;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Files;
using Lotse.Setup.Backup;
using Lotse.Setup.Checks;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup.Checks;

/// <summary>What is forgotten for good while somebody checks or backs up: the rows they look at are of before, and the files are not.</summary>
public sealed class CheckingBesideForgettingTests
{
    private const string Forgets = "UPDATE attachments SET removed_at = 1; UPDATE messages SET raw_mail_id = NULL; UPDATE deliveries SET raw_mail_id = 0; DELETE FROM raw_mails";

    [Fact]
    public async Task What_is_forgotten_meanwhile_is_no_finding()
    {
        await using var desk = await FilledDesk.StartAsync();
        var files = new ForgetfulFiles(desk.File("files"));
        files.BeforeReading = () =>
        {
            using (var database = DatabaseParts.Open(desk.Location)) database.Database.ExecuteSqlRaw(Forgets);
            files.RemoveAll();
        };
        Assert.Empty(await FilledDesk.CheckAsync(desk.Location, files));
        Assert.Equal(0, files.Left);
    }

    [Fact]
    public async Task A_file_without_its_row_gone_is_one()
    {
        await using var desk = await FilledDesk.StartAsync();
        var files = new ForgetfulFiles(desk.File("files"));
        files.BeforeReading = files.RemoveAll;
        var found = await FilledDesk.CheckAsync(desk.Location, files);
        Assert.Contains(found, line => line.Contains("its raw mail cannot be unpacked", StringComparison.Ordinal));
        Assert.Contains(found, line => line.EndsWith("is missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_goes_between_its_name_and_its_bytes_is_no_finding_and_one_in_a_wrong_place_is()
    {
        await using var desk = await FilledDesk.StartAsync();
        Directory.CreateDirectory(desk.File("files/zz"));
        var wrong = new string('a', 64);
        await File.WriteAllTextAsync(desk.File($"files/zz/{wrong}"), "x", TestContext.Current.CancellationToken);
        var files = new ForgetfulFiles(desk.File("files"));
        files.AfterNaming = name =>
        {
            if (name == wrong) return;
            files.SetAside(name);
            files.Remove(name);
        };
        Assert.Equal([$"files {wrong}: is no file of the desk, or lies in the wrong folder"], await FilledDesk.CheckAsync(desk.Location, files));
    }

    [Fact]
    public async Task Files_are_read_when_the_look_at_the_database_is_over()
    {
        await using var desk = await FilledDesk.StartAsync(mails: 1);
        await using var database = DatabaseParts.Open(desk.Location);
        await using var now = DatabaseParts.Open(desk.Location);
        var (files, named) = (new ForgetfulFiles(desk.File("files")), 0);
        files.AfterNaming = _ => named += database.Database.CurrentTransaction is null ? 1 : 100;
        await using (var snapshot = await DatabaseSnapshot.OpenAsync(database, TestContext.Current.CancellationToken))
        {
            await new CheckDesk(snapshot, now, files, desk.Location.Folder, TimeProvider.System, Assert.Null).RunAsync(TestContext.Current.CancellationToken);
        }
        Assert.Equal(2, named);
        await using (var snapshot = await DatabaseSnapshot.OpenAsync(database, TestContext.Current.CancellationToken))
        {
            await new BackUpDesk(snapshot, files, TimeProvider.System).RunAsync(desk.File("backup.tar.gz"), TestContext.Current.CancellationToken);
        }
        Assert.Equal(4, named);
    }

    [Fact]
    public async Task A_backup_goes_on_without_a_file_that_goes_meanwhile()
    {
        await using var desk = await FilledDesk.StartAsync();
        var files = new ForgetfulFiles(desk.File("files"));
        var first = true;
        files.AfterNaming = name =>
        {
            if (first && files.SetAside(name)) files.Remove(name);
            first = false;
        };
        await using var database = DatabaseParts.Open(desk.Location);
        await using var snapshot = await DatabaseSnapshot.OpenAsync(database, TestContext.Current.CancellationToken);
        var done = await new BackUpDesk(snapshot, files, TimeProvider.System).RunAsync(desk.File("backup.tar.gz"), TestContext.Current.CancellationToken);
        Assert.Equal(1, done.Files);
        Assert.Equal(done.Digest, (await new BackupArchive(desk.File("backup.tar.gz")).VerifyAsync(TestContext.Current.CancellationToken)).Digest);
    }

    [Fact]
    public void A_file_that_is_there_and_then_is_not_is_none()
    {
        var folder = FilledDesk.NewFolder();
        var (files, name) = (new FileStore(folder), new string('a', 64));
        // Whoever asks first is told that it is there.
        Directory.CreateDirectory(Path.Combine(folder, "aa"));
        File.CreateSymbolicLink(Path.Combine(folder, "aa", name), Path.Combine(folder, "gone"));
        Assert.True(File.Exists(Path.Combine(folder, "aa", name)));
        Assert.Null(files.OpenAsKept(name));
        Assert.Null(files.OpenAsKept(new string('b', 64)));
        Directory.Delete(folder, recursive: true);
    }

    private sealed class ForgetfulFiles(string folder) : FileStore(folder)
    {
        private bool _read;

        /// <summary>Once, before the first file is opened or measured.</summary>
        public Action? BeforeReading { get; set; }

        public Action<string>? AfterNaming { get; set; }

        public int Left => base.Names().Count();

        public override long? Length(string sha256)
        {
            Reading();
            return base.Length(sha256);
        }

        public override Stream? Open(string sha256)
        {
            Reading();
            return base.Open(sha256);
        }

        public override IEnumerable<string> Names()
        {
            foreach (var name in base.Names().ToList())
            {
                AfterNaming?.Invoke(name);
                yield return name;
            }
        }

        public void RemoveAll()
        {
            foreach (var name in base.Names().ToList())
            {
                SetAside(name);
                Remove(name);
            }
        }

        private void Reading()
        {
            if (_read) return;
            _read = true;
            BeforeReading?.Invoke();
        }
    }
}

using System.CommandLine;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Checking;
using Lotse.Setup.Backup;

namespace Lotse.Setup.Commands;

/// <summary>Verbs that copy a whole desk into one file and back.</summary>
internal static class BackupVerbs
{
    public static Command BackUp()
    {
        var to = new Option<string>("--to") { Description = "The file to write; one that is there is replaced once the new one is whole", Required = true };
        var command = new Command("backup", "Writes all that the desk keeps into one file; also while the desk serves") { to };
        command.SetAction(async (parsed, cancel) =>
        {
            var (location, path) = (OpenedDesk.Location(parsed), Path.GetFullPath(parsed.GetValue(to)!));
            await using var database = DatabaseParts.Open(location);
            await CheckVerb.RequireAsync(database, location, cancel);
            await using var snapshot = await DatabaseSnapshot.OpenAsync(database, cancel);
            var desk = new BackUpDesk(snapshot, OpenedDesk.Files(parsed).Open(Clock.OfThisMachine), Clock.OfThisMachine);
            var done = await desk.RunAsync(path, cancel);
            Console.WriteLine($"{path} holds {Rows(done)} and {done.Files} files. It is not encrypted; keep it where only you can read it.");
            await NameAsync(desk.Damaged, "is damaged, and will be missing in a restored desk; take it from an older backup");
            return desk.Damaged.Count == 0 ? 0 : 1;
        });
        return command;
    }

    public static Command Restore()
    {
        var from = new Option<string>("--from") { Description = "A file that backup has written", Required = true };
        var command = new Command("restore", "Makes a desk out of a backup, in an empty folder or database") { from };
        command.SetAction(async (parsed, cancel) =>
        {
            var (location, path) = (OpenedDesk.Location(parsed), Path.GetFullPath(parsed.GetValue(from)!));
            if (!File.Exists(path)) throw new CommandFailed($"There is no file {path}.");
            try
            {
                var archive = new BackupArchive(path);
                var (refusal, done) = await new RestoreDesk(archive, location, () => OpenedDesk.Files(parsed).Open(Clock.OfThisMachine)).RunAsync(cancel);
                if (refusal is not null) throw new CommandFailed(Why(refusal, location));
                Console.WriteLine($"{location.File ?? "The database"} holds {Rows(done!)} of {done!.At:u}, and {done.Files} files. Verify it with check, start it with serve.");
                await NameAsync(archive.Damaged, "was damaged when the backup was made, and is missing");
                return 0;
            }
            catch (InvalidDataException e)
            {
                throw new CommandFailed($"The backup {path} cannot be used: {e.Message}");
            }
        });
        return command;
    }

    private static async Task NameAsync(IEnumerable<string> files, string what)
    {
        foreach (var file in files) await Console.Error.WriteLineAsync($"The file {file} {what}.");
    }

    private static string Rows(BackupManifest manifest)
    {
        long Of(string table) => manifest.Tables.Where(one => one.Name == table).Sum(one => one.Rows);
        return $"{Of("tickets")} tickets, {Of("messages")} messages, {Of("deliveries")} deliveries";
    }

    private static string Why(Domain.Refusal refusal, DatabaseLocation location) => refusal.Code == RestoreDesk.Newer
        ? $"The backup was made by a newer version of Lotse ({refusal.About}). Run that version."
        : $"There is a desk already in {location.File ?? "the database"}, or what one has left beside it (-wal, -shm); a backup is restored into an empty folder or database only.";
}

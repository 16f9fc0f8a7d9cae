using System.CommandLine;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Checking;
using Lotse.Setup.Checks;

namespace Lotse.Setup.Commands;

/// <summary>The verb that verifies all that the desk keeps.</summary>
internal static class CheckVerb
{
    public static Command Command()
    {
        var command = new Command("check", "Verifies every reference, file hash and counter; also while the desk serves. Status 1 where something is wrong");
        command.SetAction(async (parsed, cancel) =>
        {
            var location = OpenedDesk.Location(parsed);
            await using var database = DatabaseParts.Open(location);
            await RequireAsync(database, location, cancel);
            var spool = Directory.CreateTempSubdirectory("lotse-check-").FullName;
            try
            {
                var files = OpenedDesk.Files(parsed).Open(Clock.OfThisMachine);
                await using var now = DatabaseParts.Open(location);
                await using var snapshot = await DatabaseSnapshot.OpenAsync(database, cancel);
                var check = new CheckDesk(snapshot, now, files, spool, Clock.OfThisMachine, Console.WriteLine, Console.Error.WriteLine);
                var done = await check.RunAsync(cancel);
                Console.WriteLine($"Checked {done.Tickets} tickets, {done.Messages} messages, {done.Deliveries} deliveries, {done.Files} files: "
                    + (done.Findings == 0 ? "nothing is wrong." : $"{done.Findings} findings."));
                return done.Findings == 0 ? 0 : 1;
            }
            finally
            {
                Directory.Delete(spool, recursive: true);
            }
        });
        return command;
    }

    /// <summary>A verb of its own, so that check stays one that changes nothing.</summary>
    public static Command Repair()
    {
        var command = new Command("repair", "Counts again what the desk keeps counted and puts it right, line by line; also while the desk serves. Run check afterwards");
        command.SetAction(async (parsed, cancel) =>
        {
            var location = OpenedDesk.Location(parsed);
            await using var services = new ServiceCollection().AddSingleton(Clock.OfThisMachine).AddDatabase(location).BuildServiceProvider();
            await using var scope = services.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
            await RequireAsync(database, location, cancel);
            var count = 0;
            await foreach (var line in new RepairCounters(database, scope.ServiceProvider.GetRequiredService<Journal>()).RunAsync(cancel))
            {
                Console.WriteLine(line);
                count++;
            }
            Console.WriteLine(count == 0 ? "Nothing had to be put right." : $"{count} counters are put right.");
            return 0;
        });
        return command;
    }

    /// <summary>For verbs that work on a desk as it is, and neither make nor migrate one.</summary>
    /// <exception cref="CommandFailed">There is none, or it is of another version.</exception>
    internal static async Task RequireAsync(DeskDatabase database, DatabaseLocation location, CancellationToken cancel)
    {
        var where = location.File ?? "the database";
        CommandFailed? failed = await DataVersion.OfAsync(database, location, cancel) switch
        {
            DataAge.Current => null,
            DataAge.Older => new($"The data in {where} is of an older version; start the desk once with serve, which brings it up to date."),
            DataAge.Newer => new($"The data in {where} was written by a newer version of Lotse. Run that version."),
            _ => new($"There is no desk in {where} yet."),
        };
        if (failed is not null) throw failed;
    }
}

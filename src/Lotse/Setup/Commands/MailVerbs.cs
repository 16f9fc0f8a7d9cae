using System.CommandLine;
using System.Runtime.InteropServices;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Lotse.Adapters.MailServer.Imap;
using Lotse.Domain.Tickets;
using Lotse.Intake;
using Lotse.Intake.Mail;
using Lotse.Intake.Mail.Fetching;
using Lotse.Intake.Mail.Importing;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Commands;

/// <summary>Verbs for mail from files and folders.</summary>
internal static class MailVerbs
{
    public static Command Import()
    {
        var mailbox = new Option<string>("--mailbox") { Description = "The mailbox whose mails they are", Required = true };
        var paths = new Argument<string[]>("path") { Description = "Files (eml, mbox) and folders (also maildir), or one imap://USER@HOST:PORT/FOLDER", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("import", "Takes mails in from files or from an IMAP folder, which stays as it is; can be stopped and run again without doubling anything") { mailbox, paths };
        foreach (var option in ImapImportOptions.All) command.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            var location = OpenedDesk.Location(parsed);
            await RequireAsync(location, cancel);
            using var held = ImportLock.TryTake(location.Folder) ?? throw new CommandFailed($"Another import into {location.Folder} is running.");
            var spool = Directory.CreateTempSubdirectory("lotse-import-").FullName;
            try
            {
                await using var desk = await OpenedDesk.OpenAsync(parsed, services => Add(services, location, OpenedDesk.Files(parsed), spool), cancel);
                return await RunAsync(desk, parsed, parsed.GetValue(mailbox)!, parsed.GetValue(paths)!, cancel);
            }
            finally
            {
                Directory.Delete(spool, recursive: true);
            }
        });
        return command;
    }

    private static async Task RequireAsync(DatabaseLocation location, CancellationToken cancel)
    {
        await using var database = DatabaseParts.Open(location);
        await CheckVerb.RequireAsync(database, location, cancel);
    }

    private static async Task<int> RunAsync(OpenedDesk desk, ParseResult parsed, string mailbox, string[] paths, CancellationToken cancel)
    {
        if (await desk.Get<MailboxDirectory>().FindAsync(mailbox.Trim().ToLowerInvariant(), cancel) is not { } known) throw new CommandFailed($"There is no mailbox {mailbox}.");
        var folder = await ImapImportOptions.PlaceAsync(desk, parsed, paths, known.Address, cancel);
        if (folder is null && paths.Length == 0) throw new CommandFailed("Name the files to take in, or an IMAP folder.", 2);
        if (folder is null && Array.Find(paths, path => path != "-" && !Path.Exists(path)) is { } missing) throw new CommandFailed($"There is no {missing}.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        void Stop(PosixSignalContext signal) => (signal.Cancel, _) = (true, stop.CancelAsync());
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using var stdin = Console.OpenStandardInput();
        try
        {
            var source = folder is null ? ImportSource.OfFiles(paths, stdin, desk.Get<MailDoorOptions>().MaxMailBytes) : await desk.Get<ImportFolder>().OpenAsync(folder, stop.Token);
            var done = await desk.Get<ImportMail>().RunAsync(known.Address, source, progress => Console.Error.WriteLine(progress), Console.Error.WriteLine, stop.Token);
            Console.WriteLine(stop.IsCancellationRequested ? $"Stopped after {done}. Run it again to go on." : done);
            return done.Unreadable > 0 || stop.IsCancellationRequested ? 1 : 0;
        }
        catch (ImapFolderAway away)
        {
            throw new CommandFailed($"{ImapImportOptions.Say(away.Trouble)} {away.Message} What came in stays; run it again to go on.");
        }
        finally
        {
            await desk.Get<MailboxTokens>().SettleAsync();
        }
    }

    /// <summary>Intake without its doors: nothing listens, nothing is sent.</summary>
    private static void Add(IServiceCollection services, DatabaseLocation location, FilesPlace files, string spool) => services
        .AddSingleton(new Spool(spool))
        .AddSingleton(_ => files.Open(Clock.OfThisMachine))
        .AddSingleton<RawMailCodec>()
        .AddSingleton(_ => new SignedMailIds(KeyOf(location)))
        .AddSingleton<RoutingNow>()
        .AddIntake(DeskOptions.Limited(new MailDoorOptions { Spool = spool, Endpoints = [] }))
        .AddSingleton<ImportFolder>()
        .AddSingleton<ImportMail>();

    private static byte[] KeyOf(DatabaseLocation location)
    {
        using var database = DatabaseParts.Open(location);
        var key = database.Settings.SingleOrDefault(setting => setting.Name == Setting.SigningKey) ?? throw new CommandFailed("The desk is not set up yet.");
        return Convert.FromBase64String(key.Value);
    }
}

using System.CommandLine;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.FileTexts;
using Lotse.Intake.Mail;
using Lotse.Setup.Commands.Communities;

namespace Lotse.Setup.Commands;

/// <summary>The desk's verbs. What goes wrong is said in one line, with a status to tell by.</summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var parsed = Root().Parse(args);
            if (parsed.Errors is [var first, ..]) throw new CommandFailed(first.Message, 2);
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (Explain(e) is { } line)
        {
            await Console.Error.WriteLineAsync($"lotse: {line}");
            return e is CommandFailed { Status: var status } ? status : 1;
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Lotse, a multi-level customer-support desk") { DeskOptions.Data, DeskOptions.Database, DeskOptions.Files };
        root.Add(ServeVerb.Command());
        root.Add(SetUpVerbs.SetUp());
        root.Add(CheckVerb.Command());
        root.Add(CheckVerb.Repair());
        root.Add(BackupVerbs.BackUp());
        root.Add(BackupVerbs.Restore());
        root.Add(new Command("mailbox", "Mailboxes") { SetUpVerbs.AddMailbox(), ImapVerb.Command(), DkimVerb.Command(), KeyVerbs.OfMailbox() });
        root.Add(new Command("contact", "Those who write to the desk") { KeyVerbs.OfContacts() });
        root.Add(new Command("community", "Communities") { SignatureVerb.Command(), AcknowledgeVerb.Command(), ForwardsVerb.Command() });
        root.Add(new Command("sending", "Mail on its way out") { SendingVerbs.OAuth() });
        root.Add(new Command("token", "Keys for programs") { SetUpVerbs.CreateToken() });
        root.Add(new Command("mail", "Mail from files") { Inspect(), MailVerbs.Import() });
        root.Add(ReadPdf());
        return root;
    }

    /// <summary>The desk calls itself by it, so that no file can do the desk harm.</summary>
    private static Command ReadPdf()
    {
        var read = new Command(PdfWords.Verb, "Reads PDFs from standard input") { Hidden = true };
        read.SetAction(async (_, _) =>
        {
            await using var stdin = Console.OpenStandardInput();
            await using var output = Console.OpenStandardOutput();
            return await PdfWords.ServeAsync(stdin, output);
        });
        return read;
    }

    private static Command Inspect()
    {
        var paths = new Argument<string[]>("path") { Description = "Files, folders, mbox files, or - for standard input", Arity = ArgumentArity.OneOrMore };
        var inspect = new Command("inspect", "Shows what the desk makes of mails, one JSON object a line; touches no data") { paths };
        inspect.SetAction(async (parsed, _) =>
        {
            await using var stdin = Console.OpenStandardInput();
            await using var output = new StreamWriter(Console.OpenStandardOutput(), new System.Text.UTF8Encoding(false), 64 * 1024);
            return await InspectMail.RunAsync(parsed.GetValue(paths)!, stdin, output);
        });
        return inspect;
    }

    /// <summary>One line for whatever is expected to go wrong now and then; null for what is a fault of ours.</summary>
    private static string? Explain(Exception error) => error switch
    {
        CommandFailed or NewerDataException or ArgumentException { ParamName: null } => OneLine(error.Message),
        _ when StoreHealth.Explain(error) is { } trouble => OneLine(trouble),
        UnauthorizedAccessException => OneLine(error.Message),
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } e => OneLine(e.Message),
        IOException => OneLine(error.Message),
        System.Net.Sockets.SocketException { SocketErrorCode: var code } e => $"The address cannot be used: {OneLine(e.Message)} ({code})",
        _ when error.InnerException is { } inner => Explain(inner),
        _ => null,
    };

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}

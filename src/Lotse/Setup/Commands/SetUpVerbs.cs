using System.CommandLine;
using Lotse.Adapters.Database;
using Lotse.Domain.Communities;
using Lotse.Domain.Intake.Mail;
using Lotse.Staff.Tokens;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Commands;

/// <summary>Verbs that set up a desk without a browser.</summary>
internal static class SetUpVerbs
{
    private static readonly Option<string> Community = new("--community") { Description = "Name of the community", Required = true };
    private static readonly Option<string[]> Mailboxes = new("--mailbox") { Description = "Mail address; may be given several times", Required = true, Arity = ArgumentArity.OneOrMore };

    public static Command SetUp()
    {
        var admin = new Option<string>("--admin") { Description = "Mail address of the first admin", Required = true };
        var fromInput = new Option<bool>("--password-stdin") { Description = "Reads the admin's password from standard input; else a link to set one is printed" };
        var command = new Command("setup", "Sets up an empty data folder") { admin, Community, Mailboxes, fromInput };
        command.SetAction(async (parsed, cancel) =>
        {
            var password = parsed.GetValue(fromInput) ? (await Console.In.ReadLineAsync(cancel))?.TrimEnd('\r') ?? "" : null;
            await using var desk = await OpenedDesk.OpenAsync(parsed, cancel: cancel);
            var answer = await desk.Get<SetUpDesk>().RunAsync(parsed.GetValue(admin)!, null, password, parsed.GetValue(Community)!, parsed.GetValue(Mailboxes)!, cancel);
            if (answer.Refusal is { } refusal) throw new CommandFailed($"The desk cannot be set up: {refusal.Code}{(refusal.About is { } about ? $" ({about})" : "")}");
            Console.WriteLine(answer.InviteToken is { } token
                ? $"The desk is set up. Start it with serve; the admin sets a password at /invites/{token}"
                : "The desk is set up. Start it with serve.");
            return 0;
        });
        return command;
    }

    public static Command AddMailbox()
    {
        var command = new Command("add", "Adds a mailbox, and the community where it is new") { Community, Mailboxes };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var desk = await OpenedDesk.OpenAsync(parsed, cancel: cancel);
            var (database, ids, name) = (desk.Database, desk.Get<Ids>(), parsed.GetValue(Community)!.Trim());
            var community = await database.Communities.SingleOrDefaultAsync(c => c.Name == name, cancel);
            if (community is null) database.Communities.Add(community = new Community { Id = ids.Next(), Name = name, CreatedAt = Clock.OfThisMachine.GetUtcNow() });
            foreach (var address in parsed.GetValue(Mailboxes)!.Select(MailAddresses.Normal).Distinct())
            {
                if (!MailAddresses.LooksRight(address) || MailAddresses.WithoutTag(address) != address) throw new CommandFailed($"Not a mailbox address: {address}");
                if (await database.Mailboxes.SingleOrDefaultAsync(m => m.Address == address, cancel) is { } there)
                {
                    if (there.CommunityId != community.Id) throw new CommandFailed($"{address} belongs to another community.");
                    continue;
                }
                database.Mailboxes.Add(new Mailbox { Id = ids.Next(), CommunityId = community.Id, Address = address, Name = community.Name });
            }
            await desk.Get<Journal>().SaveAsync(cancel);
            return 0;
        });
        return command;
    }

    public static Command CreateToken()
    {
        var agent = new Option<string>("--agent") { Description = "Mail address of the agent it acts for", Required = true };
        var name = new Option<string>("--name") { Description = "What it is for", Required = true };
        var command = new Command("create", "Prints an API token, and nothing else") { agent, name };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var desk = await OpenedDesk.OpenAsync(parsed, cancel: cancel);
            var token = await desk.Get<CreateApiToken>().ForAsync(parsed.GetValue(agent)!, parsed.GetValue(name)!, cancel);
            if (token.Refusal is { } refusal) throw new CommandFailed($"No token: {refusal.Code}");
            Console.WriteLine(token.Token);
            return 0;
        });
        return command;
    }
}

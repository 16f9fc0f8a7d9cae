using System.CommandLine;
using Lotse.Domain.Communities;
using Lotse.Intake.Mail.Forwarding;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Commands.Communities;

/// <summary>The verb that says whose forwarded mails open tickets for the customers in them.</summary>
internal static class ForwardsVerb
{
    private static readonly Option<string> Community = new("--community") { Description = "Name of the community", Required = true };
    private static readonly Option<string> From = new("--from") { Description = "nobody, agents, or own-domains for everybody in the domain of one of the community's mailboxes", Required = true };
    private static readonly Option<string?> Trust = new("--trust") { Description = "For the whole desk: names (authserv-id) of your own mail servers whose Authentication-Results count, separated by commas" };

    public static Command Command()
    {
        var command = new Command("forwards", "Says whose forwarded mails open tickets for the customers in them") { Community, From, Trust };
        command.SetAction(async (parsed, cancel) =>
        {
            var (name, word) = (parsed.GetValue(Community)!.Trim(), parsed.GetValue(From)!);
            ForwardsFrom? wanted = word switch { "nobody" => ForwardsFrom.Nobody, "agents" => ForwardsFrom.Agents, "own-domains" => ForwardsFrom.OwnDomains, _ => null };
            if (wanted is not { } from) throw new CommandFailed($"--from is nobody, agents or own-domains, not {word}.", 2);
            await using var desk = await OpenedDesk.OpenAsync(parsed, services => services.AddScoped<ChangeForwards>(), cancel);
            var community = await desk.Database.Communities.SingleOrDefaultAsync(c => c.Name == name, cancel) ?? throw new CommandFailed($"There is no community {name}.");
            var refusal = await desk.Get<ChangeForwards>().RunAsync(new Dictionary<long, ForwardsFrom> { [community.Id] = from }, parsed.GetValue(Trust), null, cancel);
            if (refusal is not null) throw new CommandFailed($"{refusal.About} is not the name of a mail server.", 2);
            Console.WriteLine(from switch
            {
                ForwardsFrom.Nobody => $"{name} takes forwarded mail for mail of whoever forwarded it.",
                ForwardsFrom.Agents => $"Mail that agents forward to {name} opens tickets for the customers in it.",
                _ => $"Mail that agents, or others in {name}'s own domains, forward opens tickets for the customers in it.",
            });
            return 0;
        });
        return command;
    }
}

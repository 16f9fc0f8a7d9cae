using System.CommandLine;
using Lotse.Adapters.Database;
using Lotse.Replies;
using Microsoft.AspNetCore.DataProtection;

namespace Lotse.Setup.Commands;

/// <summary>Verbs about mail on its way out. A desk that serves follows with its next connection.</summary>
internal static class SendingVerbs
{
    public static Command OAuth()
    {
        var off = new Option<bool>("--off") { Description = "Forgets the settings" };
        var command = new Command("oauth", "Says how the desk gets access tokens for sending, where --smtp is smtp+oauth://USER@HOST:PORT") { off };
        foreach (var option in OAuthOptions.All) command.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            var client = parsed.GetValue(off) ? null : await OAuthOptions.ReadAsync(parsed, provider => provider.SmtpScope, Console.In, cancel);
            await using var desk = await OpenedDesk.OpenAsync(parsed, cancel: cancel);
            await SendingTokens.SetAsync(desk.Database, desk.Get<IDataProtectionProvider>(), client, cancel);
            await desk.Get<Journal>().SaveAsync(cancel);
            Console.WriteLine(client is null ? "Tokens for sending are asked for no more." : $"Tokens for sending are asked for as {client}.");
            return 0;
        });
        return command;
    }
}

using System.CommandLine;
using Lotse.Intake.Mail.Acknowledging;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Setup.Commands.Communities;

/// <summary>The verb that switches acknowledgements on or off. A desk that serves follows within seconds.</summary>
internal static class AcknowledgeVerb
{
    private static readonly Option<string> Community = new("--community") { Description = "Name of the community", Required = true };
    private static readonly Option<bool> Off = new("--off") { Description = "Acknowledges no more; the words are kept" };
    private static readonly Option<FileInfo?> German = new("--german") { Description = "File with the German words; {{ number }} and {{ subject }} are replaced" };
    private static readonly Option<FileInfo?> English = new("--english") { Description = "File with the English words" };

    public static Command Command()
    {
        var command = new Command("acknowledge", "Tells those who write to a community that their request has come, or no more") { Community, Off, German, English };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var desk = await OpenedDesk.OpenAsync(parsed, services => services.AddSingleton<AcknowledgementSettings>().AddScoped<ChangeAcknowledgements>(), cancel);
            var name = parsed.GetValue(Community)!.Trim();
            var community = await desk.Database.Communities.SingleOrDefaultAsync(c => c.Name == name, cancel) ?? throw new CommandFailed($"There is no community {name}.");
            var wish = new AcknowledgementWish(!parsed.GetValue(Off),
                await ReadAsync(parsed.GetValue(German), cancel) ?? community.AcknowledgementGerman,
                await ReadAsync(parsed.GetValue(English), cancel) ?? community.AcknowledgementEnglish);
            if (await desk.Get<ChangeAcknowledgements>().RunAsync(community.Id, wish, null, cancel) is { } refusal) throw new CommandFailed($"Nothing is changed: {refusal.Code} ({refusal.About})", 2);
            Console.WriteLine(wish.On ? $"{name} acknowledges new requests." : $"{name} acknowledges nothing.");
            return 0;
        });
        return command;
    }

    private static async Task<string?> ReadAsync(FileInfo? file, CancellationToken cancel) =>
        file is null ? null : file.Exists ? await File.ReadAllTextAsync(file.FullName, cancel) : throw new CommandFailed($"There is no file {file.FullName}.", 2);
}

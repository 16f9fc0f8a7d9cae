using System.CommandLine;
using System.Net;
using Lotse.Setup.Sample;

namespace Lotse.Setup.Commands;

/// <summary>The verb that runs the desk.</summary>
internal static class ServeVerb
{
    public static Command Command()
    {
        var demo = new Option<bool>("--demo") { Description = "Sets up sample data and takes in sample mails" };
        var command = new Command("serve", "Runs the desk") { DeskOptions.Urls, DeskOptions.Lmtp, DeskOptions.Smtp, demo };
        command.SetAction(async (parsed, cancel) =>
        {
            var settings = new ServeSettings(OpenedDesk.Location(parsed), parsed.GetValue(DeskOptions.Urls)!)
            {
                Lmtp = ReadEndpoint(parsed.GetValue(DeskOptions.Lmtp)!),
                Smtp = parsed.GetValue(DeskOptions.Smtp),
                Files = OpenedDesk.Files(parsed),
            };
            var sample = parsed.GetValue(demo) ? await SampleAsync(parsed, settings, cancel) : null;
            await using var desk = await ServeDesk.StartAsync(settings, cancel);
            Console.WriteLine($"Lotse is ready at {desk.Url}");
            if (desk.SetUpAddress is { } address) Console.WriteLine($"Set it up at {address}");
            foreach (var line in sample?.Lines(settings.Lmtp, settings.Smtp) ?? []) Console.WriteLine(line);
            await using var play = sample is not null && settings.Lmtp is { } door ? PlaySample.Start(desk.Services, door) : null;
            await desk.WaitAsync();
            return 0;
        });
        return command;
    }

    private static async Task<SampleDesk?> SampleAsync(ParseResult parsed, ServeSettings settings, CancellationToken cancel)
    {
        await using var empty = await OpenedDesk.OpenAsync(parsed, cancel: cancel);
        return await SampleDesk.PrepareAsync(empty, settings.Location, cancel);
    }

    private static IPEndPoint? ReadEndpoint(string text)
    {
        if (text.Equals("off", StringComparison.OrdinalIgnoreCase)) return null;
        var typed = text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? $"127.0.0.1{text[9..]}" : text;
        return IPEndPoint.TryParse(typed, out var endpoint) && endpoint.Port > 0 ? endpoint : throw new CommandFailed($"--lmtp takes ADDRESS:PORT or off, not {text}", 2);
    }
}

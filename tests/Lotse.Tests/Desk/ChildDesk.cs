using System.Diagnostics;
using System.Globalization;
using System.Net;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;

namespace Lotse.Tests.Desk;

/// <summary>The real program as a process of its own, which can be killed as a power cut would.</summary>
internal sealed class ChildDesk : IAsyncDisposable
{
    private readonly Process _process;

    private ChildDesk(Process process, Uri url, IPEndPoint lmtp) => (_process, Url, Lmtp) = (process, url, lmtp);

    public Uri Url { get; }
    public IPEndPoint Lmtp { get; }

    /// <summary>Returns once the desk says that it is ready.</summary>
    public static async Task<ChildDesk> StartAsync(DatabaseLocation location, params string[] more)
    {
        var lmtp = FreePorts.Take();
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in (string[])[DeskProgram.Dll, "serve", "--data", location.Folder, "--urls", "http://127.0.0.1:0",
            "--lmtp", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{lmtp}"), .. location.Kind == DatabaseKind.Postgres ? (string[])["--database", location.Connection] : [], .. more])
        {
            start.ArgumentList.Add(argument);
        }
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        _ = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            said.Add(line);
            if (!line.StartsWith("Lotse is ready at ", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // The pipe must not fill up.
            return new ChildDesk(process, new Uri(line["Lotse is ready at ".Length..]), new IPEndPoint(IPAddress.Loopback, lmtp));
        }
        throw new InvalidOperationException($"The desk did not start: {string.Join('\n', said)}");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>It does nothing more and hears nothing, as a machine that sleeps, until it goes on in the middle of whatever it was at.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    public Task ThawAsync() => SignalAsync("-CONT");

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}

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

    private readonly Task<string> _error;
    private Task<string> _output = Task.FromResult("");

    private ChildDesk(Process process, Task<string> error, Uri url, IPEndPoint lmtp) => (_process, _error, Url, Lmtp) = (process, error, url, lmtp);

    public int ProcessId => _process.Id;

    public Uri Url { get; }
    public IPEndPoint Lmtp { get; }

    /// <summary>Returns once the desk says that it is ready.</summary>
    public static Task<ChildDesk> StartAsync(DatabaseLocation location, params string[] more) => StartAsync(location, [], more);

    /// <param name="environment">What is set in it.</param>
    public static async Task<ChildDesk> StartAsync(DatabaseLocation location, (string Name, string Value)[] environment, params string[] more)
    {
        var lmtp = FreePorts.Take();
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in (string[])[DeskProgram.Dll, "serve", "--data", location.Folder, "--urls", "http://127.0.0.1:0",
            "--lmtp", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{lmtp}"), .. location.Kind == DatabaseKind.Postgres ? (string[])["--database", location.Connection] : [], .. more])
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            said.Add(line);
            if (!line.StartsWith("Lotse is ready at ", StringComparison.Ordinal)) continue;
            // The pipe must not fill up.
            return new ChildDesk(process, error, new Uri(line["Lotse is ready at ".Length..]), new IPEndPoint(IPAddress.Loopback, lmtp)) { _output = process.StandardOutput.ReadToEndAsync(CancellationToken.None) };
        }
        throw new InvalidOperationException($"The desk did not start: {string.Join('\n', said)}");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Kills it.</summary>
    /// <returns>All that it has said since it was ready.</returns>
    public async Task<string> SaidAsync()
    {
        await KillAsync();
        return await _output + await _error;
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

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Lotse.Tests.MailTown;

/// <summary>A server that lives no longer than the tests: it hangs on a pipe of ours and is ended by its pid when we let go,
/// even where the tests were killed. It inherits none of our outputs.</summary>
internal sealed class Daemon : IDisposable
{
    // The shell waits for the end of its standard input, which comes when our process ends, in whatever way.
    private const string Guard = "exec >>\"$1\" 2>&1; pidfile=$2; shift 2; \"$@\" & while read -r _; do :; done; kill $(cat \"$pidfile\") || kill $!; wait";

    private readonly Process _guard;
    private readonly string[] _logs;

    private Daemon(Process guard, string[] logs) => (_guard, _logs) = (guard, logs);

    public string Log => string.Join('\n', _logs.Where(File.Exists).Select(File.ReadAllText));

    /// <summary>Starts it and waits until it greets on all its ports.</summary>
    public static async Task<Daemon> StartAsync(string folder, string pidFile, string log, int[] ports, params string[] command)
    {
        var output = Path.Combine(folder, "output");
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-c", Guard, "guard", output, pidFile, .. command]) start.ArgumentList.Add(argument);
        var daemon = new Daemon(Process.Start(start)!, [output, log]);
        foreach (var port in ports)
        {
            if (await GreetsAsync(port)) continue;
            await daemon.StopAsync();
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{command[0]} does not greet on port {port}:\n{daemon.Log}"));
        }
        return daemon;
    }

    public async Task StopAsync()
    {
        _guard.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        try
        {
            await _guard.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _guard.Kill(entireProcessTree: true);
        }
        Dispose();
    }

    public void Dispose() => _guard.Dispose();

    private static async Task<bool> GreetsAsync(int port)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < 30)
        {
            using var client = new TcpClient();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                if (await client.GetStream().ReadAsync(new byte[1], patience.Token) > 0) return true;
            }
            catch (Exception early) when (early is SocketException or IOException or OperationCanceledException)
            {
                // Not up yet.
            }
            await Task.Delay(100);
        }
        return false;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Lotse.Bench.Desks;

/// <summary>A desk of the bench's own, started by bin/lotse on loopback with a throw-away data folder.</summary>
internal sealed class DeskProcess : IAsyncDisposable
{
    public const string Mailbox = "support@lotse.example";
    public const string Admin = "admin@lotse.example";
    public const string Password = "Only-for-the-bench-1";

    private readonly string? _database;
    private bool _keep;
    private readonly ConcurrentQueue<string> _said = new();
    private Process? _process;

    private DeskProcess(string folder, string? database) => (Folder, _database) = (folder, database);

    public string Folder { get; }
    public int WebPort { get; } = FreePort();
    public int LmtpPort { get; } = FreePort();
    public string Token { get; private set; } = "";

    /// <summary>Where it sends mail from its next start on; null for a folder.</summary>
    public string? Smtp { get; set; }

    public Uri Web => new($"http://127.0.0.1:{WebPort}");

    /// <summary>From the start of the process until it said that it is ready.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    public int Pid => _process!.Id;

    public ProcessFigures Figures => ProcessFigures.Of(Pid);

    /// <param name="under">Folder on the disk that is to be measured.</param>
    /// <param name="database">A PostgreSQL connection string, or null for the embedded database.</param>
    /// <param name="keep">Folder for the data that stays when the bench is done; null for one that is removed.</param>
    public static async Task<DeskProcess> StartNewAsync(string under, string? database, string? keep = null)
    {
        var desk = new DeskProcess(Directory.CreateDirectory(keep ?? Path.Combine(under, $"desk-{Environment.ProcessId}-{Stopwatch.GetTimestamp():x}")).FullName, database) { _keep = keep is not null };
        try
        {
            await desk.RunAsync(Password + "\n", "setup", "--admin", Admin, "--community", "Bench", "--mailbox", Mailbox, "--password-stdin");
            await desk.StartAsync();
            desk.Token = (await desk.RunAsync("", "token", "create", "--agent", Admin, "--name", "bench")).Trim();
            return desk;
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }
    }

    /// <summary>A desk over data that an earlier run kept.</summary>
    public static async Task<DeskProcess> StartKeptAsync(string folder, string? database)
    {
        var desk = new DeskProcess(folder, database) { _keep = true };
        try
        {
            await desk.StartAsync();
            desk.Token = (await desk.RunAsync("", "token", "create", "--agent", Admin, "--name", "bench")).Trim();
            return desk;
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        var ready = new TaskCompletionSource();
        _process = Process.Start(Command(["serve", "--urls", Web.ToString().TrimEnd('/'), "--lmtp", $"127.0.0.1:{LmtpPort}", .. (string[])(Smtp is null ? [] : ["--smtp", Smtp])]))!;
        _process.StandardInput.Close();
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null) _said.Enqueue(line.Data);
            if (line.Data?.Contains("Lotse is ready", StringComparison.Ordinal) == true) ready.TrySetResult();
        };
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Task.WhenAny(ready.Task, _process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(60)));
        if (!ready.Task.IsCompleted) throw new InvalidOperationException("The desk did not become ready: " + string.Join(" | ", _said.TakeLast(5)));
        ReadyAfter = Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>As somebody who administers it stops it: what it has in hand is finished.</summary>
    public async Task StopAsync()
    {
        using (var kill = Process.Start("kill", [_process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>The desk's own check of its data: its exit code and last words.</summary>
    public async Task<(int Code, string Said)> CheckAsync()
    {
        var (code, said, wrong) = await TryAsync("", "check");
        return (code, (said + wrong).Trim());
    }

    /// <summary>All that it keeps, into one file.</summary>
    public Task BackUpAsync(string to) => RunAsync("", "backup", "--to", to);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await (_keep ? StopAsync() : KillAsync());
        if (!_keep) Directory.Delete(Folder, recursive: true);
    }

    private async Task<string> RunAsync(string input, params string[] arguments)
    {
        var (code, said, wrong) = await TryAsync(input, arguments);
        return code == 0 ? said : throw new InvalidOperationException($"bin/lotse {arguments[0]} ended with {code}: {said}{wrong}");
    }

    private async Task<(int Code, string Said, string Wrong)> TryAsync(string input, params string[] arguments)
    {
        using var process = Process.Start(Command(arguments))!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEndAsync();
        var wrong = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await said, wrong);
    }

    private ProcessStartInfo Command(params string[] arguments)
    {
        string[] all = [.. arguments, "--data", Folder, .. (string[])(_database is null ? [] : ["--database", _database])];
        return new ProcessStartInfo(Path.Combine(Root(), "bin", "lotse"), all)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
    }

    public static string Root()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Lotse.slnx"))) at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("No Lotse.slnx above the bench.");
        return at;
    }

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

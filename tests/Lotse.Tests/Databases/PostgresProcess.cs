using System.Diagnostics;
using Npgsql;

namespace Lotse.Tests.Databases;

/// <summary>One PostgreSQL server in a folder of its own, reachable by a socket in that folder only, so that no port can be taken or seen from outside.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    // The server must not outlive the tests, however they end. A shell holds the other end of a pipe; the kernel closes ours even after kill -9.
    private const string Guard = "\"$@\" </dev/null >>server.log 2>&1 & pid=$!; echo $pid; read -r word; "
        + "if [ \"$word\" = crash ]; then kill -QUIT $pid; wait $pid; else kill -INT $pid; wait $pid; cd /; rm -rf \"$FOLDER\"; fi";

    private static readonly string[] s_roots = ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt"];
    private readonly string _folder;
    private Process? _guard;

    private PostgresProcess(string folder) => _folder = folder;

    /// <summary>Folder of initdb and postgres, of the newest version found; null where there is none.</summary>
    public static string? Programs { get; } = FindPrograms();

    /// <summary>As the user who owns all, with nothing pooled.</summary>
    public string Connection => new NpgsqlConnectionStringBuilder
    {
        Host = _folder,
        Port = 5432,
        Username = "postgres",
        Database = "postgres",
        Pooling = false,
        Timeout = 15,
    }.ConnectionString;

    private static bool IsRoot => Environment.UserName == "root";

    public static async Task<PostgresProcess> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("lotse-pg-").FullName;
        if (IsRoot) await RunAsync("chown", "postgres:postgres", folder);
        var server = new PostgresProcess(folder);
        await RunAsync([.. AsOwner(), Path.Combine(Programs!, "initdb"), "-D", Path.Combine(folder, "data"), "-U", "postgres",
            "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
        return server;
    }

    /// <summary>A copy of this server that follows it and can take its place. Needs this one to run; the copy is not started.</summary>
    public async Task<PostgresProcess> StandbyAsync()
    {
        var folder = Directory.CreateTempSubdirectory("lotse-pg-").FullName;
        if (IsRoot) await RunAsync("chown", "postgres:postgres", folder);
        await RunAsync([.. AsOwner(), Path.Combine(Programs!, "pg_basebackup"), "-D", Path.Combine(folder, "data"), "-h", _folder, "-U", "postgres", "-R", "-X", "stream", "-c", "fast", "--no-sync"]);
        return new PostgresProcess(folder);
    }

    /// <summary>The server's socket folder, as a host in a connection string.</summary>
    public string Host => _folder;

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = _folder };
        start.Environment["FOLDER"] = _folder;
        // What a real server promises is on (fsync, full_page_writes); only what costs memory or noise is small.
        foreach (var argument in (string[])["-c", Guard, "guard", .. AsOwner(), Path.Combine(Programs!, "postgres"),
            "-D", Path.Combine(_folder, "data"), "-c", "listen_addresses=", "-c", $"unix_socket_directories={_folder}",
            "-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c", "log_min_messages=warning", "-c", "timezone=UTC"])
        {
            start.ArgumentList.Add(argument);
        }
        _guard = Process.Start(start)!;
        await _guard.StandardOutput.ReadLineAsync();
        await AnswersAsync();
    }

    public async Task CrashAsync() => await EndAsync("crash");

    public async ValueTask DisposeAsync()
    {
        await EndAsync("stop");
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true); // After a crash nobody else has done it.
    }

    /// <summary>Says something to the server as its owner.</summary>
    public async Task<object?> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private async Task EndAsync(string word)
    {
        if (_guard is null) return;
        await _guard.StandardInput.WriteLineAsync(word);
        _guard.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _guard.WaitForExitAsync(patience.Token);
        _guard.Dispose();
        _guard = null;
    }

    private async Task AnswersAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(Connection);
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (!_guard!.HasExited && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(50);
            }
            catch (NpgsqlException refused)
            {
                throw new InvalidOperationException($"PostgreSQL did not start: {await File.ReadAllTextAsync(Path.Combine(_folder, "server.log"))}", refused);
            }
        }
    }

    /// <summary>PostgreSQL refuses to run as root, so root becomes the user whom the package made.</summary>
    private static string[] AsOwner() => IsRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : [];

    private static async Task RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var wrong = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {await said}{wrong}");
    }

    private static string? FindPrograms()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var packaged = s_roots.Where(Directory.Exists).SelectMany(Directory.GetDirectories)
            .OrderByDescending(place => int.TryParse(Path.GetFileName(place).Split('@', '-')[^1], out var version) ? version : 0)
            .Select(place => Path.Combine(place, "bin"));
        return packaged.Concat(onPath).FirstOrDefault(place => File.Exists(Path.Combine(place, "initdb")) && File.Exists(Path.Combine(place, "postgres")));
    }
}

using Lotse.Tests.Databases;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Lotse.Tests.Databases;

/// <summary>The PostgreSQL server of this test process: started from a throw-away folder when the first test asks for a database, stopped with the process.
/// <c>LOTSE_TEST_POSTGRES</c> (a connection string of a user who may create databases) names a server to use instead.</summary>
/// <remarks>A test class takes it as a constructor argument, or calls <see cref="Current"/>.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, Task<string>> _templates = [];
    private readonly List<string> _made = [];
    private readonly string _run = $"lotse_test_{Environment.ProcessId}";
    private string? _admin;
    private PostgresProcess? _process;
    private int _count;

    /// <summary>The one of this test process, for those who have no constructor to be given it.</summary>
    public static async ValueTask<PostgresServer> Current() =>
        await TestContext.Current.GetFixture<PostgresServer>() ?? throw new InvalidOperationException("Only while a test runs.");

    /// <summary>True where this run is the one on PostgreSQL (<c>LOTSE_TEST_DATABASE=postgres</c>).</summary>
    public static bool IsAskedFor => string.Equals(Environment.GetEnvironmentVariable("LOTSE_TEST_DATABASE"), "postgres", StringComparison.OrdinalIgnoreCase);

    /// <summary>Null where a server can be had, otherwise what is missing, as the reason of a skip.</summary>
    public static string? Missing =>
        GivenServer is null && PostgresProcess.Programs is null ? "PostgreSQL is not installed (Debian: apt install postgresql)" : null;

    private static string? GivenServer => Environment.GetEnvironmentVariable("LOTSE_TEST_POSTGRES") is { Length: > 0 } given ? given : null;

    /// <summary>A new database, empty or a copy of <paramref name="template"/>; returns its connection string. It goes with the server.</summary>
    /// <param name="template">What <see cref="TemplateAsync"/> returned. Nobody may be connected to it.</param>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = $"{_run}_{Interlocked.Increment(ref _count)}";
        var from = template is null ? "template0" : new NpgsqlConnectionStringBuilder(template).Database!;
        await AdministerAsync($"CREATE DATABASE \"{name}\" TEMPLATE \"{from}\"");
        return await ConnectionToAsync(name);
    }

    /// <summary>A database that is filled once per process, whoever asks first, and copied from then on: migrate it in <paramref name="fill"/>.
    /// Returns its connection string, for <see cref="CreateDatabaseAsync"/>.</summary>
    /// <param name="fill">Gets the connection string. Its pooled connections are closed afterwards.</param>
    public async Task<string> TemplateAsync(string name, Func<string, Task> fill)
    {
        await _gate.WaitAsync();
        Task<string> made;
        try
        {
            if (!_templates.TryGetValue(name, out made!)) _templates[name] = made = Task.Run(() => FillAsync(fill));
        }
        finally
        {
            _gate.Release();
        }
        return await made;
    }

    /// <summary>Ends every connection to the database and removes it.</summary>
    public async Task DropDatabaseAsync(string connection)
    {
        ClosePool(connection);
        await AdministerAsync($"DROP DATABASE IF EXISTS \"{new NpgsqlConnectionStringBuilder(connection).Database}\" WITH (FORCE)");
    }

    /// <summary>Stops the server at once, as a power cut does, and starts it again on the same folder: for tests of a database that is gone for a while.
    /// Null where the server is not ours. No other test of this process may use a database meanwhile.</summary>
    public async Task<Func<Task>?> CrashAsync()
    {
        await AdminAsync();
        if (_process is null) return null;
        await _process.CrashAsync();
        return _process.StartAsync;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_process is not null) await _process.DisposeAsync();
        else if (_admin is not null) await DropAllAsync();
        _gate.Dispose();
    }

    private async Task<string> FillAsync(Func<string, Task> fill)
    {
        var connection = await CreateDatabaseAsync();
        await fill(connection);
        ClosePool(connection);
        var name = new NpgsqlConnectionStringBuilder(connection).Database;
        await AdministerAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        return connection;
    }

    private async Task DropAllAsync()
    {
        foreach (var name in _made.ToArray()) await AdministerAsync($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
    }

    private static void ClosePool(string connection)
    {
        using var pool = new NpgsqlConnection(connection);
        NpgsqlConnection.ClearPool(pool);
    }

    private async Task AdministerAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(await AdminAsync());
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 60;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string> ConnectionToAsync(string name)
    {
        lock (_made) _made.Add(name);
        return new NpgsqlConnectionStringBuilder(await AdminAsync()) { Database = name, Pooling = true, MaxPoolSize = 20 }.ConnectionString;
    }

    private async Task<string> AdminAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return _admin ??= await FindServerAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<string> FindServerAsync()
    {
        if (GivenServer is { } given) return new NpgsqlConnectionStringBuilder(given) { Pooling = false }.ConnectionString;
        var process = await PostgresProcess.CreateAsync();
        await process.StartAsync();
        _process = process;
        return process.Connection;
    }
}

using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Live;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Lotse.Domain.Communities;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Lotse.Intake.Mail;
using Lotse.Search;
using Lotse.Setup;
using Lotse.Staff;
using Lotse.Staff.Agents;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tickets.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lotse.Tests.Tickets.Pages;

/// <summary>The whole desk with two communities, an admin, and an agent who belongs to the other one. Kept small and private to these tests.</summary>
internal sealed partial class PagesDesk : IAsyncDisposable
{
    public const string Mailbox = "hilfe@hafen.example", Stranger = "bo@desk.example", Password = "a plain long sentence";
    private const string Admin = "ada@desk.example";

    /// <summary>The community of <see cref="Stranger"/>.</summary>
    public const long Elsewhere = 77;

    private readonly ServeDesk _desk;
    private readonly DatabaseLocation _location;
    private readonly List<IDisposable> _listening = [];
    private IDisposable? _counting;
    private readonly ConcurrentQueue<string> _asked = new();
    private int _statements;
    private long _since;

    private PagesDesk(ServeDesk desk, DatabaseLocation location) => (_desk, _location) = (desk, location);

    public static async Task<PagesDesk> StartAsync(Action<IServiceCollection>? tune = null, DatabaseKind? kind = null)
    {
        var location = await MigratedOnce.LocationAsync(Directory.CreateTempSubdirectory("lotse-pages-").FullName, kind);
        var desk = new PagesDesk(await ServeDesk.StartAsync(new ServeSettings(location, "http://127.0.0.1:0") { Tune = services => Tune(services, tune) }), location);
        desk.Count();
        await desk.SetUpAsync();
        return desk;
    }

    public Uri Url => new(_desk.Url);

    /// <summary>One more who works for the same community as the admin's mails go to.</summary>
    public async Task<Visitor> ColleagueAsync(string email, string name)
    {
        var hafen = await ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync());
        var made = await WithAsync<AddAgent, Invitation>(add => add.RunAsync(new InviteAgent(email, name, Role.Agent, [hafen]), null, default));
        await WithAsync<AcceptInvite, bool>(async accept =>
        {
            await accept.RunAsync(made.Token, Password, default);
            return true;
        });
        _desk.Services.GetRequiredService<DeskNames>().Forget();
        return await SignedInAsync(email);
    }

    public async Task<Visitor> SignedInAsync(string email = Admin)
    {
        var visitor = new Visitor(new Uri(_desk.Url));
        var answer = await visitor.PostAsync("/sign-in", ("email", email), ("password", Password));
        return answer.StatusCode == HttpStatusCode.SeeOther ? visitor : throw new InvalidOperationException($"{email} was not let in: {answer.StatusCode}");
    }

    /// <returns>The number of the ticket it came to.</returns>
    public async Task<long> ReceiveAsync(string from, string subject, string text, string headers = "", string? html = null)
    {
        var type = html is null ? "text/plain" : "text/html";
        var mail = $"From: {from}\r\nTo: {Mailbox}\r\nSubject: {subject}\r\n{headers}MIME-Version: 1.0\r\nContent-Type: {type}; charset=utf-8\r\n\r\n{html ?? text}\r\n";
        using var received = ReceivedMail.Of(_desk.Services.GetRequiredService<Spool>().Folder, Encoding.UTF8.GetBytes(mail));
        var placed = await _desk.Services.GetRequiredService<TakeInMail>().TakeInAsync(received, new MailEnvelope("lmtp", from, [Mailbox], TimeProvider.System.GetUtcNow()), default);
        return placed.Number!.Value;
    }

    public async Task<TResult> WithAsync<T, TResult>(Func<T, Task<TResult>> act) where T : notnull
    {
        await using var scope = _desk.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<T>());
    }

    /// <summary>Waits until everything that has happened can be found.</summary>
    public async Task FindableAsync()
    {
        var last = await ReadAsync(database => database.Journal.MaxAsync(line => line.Id));
        await Wait.UntilAsync(() => Task.FromResult(_desk.Services.GetRequiredService<SearchFollower>().At >= last), "the index has caught up");
    }

    public Task<TResult> ReadAsync<TResult>(Func<DeskDatabase, Task<TResult>> read) => WithAsync(read);

    /// <summary>SQL statements that requests cause while this runs; what workers do in the background is not counted.</summary>
    public async Task<int> StatementsAsync(Func<Task> act)
    {
        await HeardAsync();
        _statements = 0;
        await act();
        return _statements;
    }

    /// <summary>What pages asked the database meanwhile, each statement once.</summary>
    public async Task<IReadOnlyList<string>> AskedAsync(Func<Task> act)
    {
        await HeardAsync();
        _asked.Clear();
        await act();
        return [.. _asked.Distinct()];
    }

    /// <summary>How the database goes about it, step by step, in SQLite's words. PostgreSQL is asked how it would where no table is small: it then looks
    /// through one only where nothing else is possible.</summary>
    public Task<IReadOnlyList<string>> PlanAsync(string statement) => WithAsync<DeskDatabase, IReadOnlyList<string>>(database =>
        _location.Kind == DatabaseKind.Sqlite ? SqlitePlanAsync(database, statement) : PostgresPlanAsync(database, statement));

    private static async Task<IReadOnlyList<string>> SqlitePlanAsync(DeskDatabase database, string statement)
    {
        await database.Database.OpenConnectionAsync();
        await using var command = database.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
        foreach (var name in Parameter().Matches(statement).Select(match => match.Value).Distinct())
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, DBNull.Value);
            command.Parameters.Add(parameter);
        }
        var steps = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) steps.Add(reader.GetString(3));
        return steps;
    }

    private async Task<IReadOnlyList<string>> PostgresPlanAsync(DeskDatabase database, string statement)
    {
        // A connection of its own: what is set on one that is shared would be found by whoever gets it next.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_location.Connection) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        var names = Parameter().Matches(statement).Select(match => match.Value).Distinct().ToList();
        var numbered = Parameter().Replace(statement, match => $"${names.IndexOf(match.Value) + 1}");
        var values = names.Count == 0 ? "" : $"({string.Join(", ", names.Select(_ => "NULL"))})";
        foreach (var set in (string[])["SET enable_seqscan = off", "SET plan_cache_mode = force_generic_plan", $"PREPARE asked AS {numbered}"])
        {
            await using var command = new NpgsqlCommand(set, connection);
            await command.ExecuteNonQueryAsync();
        }
        var steps = new List<string>();
        await using var explain = new NpgsqlCommand($"EXPLAIN EXECUTE asked{values}", connection);
        await using var reader = await explain.ExecuteReaderAsync();
        while (await reader.ReadAsync()) steps.Add(WholeTable().Replace(reader.GetString(0), "SCAN ${table}").Trim());
        return steps;
    }

    [GeneratedRegex(@"^.*Seq Scan on (?<table>\w+).*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WholeTable();

    [GeneratedRegex(@"@\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    /// <summary>The mapper, which all desks of this process share, remembers for a second that nobody listened. And names are read anew once the journal
    /// has told of somebody new: that is not the doing of the page that happens to be next.</summary>
    private async Task HeardAsync()
    {
        var left = TimeSpan.FromSeconds(1.2) - Stopwatch.GetElapsedTime(_since);
        if (left > TimeSpan.Zero) await Task.Delay(left);
        var last = await ReadAsync(d => d.Journal.MaxAsync(line => line.Id));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var line in _desk.Services.GetRequiredService<JournalTail>().FollowAsync(last - 1, patience.Token))
        {
            if (line.Id >= last) break;
        }
        await Task.Delay(50); // Whoever keeps names hears it in the same moment as we.
        await _desk.Services.GetRequiredService<DeskNames>().NowAsync(patience.Token);
    }

    private void Count()
    {
        _since = Stopwatch.GetTimestamp();
        var http = _desk.Services.GetRequiredService<IHttpContextAccessor>();
        var inner = new Told<KeyValuePair<string, object?>>(told =>
        {
            // Other desks of this process speak here, too.
            if (!told.Key.EndsWith("CommandExecuted", StringComparison.Ordinal) || http.HttpContext is null) return;
            if (told.Value is not CommandEventData { Command: { Connection: { } connection } command } || !IsOurs(connection)) return;
            Interlocked.Increment(ref _statements);
            _asked.Enqueue(command.CommandText);
        });
        _counting = DiagnosticListener.AllListeners.Subscribe(new Told<DiagnosticListener>(listener =>
        {
            if (listener.Name == "Microsoft.EntityFrameworkCore") _listening.Add(listener.Subscribe(inner));
        }));
    }

    private bool IsOurs(DbConnection connection) => _location.File is { } file
        ? connection.ConnectionString.Contains(file, StringComparison.Ordinal)
        : connection.Database == new NpgsqlConnectionStringBuilder(_location.Connection).Database;

    public async ValueTask DisposeAsync()
    {
        _counting?.Dispose();
        _listening.ForEach(one => one.Dispose());
        await _desk.DisposeAsync();
        if (_location.Kind == DatabaseKind.Postgres) await (await PostgresServer.Current()).DropDatabaseAsync(_location.Connection);
        Directory.Delete(_location.Folder, recursive: true);
    }

    private static void Tune(IServiceCollection services, Action<IServiceCollection>? more)
    {
        more?.Invoke(services);
        services.AddLogging(logging => logging.ClearProviders());
        services.Configure<StaffOptions>(options => (options.TriesPerMinute, options.HashIterations, options.RefusedAfter) = (1000, 1000, TimeSpan.Zero));
    }

    private async Task SetUpAsync()
    {
        var done = await WithAsync<SetUpDesk, SetUpAnswer>(desk => desk.RunAsync(Admin, "Ada", Password, "Hafen", [Mailbox]));
        var other = await WithAsync<DeskDatabase, long>(async database =>
        {
            var community = new Community { Id = Elsewhere, Name = "Andere", CreatedAt = DateTimeOffset.UnixEpoch };
            database.Communities.Add(community);
            await database.SaveChangesAsync();
            return community.Id;
        });
        var made = await WithAsync<AddAgent, Invitation>(add => add.RunAsync(new InviteAgent(Stranger, "Bo", Role.Agent, [other]), done.AdminId, default));
        await WithAsync<AcceptInvite, bool>(async accept =>
        {
            await accept.RunAsync(made.Token, Password, default);
            return true;
        });
        _desk.Services.GetRequiredService<DeskNames>().Forget();
    }

    private sealed class Told<T>(Action<T> tell) : IObserver<T>
    {
        public void OnNext(T value) => tell(value);

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}

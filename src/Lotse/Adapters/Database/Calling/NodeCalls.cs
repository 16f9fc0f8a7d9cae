using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Lotse.Adapters.Database.Opening;
using Npgsql;

namespace Lotse.Adapters.Database.Calling;

/// <summary>What one desk calls out to all others on the same database.</summary>
/// <param name="Numbers">What it is about; which numbers, the kind says.</param>
public sealed record NodeCall(string Kind, IReadOnlyList<long> Numbers)
{
    /// <summary>The journal has grown.</summary>
    public const string Grown = "j";

    /// <summary>Rings for one agent: the agent's id.</summary>
    public const string Agent = "a";

    /// <summary>Somebody looks at a ticket: its number, its community, the agent, and 0 gone, 1 looking, 2 writing.</summary>
    public const string Present = "p";
}

/// <summary>Lets the desks on one PostgreSQL database hear one another at once (LISTEN and NOTIFY). A call may be lost, and nothing is lost with it: whoever listens anew looks for itself,
/// and everybody looks from time to time. An embedded desk is alone and says nothing.</summary>
/// <remarks>The journal's own call is made inside the transaction that writes to it, so it is heard once the lines can be read (see Sequences).</remarks>
public sealed class NodeCalls(DatabaseLocation location, JournalBell bell, TimeProvider clock, ILogger<NodeCalls> log) : BackgroundService
{
    internal const string Channel = "lotse";

    /// <summary>Calls of this process that wait to be said; the oldest go first where they are more.</summary>
    private const int Waiting = 2000, AtOnce = 200;

    /// <summary>Of silence, after which it is asked whether the database is still there; and how long it must have been there until its silence about others means anything.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(4), Steady = TimeSpan.FromSeconds(12), Again = TimeSpan.FromMilliseconds(500);

    /// <summary>Further apart than this the clocks of two machines make leases run out too early.</summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromSeconds(5);

    private readonly Channel<string> _out = System.Threading.Channels.Channel.CreateBounded<string>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest });
    private long _since;

    /// <summary>What another desk has called out; never what this one has.</summary>
    public event Action<NodeCall>? Heard;

    private bool IsAlone => location.Kind == DatabaseKind.Sqlite;

    /// <summary>Whether the database has been there for a while. After it was away, whoever holds work must have a moment to say so before it is taken for the work of a dead one.</summary>
    public bool IsSteady => IsAlone || (Volatile.Read(ref _since) is var since and not 0 && Stopwatch.GetElapsedTime(since) > Steady);

    /// <summary>Waits for nothing.</summary>
    public void Say(string kind, params IReadOnlyList<long> numbers)
    {
        if (!IsAlone) _out.Writer.TryWrite(Payload(bell.Node, kind, numbers));
    }

    internal static string Payload(long node, string kind, IReadOnlyList<long> numbers) =>
        string.Join(' ', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)).Prepend(kind).Prepend(node.ToString(CultureInfo.InvariantCulture)));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => IsAlone ? Task.CompletedTask : Task.WhenAll(ListenAsync(stoppingToken), SayAsync(stoppingToken));

    private async Task ListenAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await HearAsync(cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                if (Interlocked.Exchange(ref _since, 0) != 0) log.LogWarning("Other desks are not heard for now: {Trouble}", StoreHealth.CodeOf(e) ?? e.GetType().Name);
                await Task.Delay(Again, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // Of real time, as the database's answers are.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task HearAsync(CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(location.Connection) { Pooling = false, CommandTimeout = 5, Timeout = 5 }.ConnectionString);
        connection.Notification += (_, told) => Hear(told.Payload);
        await connection.OpenAsync(cancel);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection)) await listen.ExecuteNonQueryAsync(cancel);
        await PingAsync(connection, tell: true, cancel);
        Volatile.Write(ref _since, Stopwatch.GetTimestamp());
        bell.Ring(); // Whatever was called out before.
        while (true)
        {
            // A connection may be dead without anybody saying so (a machine that lost its power): silence is asked about.
            if (!await connection.WaitAsync(Silence, cancel)) await PingAsync(connection, tell: false, cancel);
        }
    }

    private async Task PingAsync(NpgsqlConnection connection, bool tell, CancellationToken cancel)
    {
        await using var ask = new NpgsqlCommand("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint)", connection);
        var apart = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds((long)(await ask.ExecuteScalarAsync(cancel))!);
        if (tell && apart.Duration() > ClocksApart) log.LogWarning("The clock here is {Seconds:0} s off that of the database: set both by a time server, else work is taken over too early", apart.TotalSeconds);
    }

    private void Hear(string payload)
    {
        var parts = payload.Split(' ');
        if (parts.Length < 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var node) || node == bell.Node) return;
        if (parts[1] == NodeCall.Grown)
        {
            bell.Ring();
            return;
        }
        var numbers = new List<long>(parts.Length);
        foreach (var part in parts.AsSpan(2))
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return; // Of a version that says it otherwise.
            numbers.Add(number);
        }
        Heard?.Invoke(new NodeCall(parts[1], numbers));
    }

    private async Task SayAsync(CancellationToken cancel)
    {
        var together = new List<string>();
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await _out.Reader.WaitToReadAsync(cancel);
                together.Clear();
                while (together.Count < AtOnce && _out.Reader.TryRead(out var one)) together.Add(one);
                await using var connection = new NpgsqlConnection(location.Connection);
                await connection.OpenAsync(cancel);
                await using var transaction = await connection.BeginTransactionAsync(cancel);
                // Nothing of it is to last: no disk and no standby is waited for, and no writer behind it either.
                await using (var soon = new NpgsqlCommand("SET LOCAL synchronous_commit TO off", connection)) await soon.ExecuteNonQueryAsync(cancel);
                await using (var say = new NpgsqlCommand($"SELECT count(pg_notify('{Channel}', said)) FROM unnest($1) AS said", connection))
                {
                    say.Parameters.AddWithValue(together.ToArray());
                    await say.ExecuteNonQueryAsync(cancel);
                }
                await transaction.CommitAsync(cancel);
            }
            catch (Exception) when (!cancel.IsCancellationRequested)
            {
                await Task.Delay(Again, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // It is lost; open pages say the same again soon.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}

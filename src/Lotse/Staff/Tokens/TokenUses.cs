using System.Collections.Concurrent;
using System.Threading.Channels;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Writing;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Tokens;

/// <summary>Writes down when a token was last used: at most once a minute each, and behind the request that used it.</summary>
internal sealed class TokenUses(IServiceScopeFactory scopes, ILogger<TokenUses> log) : BackgroundService
{
    private static readonly TimeSpan Seldom = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, DateTimeOffset> _noted = new();

    /// <summary>What does not fit is dropped: the next minute notes it again.</summary>
    private readonly Channel<(long Token, DateTimeOffset At)> _due =
        Channel.CreateBounded<(long, DateTimeOffset)>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Note(long token, DateTimeOffset? last, DateTimeOffset now)
    {
        if (now - last < Seldom || (_noted.TryGetValue(token, out var noted) && now - noted < Seldom)) return;
        if (_noted.Count > 10_000) _noted.Clear();
        _noted[token] = now;
        _due.Writer.TryWrite((token, now));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (token, at) in _due.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await WriteAsync(token, at, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Nothing hangs on it, least of all the desk.
                log.LogWarning("The last use of token {Token} could not be written down: {Code}", token, StoreHealth.CodeOf(e) ?? e.GetType().Name);
            }
        }
    }

    private async Task WriteAsync(long token, DateTimeOffset at, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        using var pass = await scope.ServiceProvider.GetRequiredService<WriteGate>().EnterAsync(cancel);
        await database.ApiTokens.Where(t => t.Id == token).ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, at), cancel);
    }
}

using System.Collections.Frozen;
using Lotse.Adapters.Database;
using Lotse.Adapters.Live;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Search.Words;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Offering;

/// <summary>A published text block by name. What of it may be seen is asked of the tables again when it is taken.</summary>
/// <param name="Words">Of the title, folded, with the shortcut's.</param>
public sealed record BlockTitle(long Id, long? CommunityId, string Title, string? Shortcut, string? Product, IReadOnlyList<string> Words, IReadOnlyList<string> Languages);

/// <summary>Names of all published text blocks, in memory for the list that opens while one types; read anew when the journal tells of a block.</summary>
public sealed class BlockTitles(IServiceScopeFactory scopes, JournalTail tail, TimeProvider clock) : BackgroundService
{
    private static readonly FrozenSet<string> s_kinds = [FactNames.Name(typeof(TextBlockSaved))];

    private readonly SemaphoreSlim _loading = new(1, 1);
    private IReadOnlyList<BlockTitle> _now = [];
    private volatile bool _old = true;

    /// <summary>By title.</summary>
    public async ValueTask<IReadOnlyList<BlockTitle>> NowAsync(CancellationToken cancel)
    {
        if (!_old) return _now;
        await _loading.WaitAsync(cancel);
        try
        {
            if (!_old) return _now;
            _old = false;
            try
            {
                return _now = await ReadAsync(cancel);
            }
            catch
            {
                _old = true;
                throw;
            }
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Forget() => _old = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var entry in tail.FollowAsync(null, stoppingToken))
                {
                    if (s_kinds.Contains(entry.Kind)) _old = true;
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                _old = true;
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<IReadOnlyList<BlockTitle>> ReadAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        var blocks = await database.TextBlocks.Where(b => b.State == TextBlockState.Published).OrderBy(b => b.Title).ThenBy(b => b.Id)
            .Select(b => new { b.Id, b.CommunityId, b.Title, b.Shortcut, b.Product }).ToListAsync(cancel);
        var languages = (await database.TextBlockTexts.Join(database.TextBlocks.Where(b => b.State == TextBlockState.Published), t => t.TextBlockId, b => b.Id, (t, _) => new { t.TextBlockId, t.Language }).ToListAsync(cancel))
            .ToLookup(t => t.TextBlockId, t => t.Language);
        return [.. blocks.Select(b => new BlockTitle(b.Id, b.CommunityId, b.Title, b.Shortcut, b.Product, Folded($"{b.Title} {b.Shortcut} {b.Product}"), [.. languages[b.Id].Order(StringComparer.Ordinal)]))];
    }

    internal static IReadOnlyList<string> Folded(string text) => [.. SearchWords.In(text).Select(word => FoldedWord.Of(text.AsSpan(word.At, word.Length)))];
}

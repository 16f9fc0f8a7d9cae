using System.Collections.Frozen;
using Lotse.Adapters.Database;
using Lotse.Adapters.Live;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Offering;
using Lotse.Domain.Search.Words;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Offering;

/// <summary>A published text block by name. What of it may be seen is asked of the tables again when it is taken.</summary>
/// <param name="Words">Of the title, folded, with the shortcut's.</param>
public sealed record BlockTitle(long Id, long? CommunityId, string Title, string? Shortcut, string? Product, IReadOnlyList<string> Words, IReadOnlyList<string> Languages);

/// <summary>The published text blocks by title, with the products that they are for.</summary>
public sealed class TitledBlocks(IReadOnlyList<BlockTitle> all)
{
    private readonly FrozenDictionary<long, string> _products = all.Where(one => one.Product is not null).ToFrozenDictionary(one => one.Id, one => one.Product!);
    private readonly List<(long? CommunityId, string Product)> _known = [.. all.Where(one => one.Product is not null).Select(one => (one.CommunityId, one.Product!)).Distinct()];

    public IReadOnlyList<BlockTitle> All => all;

    /// <summary>Whether any block at all is for a product.</summary>
    public bool HasProducts => _known.Count > 0;

    public string? ProductOf(long id) => _products.GetValueOrDefault(id);

    /// <summary>Products of blocks for all communities, and of those that the person sees.</summary>
    public IEnumerable<string> ProductsFor(Func<long, bool> sees) => _known.Where(one => one.CommunityId is not { } community || sees(community)).Select(one => one.Product).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <param name="text">What the ticket began with.</param>
    public NamedProducts NamedIn(Ticket ticket, string text) => new(ticket.Subject, text, ProductsFor(community => community == ticket.CommunityId));
}

/// <summary>Names of all published text blocks, in memory for the list that opens while one types; read anew when the journal tells of a block.</summary>
public sealed class BlockTitles(IServiceScopeFactory scopes, JournalTail tail, DeskVersion version, TimeProvider clock) : BackgroundService
{
    private static readonly FrozenSet<string> s_kinds = [FactNames.Name(typeof(TextBlockSaved))];

    private readonly SemaphoreSlim _loading = new(1, 1);
    private TitledBlocks _now = new([]);
    private long _version;
    private volatile bool _old = true;

    private bool IsFresh => !_old && Volatile.Read(ref _version) >= version.Latest;

    /// <summary>By title.</summary>
    public async ValueTask<TitledBlocks> NowAsync(CancellationToken cancel)
    {
        if (IsFresh) return _now;
        await _loading.WaitAsync(cancel);
        try
        {
            if (IsFresh) return _now;
            _old = false;
            Volatile.Write(ref _version, version.Latest); // Before they are read: what a request has seen by now is in them.
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
        var seen = await tail.BeganAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var entry in tail.FollowAsync(seen, stoppingToken))
                {
                    seen = entry.Id;
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

    private async Task<TitledBlocks> ReadAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        var blocks = await database.TextBlocks.Where(b => b.State == TextBlockState.Published).OrderBy(b => b.Title).ThenBy(b => b.Id)
            .Select(b => new { b.Id, b.CommunityId, b.Title, b.Shortcut, b.Product }).ToListAsync(cancel);
        var languages = (await database.TextBlockTexts.Join(database.TextBlocks.Where(b => b.State == TextBlockState.Published), t => t.TextBlockId, b => b.Id, (t, _) => new { t.TextBlockId, t.Language }).ToListAsync(cancel))
            .ToLookup(t => t.TextBlockId, t => t.Language);
        return new TitledBlocks([.. blocks.Select(b => new BlockTitle(b.Id, b.CommunityId, b.Title, b.Shortcut, b.Product, Folded($"{b.Title} {b.Shortcut} {b.Product}"), [.. languages[b.Id].Order(StringComparer.Ordinal)]))]);
    }

    internal static IReadOnlyList<string> Folded(string text) => [.. SearchWords.In(text).Select(word => FoldedWord.Of(text.AsSpan(word.At, word.Length)))];
}

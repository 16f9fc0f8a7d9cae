using Lotse.Domain.Search;

namespace Lotse.Adapters.Database.Searching;

/// <summary>How far the index has come: all of the journal up to one line, and of the tickets there were when it was begun, those from the newest down to one.</summary>
/// <param name="Journal">The last line of the journal that is in it; -1 where nothing was begun.</param>
/// <param name="Ticket">How far it has come with the tickets, from the newest to the oldest; <see cref="Complete"/> where it has all.</param>
public sealed record SearchProgress(long Journal, long Ticket)
{
    public const long Complete = long.MaxValue;

    public static readonly SearchProgress None = new(-1, 0);

    /// <summary>Only tickets below this id are missing: people look for what came lately.</summary>
    public long MissingBelow => Complete - Ticket;

    /// <param name="missingBelow">The oldest that is in.</param>
    public SearchProgress Down(long missingBelow) => this with { Ticket = Complete - missingBelow };

    /// <summary>Whether it has come as far as the other at least.</summary>
    public bool HasCome(SearchProgress other) => Journal >= other.Journal && Ticket >= other.Ticket;
}

/// <summary>The index is not what a step was made for: another desk has begun it anew, or somebody has taken it away. It is opened again, and filled.</summary>
public sealed class IndexBegunAnewException() : InvalidOperationException("The search index was begun anew.");

/// <summary>Which tickets hold which words. Made of the tickets alone and made anew from them where it is missing: it is in no backup, and no migration touches it.</summary>
public abstract class SearchStore
{
    /// <summary>Goes up when words are kept differently: an index of another version is made anew.</summary>
    protected const int Version = 5;

    /// <summary>Makes an empty index where there is none that fits.</summary>
    public abstract Task<SearchProgress> OpenAsync(CancellationToken cancel);

    /// <summary>Begins anew behind this line of the journal, with the newest ticket.</summary>
    /// <returns>How far it has come; another process may have begun meanwhile.</returns>
    public abstract Task<SearchProgress> BeginAsync(long journal, CancellationToken cancel);

    /// <summary>Whether another process has already come as far, so that nothing need be gathered for it.</summary>
    public virtual Task<bool> IsThereAsync(SearchProgress progress, CancellationToken cancel) => Task.FromResult(false);

    /// <summary>Puts tickets in, or anew, and says how far it has come, in one transaction. Where another process has come as far meanwhile, nothing is written: it may have seen the tickets later.</summary>
    /// <exception cref="IndexBegunAnewException">It is not complete where lines are followed, or not there.</exception>
    /// <param name="raise">False where more tickets belong to the same step: it has come no further yet.</param>
    public abstract Task WriteAsync(IReadOnlyList<TicketWords> tickets, IReadOnlyList<long> gone, SearchProgress progress, bool raise, CancellationToken cancel);

    /// <summary>Nothing has come for a while: what was put in lately is brought where it is found quickest.</summary>
    public virtual Task SettleAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Looks after the index, in a step of some hundredths of a second, or longer for a word that very many tickets have.</summary>
    /// <returns>Whether there may be more to do.</returns>
    public abstract Task<bool> TidyAsync(CancellationToken cancel);

    /// <summary>Ids of tickets that hold the words, newest first.</summary>
    /// <param name="terms">One of them at least is wanted, and not only unwanted.</param>
    /// <param name="from">Only this id and those above it; 0 for all.</param>
    /// <param name="before">Only ids below this one.</param>
    public async Task<IReadOnlyList<long>> FindAsync(SearchTerms terms, long from, long before, int limit, CancellationToken cancel) => (await FindEachAsync([terms], from, before, limit, rare: false, cancel))[0];

    /// <summary>The same for several questions at once, in their order.</summary>
    /// <param name="rare">None of them is expected to hold for many tickets. It changes how the index is gone through, and nothing that is found.</param>
    public abstract Task<IReadOnlyList<IReadOnlyList<long>>> FindEachAsync(IReadOnlyList<SearchTerms> each, long from, long before, int limit, bool rare, CancellationToken cancel);

    /// <summary>Those of these tickets that hold the words, in no order. For a few hundred at most.</summary>
    public abstract Task<IReadOnlyList<long>> AmongAsync(SearchTerms terms, IReadOnlyCollection<long> ids, CancellationToken cancel);
}

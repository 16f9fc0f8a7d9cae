using Lotse.Adapters.Database;
using Lotse.Adapters.Live;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Finding;

namespace Lotse.Tickets.Live;

/// <summary>What a list holds since the last line of the journal, found once for all open pages that ask for the same: after a mail two hundred of them do, most for the same list.
/// What is asked in between and changes meanwhile writes a further line, and all of them ask again.</summary>
public sealed class ListsFoundOnce(JournalTail tail, DeskVersion version)
{
    private readonly Dictionary<(string Sees, TicketFilter Filter), Task<TicketListPage>> _found = [];
    private readonly Lock _looking = new();
    private long _at = -1;

    /// <param name="find">Asks the database; run for the first that asks only, and not ended with that page's request.</param>
    public async Task<TicketListPage> FindAsync(Acting by, TicketFilter filter, Func<Task<TicketListPage>> find)
    {
        if (IsOnesOwn(filter)) return await find();
        var key = (by.SeesAll ? "*" : string.Join(',', by.Communities.Order()), filter);
        TaskCompletionSource<TicketListPage>? first = null;
        Task<TicketListPage>? found;
        lock (_looking)
        {
            var now = Math.Max(tail.Position, version.Journal);
            if (_at != now)
            {
                _found.Clear();
                _at = now;
            }
            if (!_found.TryGetValue(key, out found)) _found[key] = (first = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
        if (first is null) return await found!;
        try
        {
            var page = await find();
            first.SetResult(page);
            return page;
        }
        catch (Exception e)
        {
            lock (_looking) _found.Remove(key);
            first.SetException(e);
            _ = first.Task.Exception; // Whoever waits for it hears of it; where nobody does, it has been heard here.
            throw;
        }
    }

    /// <summary>Of one agent, or of this very moment.</summary>
    private static bool IsOnesOwn(TicketFilter filter) => filter.Queue is "mine" or "team" or "overdue" || filter.Ids is not null;
}

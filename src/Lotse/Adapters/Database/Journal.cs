using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Learning;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lotse.Adapters.Database;

/// <summary>Writes facts and the state they change in one save. Nothing else writes tickets.</summary>
/// <remarks>Every recording transaction first raises the journal's counter row. Its lock is held until the commit, so ids come in the order of commits
/// on both databases and a follower that resumes behind an id misses nothing.</remarks>
public sealed class Journal(DeskDatabase database, WriteGate gate, JournalBell bell, StoreHealth health, TimeProvider clock)
{
    /// <summary>Several desks may go about the same thing; another one was first.</summary>
    public static readonly Refusal Taken = new("taken");

    private readonly List<(JournalRow Row, Fact Fact)> _pending = [];
    private readonly List<object> _rows = [];
    private readonly List<Func<object>> _numbered = [];
    private readonly List<Delivery> _placed = [];
    private bool _together;

    /// <summary>The rules that lead to what is put down from now on; null where somebody does it.</summary>
    public string? Cause { get; set; }

    /// <summary>Applies the facts to the ticket and puts them down to be saved.</summary>
    /// <param name="agentId">Who did it; null where the desk did.</param>
    public void Record(Ticket ticket, IReadOnlyList<Fact> facts, long? agentId)
    {
        foreach (var fact in facts)
        {
            if (fact is TicketFact ticketFact && fact is not TicketOpened) ticket.Apply(ticketFact);
            Put(fact, ticket.CommunityId, ticket.Id, agentId);
        }
    }

    /// <summary>Puts down a fact that is not about a ticket.</summary>
    public void Record(Fact fact, long? communityId, long? agentId) => Put(fact, communityId, null, agentId);

    /// <summary>Puts down a new row that nobody loads again before it is saved: it is written past the change tracker.</summary>
    public void Insert(object row) => _rows.Add(row);

    /// <summary>What was put down so and is not saved yet.</summary>
    public IEnumerable<T> Inserted<T>() => _rows.OfType<T>();

    /// <summary>Puts down a new row that needs the number of a ticket that has none before it is saved.</summary>
    public void InsertNumbered(Func<object> row) => _numbered.Add(row);

    /// <summary>Puts down what became of a mail that waited.</summary>
    public void Placed(Delivery delivery) => _placed.Add(delivery);

    /// <summary>One transaction: everything that was put down and everything the context holds, or nothing.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Somebody else changed a ticket meanwhile; load anew and decide again.</exception>
    public async Task SaveAsync(CancellationToken cancel = default)
    {
        if (!_together) await SaveAsync(null, cancel);
    }

    /// <param name="claim">Asked first in the transaction, where one is given: whether this desk is the one to do it.</param>
    /// <returns>False where another one has done it; then nothing is saved.</returns>
    private async Task<bool> SaveAsync(Func<DeskDatabase, CancellationToken, Task<bool>>? claim, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        database.ChangeTracker.DetectChanges();
        database.ChangeTracker.AutoDetectChangesEnabled = false; // Once is enough: numbering, counting and saving would each look through everything.
        try
        {
            await using var transaction = await database.Database.BeginTransactionAsync(cancel);
            if (claim is not null && !await claim(database, cancel)) return false;
            await NumberAsync(cancel);
            var cells = QueueCells.Changed(database, _rows.OfType<Ticket>());
            await database.SaveChangesAsync(cancel);
            await NewRows.InsertAsync(database, [.. _rows, .. _numbered.Select(row => row()), .. _pending.Select(line => line.Row)], cancel);
            await DeliverySteps.WriteAsync(database, _placed, cancel);
            await QueueCells.AddAsync(database, cells, cancel);
            await transaction.CommitAsync(cancel);
        }
        catch (Exception e)
        {
            health.Failed(e);
            throw;
        }
        finally
        {
            database.ChangeTracker.AutoDetectChangesEnabled = true;
        }
        health.Wrote();
        var wrote = _pending.Count > 0;
        Clear();
        if (wrote) bell.Ring();
        return true;
    }

    /// <summary>Loads, decides and saves anew while others change the same ticket, or add the same contact, in between; at most five times.</summary>
    public async Task<T> RetryAsync<T>(Func<Task<T>> attempt)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await attempt();
            }
            catch (Exception e) when (tries < 5 && ((e is DbUpdateException && StoreHealth.CodeOf(e) is null) || (!_together && IsVictim(e))))
            {
                Forget();
                // Whoever changes the same ticket again and again, a rule at its backlog, is let go by: of real time, it decides nothing.
                await Task.Delay(TimeSpan.FromMilliseconds(10 * (tries - 1)));
            }
        }
    }

    /// <summary>PostgreSQL has ended the transaction because two waited for each other, or one saw what another has changed since. Statements of our own say so without an exception of the change tracker, and EF puts
    /// one of its own around what it takes for passing trouble. Of several handlers together only the whole is tried again: what the others have put down would be gone.</summary>
    private static bool IsVictim(Exception? e)
    {
        while (e is not null and not PostgresException) e = e.InnerException;
        return e is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };
    }

    /// <summary>Several handlers as one: each decides on what those before it have left, and all of it is saved at the end; where one refuses, nothing is.</summary>
    /// <param name="act">Runs the handlers; may be run again where others change the same ticket in between.</param>
    /// <param name="claim">See <see cref="Taken"/>.</param>
    /// <returns>The refusal that ended it; null where all is done.</returns>
    public Task<Refusal?> TogetherAsync(Func<Task<Refusal?>> act, CancellationToken cancel, Func<DeskDatabase, CancellationToken, Task<bool>>? claim = null) => RetryAsync(async () =>
    {
        _together = true;
        Refusal? refusal = new("not-finished");
        try
        {
            refusal = await act();
        }
        finally
        {
            _together = false;
            if (refusal is not null) Forget();
        }
        if (refusal is not null || await SaveAsync(claim, cancel)) return refusal;
        Forget();
        return Taken;
    });

    /// <summary>Drops what was put down but not saved.</summary>
    public void Forget()
    {
        Clear();
        database.ChangeTracker.Clear();
    }

    private void Clear()
    {
        _pending.Clear();
        _rows.Clear();
        _numbered.Clear();
        _placed.Clear();
    }

    private void Put(Fact fact, long? communityId, long? ticketId, long? agentId) => _pending.Add((new JournalRow
    {
        At = fact is TicketFact { At: var at } ? at : clock.GetUtcNow(),
        Kind = FactNames.Name(fact.GetType()),
        CommunityId = communityId,
        TicketId = ticketId,
        AgentId = agentId is Acting.Nobody ? null : agentId,
        Cause = Cause,
    }, fact));

    private async Task NumberAsync(CancellationToken cancel)
    {
        if (_pending.Count > 0)
        {
            var last = await Sequences.RaiseJournalAsync(database, _pending.Count, bell.Node, cancel);
            var id = last - _pending.Count;
            foreach (var (row, fact) in _pending)
            {
                row.Id = ++id;
                row.Data = FactNames.Write(fact);
            }
            if (_pending.Exists(line => line.Fact is IChangesWhoActs)) await Sequences.RaiseAsync(database, Sequence.WhoActs, 1, cancel);
            if (_pending.Exists(line => line.Row.TicketId is null && DeskVersion.Concerns(line.Row.Kind))) await Sequences.RaiseAsync(database, Sequence.Desk, 1, cancel);
            if (_pending.Exists(line => line.Fact is IChangesWhatIsLearned)) await Sequences.RaiseAsync(database, Sequence.Learned, 1, cancel);
        }
        var opened = database.ChangeTracker.Entries<Ticket>().Where(e => e.State == EntityState.Added && e.Entity.Number == 0).Select(e => e.Entity)
            .Concat(_rows.OfType<Ticket>().Where(ticket => ticket.Number == 0)).ToList();
        if (opened.Count == 0) return;
        var number = await Sequences.RaiseAsync(database, Sequence.TicketNumber, opened.Count, cancel) - opened.Count;
        foreach (var ticket in opened.OrderBy(t => t.Id)) ticket.Number = ++number;
    }
}

using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Live;
using Lotse.Domain.Rules;
using Lotse.Rules.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules.Running;

/// <summary>Follows the journal for rules and webhooks, from where it stopped; the first time it begins at the journal's end. On several desks all follow, and each line is dealt with by one.
/// A rule applies to what happens after the line by which it was made.</summary>
public sealed class RuleFollower(IServiceScopeFactory scopes, JournalTail tail, KnownRules known, WebhookBell bell, TimeProvider clock, ILogger<RuleFollower> log) : BackgroundService
{
    /// <summary>Lines that somebody listened to and that are not written down yet, at most, while more are there already.</summary>
    private const int Unsaved = 200;

    /// <summary>Lines that nobody heard, and that may be passed over again after a start.</summary>
    private const long Far = 10_000;

    /// <summary>After these a line is tried again that cannot be dealt with though the database is well. The last time it is dealt with rule by rule, and what cannot be done then is left out: a line that nobody can deal
    /// with must not stop all others.</summary>
    private static readonly TimeSpan[] s_pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15)];

    /// <summary>So long after one was dealt with so, others are soon: a rule that always fails must not make all late by these pauses for each line that it hears.</summary>
    private static readonly TimeSpan Troubled = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    /// <summary>Between two lines of one ticket that rules have worked on: whoever works in it meanwhile must not lose against them again and again.</summary>
    private static readonly TimeSpan AfterYou = TimeSpan.FromMilliseconds(30);

    private static readonly HashSet<string> s_changes = [FactNames.Name(typeof(RuleChanged)), FactNames.Name(typeof(WebhookChanged))];

    private long _at = -1;
    private DateTimeOffset _apartAt;

    /// <summary>The last line of the journal that was looked at; -1 before any.</summary>
    public long At => Volatile.Read(ref _at);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(await BeginAsync(stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning("Rules wait: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
                await Task.Delay(Again, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<long> BeginAsync(CancellationToken cancel)
    {
        known.Forget();
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        var last = await database.Journal.MaxAsync(line => (long?)line.Id, cancel) ?? 0;
        // A position behind the journal's end belongs to data that somebody has set back.
        if (await LineClaims.PositionAsync(database, Setting.RulesAt, cancel) is { } at && at <= last) return at;
        // Where nothing was followed yet, from where this process began: what has come while it was starting is not passed over.
        return await LineClaims.BeginAsync(database, scope.ServiceProvider.GetRequiredService<WriteGate>(), Setting.RulesAt, Math.Min(last, tail.Began ?? last), cancel);
    }

    private async Task FollowAsync(long after, CancellationToken cancel)
    {
        Volatile.Write(ref _at, after);
        var (saved, heard) = (after, 0);
        long? worked = null;
        try
        {
            await foreach (var line in tail.FollowAsync(after, cancel))
            {
                if (worked is not null && worked == line.TicketId) await Task.Delay(AfterYou, cancel); // Of real time: it gives way, it decides nothing.
                var isChange = s_changes.Contains(line.Kind);
                if (isChange) known.Forget();
                var dealt = isChange || line.TicketId is null ? LineDealt.Unheard : await DealAsync(line, cancel);
                Volatile.Write(ref _at, line.Id);
                worked = dealt == LineDealt.Done ? line.TicketId : null;
                if (dealt == LineDealt.Done) (saved, heard) = (line.Id, 0);
                if (dealt == LineDealt.Nothing) heard++;
                // A ticket changes, and what did not fit then may fit later: no line is put to the rules twice, nor one to a rule that was made after it. Lines that nobody hears cost nothing.
                if (isChange || heard > Unsaved || line.Id - saved > Far || (heard > 0 && line.Id >= tail.Position)) (saved, heard) = (await SaveAsync(line.Id, cancel), 0);
            }
        }
        finally
        {
            if (At > saved) await SaveAsync(At, CancellationToken.None);
        }
    }

    private async Task<LineDealt> DealAsync(JournalEntry line, CancellationToken cancel)
    {
        var pauses = clock.GetUtcNow() - _apartAt < Troubled ? 1 : s_pauses.Length;
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var now = await known.NowAsync(scope.ServiceProvider.GetRequiredService<DeskDatabase>(), cancel);
                if (now.Rules.Count + now.Webhooks.Count == 0) return LineDealt.Unheard;
                var run = scope.ServiceProvider.GetRequiredService<RunRules>();
                if (tries == pauses) _apartAt = clock.GetUtcNow();
                var dealt = tries < pauses ? await run.RunAsync(line, now, cancel) : await run.RunApartAsync(line, now, cancel);
                if (dealt == LineDealt.Done) bell.Ring();
                return dealt;
            }
            catch (Exception e) when (RunRules.IsItsOwn(e))
            {
                log.LogError("Rules cannot deal with line {Line}, try {Try}: {Trouble}", line.Id, tries + 1, e.ToString());
                if (tries == pauses) return LineDealt.Nothing;
            }
            // The first is of real time: it gives way to whoever changes the same ticket, it decides nothing.
            await (tries == 0 ? Task.Delay(s_pauses[0], cancel) : Task.Delay(s_pauses[tries], clock, cancel));
        }
    }

    private async Task<long> SaveAsync(long position, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var pass = await scope.ServiceProvider.GetRequiredService<WriteGate>().EnterAsync(cancel);
        await LineClaims.ClaimAsync(scope.ServiceProvider.GetRequiredService<DeskDatabase>(), Setting.RulesAt, position, cancel);
        return position;
    }
}

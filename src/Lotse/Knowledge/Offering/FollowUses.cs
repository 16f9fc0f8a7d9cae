using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Live;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Offering;

/// <summary>Follows the journal: counts where text blocks were sent, which tickets they solved, and learns those tickets' words. Begins at the journal's end. On several desks all follow, and each line is settled by one of them.</summary>
public sealed class FollowUses(IServiceScopeFactory scopes, JournalTail tail, TimeProvider clock, ILogger<FollowUses> log) : BackgroundService
{
    /// <summary>Lines that may be looked at again after a start.</summary>
    private const long Unsaved = 5000;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    private static readonly string s_used = FactNames.Name(typeof(TextBlockUsed));

    /// <summary>After these a ticket may be solved, or may be so no longer, or says less than it did.</summary>
    private static readonly HashSet<string> s_turns = [.. ((Type[])[typeof(StateChanged), typeof(MessageReceived), typeof(MailRecorded), typeof(ReplyTakenBack), typeof(MessageRedacted)]).Select(FactNames.Name)];

    private long _at = -1;

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
                log.LogWarning("Uses of text blocks wait: {Trouble}", StoreHealth.CodeOf(e) ?? e.ToString());
                await Task.Delay(Again, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<long> BeginAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        var last = await database.Journal.MaxAsync(line => (long?)line.Id, cancel) ?? 0;
        // A position behind the journal's end belongs to data that somebody has set back.
        if (await LineClaims.PositionAsync(database, Setting.BlocksAt, cancel) is { } known && known <= last) return known;
        // Where nothing was followed yet, from where this process began: what has come while it was starting is not passed over.
        return await LineClaims.BeginAsync(database, scope.ServiceProvider.GetRequiredService<WriteGate>(), Setting.BlocksAt, Math.Min(last, tail.Began ?? last), cancel);
    }

    private async Task FollowAsync(long after, CancellationToken cancel)
    {
        Volatile.Write(ref _at, after);
        var saved = after;
        await foreach (var lines in tail.FollowTogetherAsync(after, cancel))
        {
            await using var scope = scopes.CreateAsyncScope();
            var settle = scope.ServiceProvider.GetRequiredService<SettleUses>();
            var tickets = await settle.WithBlocksAsync([.. lines.Where(Turns).Select(line => line.TicketId!.Value).Distinct()], cancel);
            foreach (var line in lines)
            {
                if (line.Kind == s_used || (Turns(line) && tickets.Contains(line.TicketId!.Value))) await settle.RunAsync(line, cancel);
                Volatile.Write(ref _at, line.Id);
            }
            if (At - saved >= Unsaved) await settle.SaveAsync(saved = At, cancel);
        }
    }

    private static bool Turns(JournalEntry line) => line.TicketId is not null && s_turns.Contains(line.Kind);
}

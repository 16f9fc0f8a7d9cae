using Lotse.Adapters.Database;
using Lotse.Adapters.Live;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies.Holding;

/// <summary>Follows the journal: where a customer writes while an answer waits for its time, the answer becomes a draft again.</summary>
/// <remarks>What this misses while the desk is stopped is stopped when it is to leave (see DeliverOutbox).</remarks>
public sealed class StopOvertaken(JournalTail tail, IServiceScopeFactory scopes, TimeProvider clock, ILogger<StopOvertaken> log) : BackgroundService
{
    private static readonly string Received = FactNames.Name(typeof(MessageReceived));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seen = await tail.BeganAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var line in tail.FollowAsync(seen, stoppingToken))
                {
                    if (line.Kind == Received && line.TicketId is { } ticket) await StopAsync(ticket, stoppingToken);
                    seen = line.Id;
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("Planned answers are looked at again: {Trouble}", StoreHealth.CodeOf(e) ?? e.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task StopAsync(long ticketId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        var overtaken = await database.PendingReplies.Where(p => p.TicketId == ticketId && p.Later && database.Messages.Any(
            m => m.TicketId == ticketId && m.Id > p.MessageId && m.Kind == MessageKind.Incoming && m.MailKind == Domain.Intake.MailKind.Human)).Select(p => p.MessageId).ToListAsync(cancel);
        foreach (var message in overtaken) await scope.ServiceProvider.GetRequiredService<TakeBack>().StopAsync(message, claimed: false, cancel);
    }
}

using System.Threading.Channels;
using Lotse.Adapters.Database;
using Lotse.Domain.Tickets;

namespace Lotse.Notices;

/// <summary>Whoever opens a ticket has read what there was to tell of it. Written down behind the request, so that reading waits for no writing.</summary>
internal sealed class SeenTickets(IServiceScopeFactory scopes, ILogger<SeenTickets> log) : BackgroundService
{
    /// <summary>What does not fit is dropped: the next look notes it again.</summary>
    private readonly Channel<(Acting By, long Number)> _due =
        Channel.CreateBounded<(Acting, long)>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Note(Acting by, long number) => _due.Writer.TryWrite((by, number));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (by, number) in _due.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<ReadNotices>().OfTicketAsync(by, number, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("What was read could not be written down: {Code}", StoreHealth.CodeOf(e) ?? e.GetType().Name);
            }
        }
    }
}

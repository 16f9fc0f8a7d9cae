using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Writing;

namespace Lotse.Tickets.Bulk;

/// <summary>Looks after runs on many tickets.</summary>
public sealed class BulkWorker(IServiceScopeFactory scopes, BulkBell bell, WriteGate gate, DatabaseLocation location, TimeProvider clock, ILogger<BulkWorker> log)
    : RunWorker(scopes, bell, location, clock, log)
{
    protected override Task ReleaseAsync(IServiceProvider scope, CancellationToken cancel) => BulkClaims.ReleaseAllAsync(scope.GetRequiredService<DeskDatabase>(), gate, cancel);

    protected override Task<bool> RunAsync(IServiceProvider scope, CancellationToken cancel) => scope.GetRequiredService<RunBulk>().RunAsync(cancel);
}

using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Lotse.Intake.Mail.Importing;
using Microsoft.EntityFrameworkCore;
using Lotse.Intake.Mail.Placing;

namespace Lotse.Intake.Mail;

/// <summary>Keeps intake running: first whatever a stop or crash left unplaced, in its order, then the doors open. Where several desks serve one database, what a killed one kept is placed by the others.</summary>
public sealed class IntakeWorker(
    KeepMail keep, PlaceMails place, IServiceScopeFactory scopes, RawMailCodec codec, Spool spool, MailListener doors, WriteGate gate, HeldWork held, DatabaseLocation location, TimeProvider clock, ILogger<IntakeWorker> log)
    : IHostedService, IDisposable
{
    private const int TriesAtMost = 3;

    private static readonly TimeSpan Often = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _stop = new();
    private DateTimeOffset _started;
    private Task _running = Task.CompletedTask, _watching = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        spool.Empty();
        _started = clock.GetUtcNow();
        _running = Task.WhenAll(Task.Run(() => keep.RunAsync(_stop.Token), CancellationToken.None), Task.Run(() => place.RunAsync(_stop.Token), CancellationToken.None));
        // An embedded database is ours alone: whatever waits in it was left behind by this desk.
        var isOurs = location.Kind == DatabaseKind.Sqlite;
        var all = await ResumeAsync(isOurs ? clock.GetUtcNow().AddYears(1) : held.Expired, cancellationToken);
        if (!all) log.LogWarning("Mails that are kept wait to be placed");
        await doors.StartAsync(cancellationToken);
        if (!isOurs || !all) _watching = Task.Run(() => WatchAsync(isOurs, _stop.Token), CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await doors.StopAsync(cancellationToken);
        await place.DrainAsync(TimeSpan.FromSeconds(3));
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>Says which mails are still on their way here, and takes over what nobody else is at any more.</summary>
    /// <param name="untilResumed">Ends once nothing is left behind: nobody else leaves anything.</param>
    private async Task WatchAsync(bool untilResumed, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(Often, clock, cancel);
            try
            {
                foreach (var some in place.OnTheWay(Often).Chunk(500))
                {
                    await using var scope = scopes.CreateAsyncScope();
                    await IntakeClaims.RenewAsync(scope.ServiceProvider.GetRequiredService<DeskDatabase>(), gate, some, held.Until, cancel);
                }
                if (await ResumeAsync(held.Expired, cancel) && untilResumed && !await IsSomeLeftAsync(cancel)) return;
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                log.LogWarning("Mails that were kept elsewhere wait: {Trouble}", StoreHealth.CodeOf(e) ?? e.GetType().Name);
            }
        }
    }

    /// <summary>Of those that were there before this desk: what was claimed and not given back waits until its lease is over.</summary>
    private async Task<bool> IsSomeLeftAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var begun = Ids.First(_started);
        return await scope.ServiceProvider.GetRequiredService<DeskDatabase>().Deliveries.AnyAsync(d => d.Step != DeliveryStep.Placed && d.Step == DeliveryStep.Waiting && d.Id < begun, cancel);
    }

    /// <returns>Whether all are placed or parked; not so where the store or the files, in which the rest of a mail is, cannot be read.</returns>
    private async Task<bool> ResumeAsync(DateTimeOffset expired, CancellationToken cancel)
    {
        var (count, after) = (0, 0L);
        using var imports = ImportLock.TryTake(Path.GetDirectoryName(spool.Folder)!);
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
            // While somebody imports, what waits by that door is not left behind: somebody is at it.
            var left = await IntakeClaims.ClaimAsync(database, gate, after, expired, held.Until, imports is null ? ImportMail.Door : null, cancel);
            if (left.Count == 0) break;
            if (!await ResumeAsync(scope.ServiceProvider, database, left, cancel)) return false;
            (count, after) = (count + left.Count, left[^1].Id);
        }
        if (count > 0) log.LogInformation("{Count} mails that had been kept but not placed are placed now", count);
        return true;
    }

    private async Task<bool> ResumeAsync(IServiceProvider services, DeskDatabase database, List<Delivery> left, CancellationToken cancel)
    {
        var all = true;
        for (var at = 0; at < left.Count; at++)
        {
            try
            {
                await ResumeAsync(services, database, left[at], cancel);
            }
            catch (Exception e) when (StoreHealth.CodeOf(e) is not null || e is UnauthorizedAccessException)
            {
                // A disk may refuse one file only; whatever else is away is so for all that follow.
                var rest = StoreHealth.CodeOf(e) is null || e is IOException and not FilesAway ? 1 : left.Count - at;
                log.LogWarning("{Count} mails that are kept wait to be placed: {Trouble}", rest, StoreHealth.CodeOf(e) ?? e.GetType().Name);
                await IntakeClaims.GiveBackAsync(database, gate, [.. left.Skip(at).Take(rest).Select(delivery => delivery.Id)], cancel);
                if (rest > 1) return false;
                all = false;
            }
        }
        return all;
    }

    private async Task ResumeAsync(IServiceProvider services, DeskDatabase database, Delivery delivery, CancellationToken cancel)
    {
        if (delivery.Attempts > TriesAtMost)
        {
            // It has brought the desk down each time so far: an agent looks at it, and the desk stays up.
            await services.GetRequiredService<ParkMail>().ParkAsync(delivery.Id, "stopped-the-desk", cancel);
            return;
        }
        if (await UnpackAsync(services, database, delivery, cancel) is not { } mail) return;
        using (mail) _ = await place.EnqueueAsync(new KeptMail(delivery, mail.Open()), cancel);
    }

    /// <returns>Null where its row or one of its files is damaged or missing, and would be the next time: then it is parked.</returns>
    private async Task<ReceivedMail?> UnpackAsync(IServiceProvider services, DeskDatabase database, Delivery delivery, CancellationToken cancel)
    {
        try
        {
            var packed = await database.RawMails.Where(r => r.Id == delivery.RawMailId).Select(r => r.Bytes).SingleOrDefaultAsync(cancel);
            return codec.Unpack(packed ?? [], spool.Folder);
        }
        catch (InvalidDataException e)
        {
            log.LogError("Delivery {Delivery} cannot be unpacked; it is parked: {Error}", delivery.Id, e.Message);
            await services.GetRequiredService<ParkMail>().ParkAsync(delivery.Id, ParkMail.Damaged, cancel);
            return null;
        }
    }
}

using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Lotse.Intake.Mail.Importing;
using Microsoft.EntityFrameworkCore;
using Lotse.Intake.Mail.Placing;

namespace Lotse.Intake.Mail;

/// <summary>Keeps intake running: first whatever a stop or crash left unplaced, in its order, then the doors open.</summary>
public sealed class IntakeWorker(
    KeepMail keep, PlaceMails place, IServiceScopeFactory scopes, RawMailCodec codec, Spool spool, MailListener doors, WriteGate gate, TimeProvider clock, ILogger<IntakeWorker> log)
    : IHostedService, IDisposable
{
    private const int TriesAtMost = 3;

    private static readonly TimeSpan LooksAgain = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private long _after;
    private long? _newest;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        spool.Empty();
        _running = Task.WhenAll(Task.Run(() => keep.RunAsync(_stop.Token), CancellationToken.None), Task.Run(() => place.RunAsync(_stop.Token), CancellationToken.None));
        if (!await ResumeAsync(cancellationToken)) _running = Task.WhenAll(_running, Task.Run(() => ResumeLaterAsync(_stop.Token), CancellationToken.None));
        await doors.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await doors.StopAsync(cancellationToken);
        await place.DrainAsync(TimeSpan.FromSeconds(3));
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>The rest of a mail is in the place of the files; while that is away the desk serves, and looks again.</summary>
    private async Task ResumeLaterAsync(CancellationToken cancel)
    {
        using var again = new PeriodicTimer(LooksAgain, clock);
        log.LogWarning("Mails that are kept wait to be placed: the files cannot be reached");
        while (await again.WaitForNextTickAsync(cancel) && !await ResumeAsync(cancel))
        {
        }
    }

    /// <summary>Goes on where it stopped, up to the newest that was there when the desk started: later ones are not left behind.</summary>
    /// <returns>Whether all are placed; not so where the files cannot be reached.</returns>
    private async Task<bool> ResumeAsync(CancellationToken cancel)
    {
        var count = 0;
        using var imports = ImportLock.TryTake(Path.GetDirectoryName(spool.Folder)!);
        var othersImport = imports is null; // Then what waits by that door is not left behind: somebody is at it.
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
            _newest ??= await database.Deliveries.MaxAsync(d => (long?)d.Id, cancel) ?? 0;
            var left = await database.Deliveries.AsTracking().Where(d => d.Step != DeliveryStep.Placed && d.Step == DeliveryStep.Waiting && d.Id > _after && d.Id <= _newest && !(othersImport && d.Door == ImportMail.Door)).OrderBy(d => d.Id).Take(100).ToListAsync(cancel);
            if (left.Count == 0) break;
            left.ForEach(delivery => delivery.Attempts++);
            using (await gate.EnterAsync(cancel)) await database.SaveChangesAsync(cancel);
            foreach (var delivery in left)
            {
                if (!await TryResumeAsync(scope.ServiceProvider, database, delivery, cancel)) return false;
                (_after, count) = (delivery.Id, count + 1);
            }
        }
        if (count > 0) log.LogInformation("{Count} mails that had been kept but not placed are placed now", count);
        return true;
    }

    /// <returns>Whether it is on its way; then the place of the files was there.</returns>
    private async Task<bool> TryResumeAsync(IServiceProvider services, DeskDatabase database, Delivery delivery, CancellationToken cancel)
    {
        try
        {
            await ResumeAsync(services, database, delivery, cancel);
            return true;
        }
        catch (FilesAway)
        {
            using var pass = await gate.EnterAsync(cancel); // It was not the mails' fault.
            await database.Deliveries.Where(d => d.Step == DeliveryStep.Waiting && d.Id >= delivery.Id && d.Id <= _newest && d.Attempts > 0).ExecuteUpdateAsync(set => set.SetProperty(d => d.Attempts, d => d.Attempts - 1), cancel);
            return false;
        }
    }

    private async Task ResumeAsync(IServiceProvider services, DeskDatabase database, Delivery delivery, CancellationToken cancel)
    {
        if (delivery.Attempts > TriesAtMost)
        {
            // It has brought the desk down each time so far: an agent looks at it, and the desk stays up.
            await services.GetRequiredService<ParkMail>().ParkAsync(delivery.Id, "stopped-the-desk", cancel);
            return;
        }
        var packed = await database.RawMails.Where(r => r.Id == delivery.RawMailId).Select(r => r.Bytes).SingleAsync(cancel);
        using var mail = codec.Unpack(packed, spool.Folder);
        _ = await place.EnqueueAsync(new KeptMail(delivery, mail.Open()), cancel);
    }
}

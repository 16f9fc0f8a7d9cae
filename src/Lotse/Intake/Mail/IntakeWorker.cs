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
    KeepMail keep, PlaceMails place, IServiceScopeFactory scopes, RawMailCodec codec, Spool spool, MailListener doors, WriteGate gate, ILogger<IntakeWorker> log)
    : IHostedService, IDisposable
{
    private const int TriesAtMost = 3;

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        spool.Empty();
        _running = Task.WhenAll(Task.Run(() => keep.RunAsync(_stop.Token), CancellationToken.None), Task.Run(() => place.RunAsync(_stop.Token), CancellationToken.None));
        await ResumeAsync(cancellationToken);
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

    private async Task ResumeAsync(CancellationToken cancel)
    {
        var (after, count) = (0L, 0);
        using var imports = ImportLock.TryTake(Path.GetDirectoryName(spool.Folder)!);
        var othersImport = imports is null; // Then what waits by that door is not left behind: somebody is at it.
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
            var left = await database.Deliveries.AsTracking().Where(d => d.Step != DeliveryStep.Placed && d.Step == DeliveryStep.Waiting && d.Id > after && !(othersImport && d.Door == ImportMail.Door)).OrderBy(d => d.Id).Take(100).ToListAsync(cancel);
            if (left.Count == 0) break;
            after = left[^1].Id;
            left.ForEach(delivery => delivery.Attempts++);
            using (await gate.EnterAsync(cancel)) await database.SaveChangesAsync(cancel);
            foreach (var delivery in left) await ResumeAsync(scope.ServiceProvider, database, delivery, cancel);
            count += left.Count;
        }
        if (count > 0) log.LogInformation("{Count} mails that had been kept but not placed are placed now", count);
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

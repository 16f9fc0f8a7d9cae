using System.Collections.Concurrent;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Adapters.MailServer.Unsealing;
using Lotse.Domain.Intake;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Placing;

/// <summary>A kept mail that has been read; Mail is null where reading it failed.</summary>
/// <param name="Print">See <see cref="MailFingerprint"/>: of the mail as it came, so that it is the same whatever keys are set up.</param>
/// <param name="Opened">What was inside a sealed mail.</param>
internal sealed record ReadDelivery(Delivery Delivery, long Print, ReadMail? Mail, RawMail? Opened = null);

/// <summary>Reads kept mails side by side and places them in the order in which they came, many in one commit: an answer must not overtake what it answers.
/// One that takes long to read is left behind and placed on its own.</summary>
public sealed class PlaceMails
{
    /// <summary>Mails on their way at once; after that the doors wait.</summary>
    private const int AtOnce = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger<PlaceMails> _log;
    private readonly TimeProvider _clock;
    private readonly GroupCommit<Task<ReadDelivery>, PlacedMail> _group;
    private readonly ConcurrentDictionary<long, long> _onTheWay = new();
    private readonly SemaphoreSlim _slots = new(AtOnce);
    private readonly SemaphoreSlim _readers = new(Math.Max(2, Environment.ProcessorCount));
    private CancellationToken _stop;

    public PlaceMails(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PlaceMails> log)
    {
        (_scopes, _clock, _log) = (scopes, clock, log);
        _group = new(PlaceGroupAsync, atMost: 64, capacity: AtOnce * 2, pause: TimeSpan.FromMilliseconds(25));
    }

    public Task RunAsync(CancellationToken cancel)
    {
        _stop = cancel;
        return _group.RunAsync(cancel);
    }

    /// <summary>Deliveries that have been on their way for so long and are not placed yet: whoever may take them over must hear that they are.</summary>
    internal IReadOnlyList<long> OnTheWay(TimeSpan atLeast) => [.. _onTheWay.Where(one => _clock.GetElapsedTime(one.Value) >= atLeast).Select(one => one.Key)];

    /// <summary>Takes the mail over and disposes it. The outer wait is for a free slot, the inner for its place.</summary>
    /// <param name="waits">Whoever has brought it does nothing else until it is placed.</param>
    internal async ValueTask<Task<PlacedMail>> EnqueueAsync(KeptMail kept, CancellationToken cancel, bool waits = false)
    {
        _onTheWay[kept.Delivery.Id] = _clock.GetTimestamp();
        await _slots.WaitAsync(cancel);
        var placed = await _group.EnqueueAsync(Task.Run(() => ReadAsync(kept), CancellationToken.None), waits, cancel);
        _ = placed.ContinueWith(_ =>
        {
            _onTheWay.TryRemove(kept.Delivery.Id, out var _);
            _slots.Release();
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return placed;
    }

    /// <summary>Waits until everything on its way is placed, or the time is over; what is not placed then is placed at the next start.</summary>
    public async Task DrainAsync(TimeSpan atMost)
    {
        // Of real time, whatever clock the desk goes by: a process may not wait for ever for its end.
        var look = TimeSpan.FromMilliseconds(20);
        for (var left = atMost; _slots.CurrentCount < AtOnce && left > TimeSpan.Zero; left -= look) await Task.Delay(look);
    }

    private async Task<ReadDelivery> ReadAsync(KeptMail kept)
    {
        await _readers.WaitAsync();
        byte[] hash = [];
        try
        {
            using var raw = kept.Raw;
            hash = await System.Security.Cryptography.SHA256.HashDataAsync(raw);
            raw.Position = 0;
            var mail = MailReader.Read(raw, ReadingLimits.Default);
            var print = MailFingerprint.Of(mail, hash);
            if (!Unseal.IsSealed(mail)) return new ReadDelivery(kept.Delivery, print, mail);
            var unsealed = await UnsealAsync(kept.Delivery, raw, mail);
            return new ReadDelivery(kept.Delivery, print, unsealed.Mail, unsealed.Opened);
        }
        catch (Exception e) when (e is not OutOfMemoryException && !(e is OperationCanceledException && _stop.IsCancellationRequested))
        {
            // The reader promises not to throw. Should it do so all the same, the mail is parked and everything else goes on.
            _log.LogError("Reading delivery {Delivery} failed: {Error}", kept.Delivery.Id, e.GetType().Name);
            return new ReadDelivery(kept.Delivery, MailFingerprint.Of(null, hash), null);
        }
        finally
        {
            _readers.Release();
        }
    }

    /// <summary>The keys are in the database; while that cannot be asked, the mail waits here, durable as it is, however long.</summary>
    private async Task<UnsealedDelivery> UnsealAsync(Delivery delivery, Stream raw, ReadMail mail)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var scope = _scopes.CreateAsyncScope();
                return await scope.ServiceProvider.GetRequiredService<UnsealMail>().RunAsync(raw, mail, delivery, CancellationToken.None);
            }
            catch (Exception e) when (StoreHealth.CodeOf(e) is { } trouble)
            {
                if (tries == 1) _log.LogError("Opening a sealed mail waits: {Trouble}", trouble);
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(1000, 50 * tries)), _clock, _stop);
            }
        }
    }

    private async Task<IReadOnlyList<PlacedMail>> PlaceGroupAsync(IReadOnlyList<Task<ReadDelivery>> readings, CancellationToken cancel)
    {
        var late = Task.Delay(Patience, _clock, cancel);
        foreach (var reading in readings) await Task.WhenAny(reading, late);
        cancel.ThrowIfCancellationRequested();
        var inTime = readings.Where(reading => reading.IsCompleted).Select(reading => reading.Result).ToList();
        var placed = await PlaceAsync(inTime, cancel);
        var results = new List<PlacedMail>(readings.Count);
        foreach (var reading in readings)
        {
            var at = reading.IsCompleted ? inTime.FindIndex(one => ReferenceEquals(one, reading.Result)) : -1;
            results.Add(at >= 0 ? placed[at] : (await PlaceAsync([await reading.WaitAsync(cancel)], cancel))[0]);
        }
        foreach (var one in results) IntakeNumbers.Placed(one.Outcome);
        return results;
    }

    private async Task<IReadOnlyList<PlacedMail>> PlaceAsync(IReadOnlyList<ReadDelivery> mails, CancellationToken cancel)
    {
        for (int tries = 1, conflicts = 0; ; tries++)
        {
            try
            {
                return await TryPlaceAsync(mails, again: tries > 1, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception e) when (StoreHealth.CodeOf(e) is { } trouble)
            {
                // They are durable; they wait here until the store can write again.
                if (tries == 1) _log.LogError("Placing {Count} mails waits: {Trouble}", mails.Count, trouble);
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(1000, 50 * tries)), _clock, cancel);
            }
            catch (DbUpdateException) when (++conflicts <= 3)
            {
                // Somebody else wrote the same ticket, contact or mail in this moment: look again and decide anew. Times that the store was away do not count.
            }
            catch (Exception e) when (mails.Count > 1)
            {
                _log.LogError("Placing {Count} mails together failed, each goes on its own: {Error}", mails.Count, e.GetType().Name);
                var results = new List<PlacedMail>(mails.Count);
                foreach (var mail in mails) results.Add((await PlaceAsync([mail], cancel))[0]);
                return results;
            }
            catch (Exception e)
            {
                _log.LogError(e, "Placing delivery {Delivery} failed; it is parked", mails[0].Delivery.Id);
                await using var scope = _scopes.CreateAsyncScope();
                if (await scope.ServiceProvider.GetRequiredService<ParkMail>().ParkAsync(mails[0].Delivery.Id, "placing-failed", cancel) is { } parked) return [parked];
            }
        }
    }

    private async Task<IReadOnlyList<PlacedMail>> TryPlaceAsync(IReadOnlyList<ReadDelivery> mails, bool again, CancellationToken cancel)
    {
        if (mails.Count == 0) return [];
        using var activity = TakeInMail.Activities.StartActivity("place mails");
        activity?.SetTag("lotse.mails", mails.Count);
        await using var scope = _scopes.CreateAsyncScope();
        var group = scope.ServiceProvider.GetRequiredService<PlaceGroup>();
        var done = again ? await group.FindPlacedAsync(mails, cancel) : [];
        var rest = mails.Where(mail => !done.ContainsKey(mail.Delivery.Id)).ToList();
        var placed = rest.Count == 0 ? [] : await group.RunAsync(rest, cancel);
        for (var i = 0; i < rest.Count; i++) done[rest[i].Delivery.Id] = placed[i];
        return [.. mails.Select(mail => done[mail.Delivery.Id])];
    }
}

using System.Collections.Concurrent;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Microsoft.EntityFrameworkCore;
using Lotse.Intake.Mail.Placing;

namespace Lotse.Intake.Mail.Importing;

/// <param name="Outcomes">How many mails were opened, continued, duplicate, parked, ...</param>
/// <param name="Unreadable">Files that could not be opened, and mails that a server did not hand out.</param>
/// <param name="Of">How many there are; null where nobody knows beforehand.</param>
public sealed record ImportProgress(IReadOnlyDictionary<string, int> Outcomes, int Unreadable, int? Of = null)
{
    public int Mails => Outcomes.Values.Sum();

    public override string ToString() => $"{Mails}{(Of is { } all ? $" of {all}" : "")} mails{(Mails == 0 ? "" : ": " + string.Join(", ", Outcomes.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Value} {one.Key}")))}"
        + (Unreadable == 0 ? "" : $"; {Unreadable} could not be read");
}

/// <summary>Takes mails in from files and folders, by the way that all mail goes. What cannot be read is named and holds up nothing. They keep their dates. What came in before is found to be the same,
/// so that it may be stopped at any moment and run again.</summary>
public sealed class ImportMail(TakeInMail takeIn, KeepMail keep, PlaceMails place, RawMailCodec codec, Spool spool, MailDoorOptions limits, IServiceScopeFactory scopes, TimeProvider clock)
{
    public const string Door = "import";

    /// <summary>So many share commits.</summary>
    private const int AtOnce = 32;

    /// <summary>So many of those that cannot be read are named; the others are counted.</summary>
    private const int MostNamed = 100;

    private readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private int _unreadable;
    private int? _of;

    /// <param name="mailbox">One of ours.</param>
    /// <param name="progress">Called about once a second.</param>
    /// <param name="unreadable">Called with a line for each of the first mails that cannot be read; maybe several at once.</param>
    /// <param name="stop">Finishes what has been begun, and returns.</param>
    public async Task<ImportProgress> RunAsync(string mailbox, ImportSource source, Action<ImportProgress> progress, Action<string> unreadable, CancellationToken stop)
    {
        using var end = new CancellationTokenSource();
        var running = Task.WhenAll(Task.Run(() => keep.RunAsync(end.Token), CancellationToken.None), Task.Run(() => place.RunAsync(end.Token), CancellationToken.None));
        try
        {
            await ResumeAsync();
            var (group, shown) = (new List<Task>(AtOnce), clock.GetTimestamp());
            MailToImport? last = null;
            _of = source.Of;
            await foreach (var mail in source.Mails.WithCancellation(CancellationToken.None))
            {
                if (stop.IsCancellationRequested) break;
                if (mail.Bytes is null) Miss(mail.Name, mail.Problem, unreadable);
                else group.Add(TakeAsync(mailbox, mail, unreadable));
                last = mail;
                if (group.Count >= AtOnce) await FinishAsync(group, source, last);
                if (clock.GetElapsedTime(shown).TotalSeconds < 1) continue;
                (shown, _) = (clock.GetTimestamp(), Tell(progress));
            }
            if (last is not null) await FinishAsync(group, source, last);
            return Now;
        }
        finally
        {
            await end.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ImportProgress Now => new(new Dictionary<string, int>(_outcomes), _unreadable, _of);

    private bool Tell(Action<ImportProgress> progress)
    {
        progress(Now);
        return true;
    }

    /// <summary>All of them are placed; only now may the source remember how far it has come.</summary>
    private async Task FinishAsync(List<Task> group, ImportSource source, MailToImport last)
    {
        await Task.WhenAll(group);
        group.Clear();
        await PatientAsync(async () =>
        {
            await source.Taken(last);
            return true;
        });
    }

    private void Miss(string name, string? problem, Action<string> unreadable)
    {
        var missed = Interlocked.Increment(ref _unreadable);
        if (missed <= MostNamed) unreadable($"unreadable: {name}{(problem is null ? "" : $" ({problem})")}");
        if (missed == MostNamed) unreadable("More that are unreadable are counted, not named.");
    }

    private async Task TakeAsync(string mailbox, MailToImport wanted, Action<string> unreadable)
    {
        using var mail = new ReceivedMail(spool.Folder);
        if (await ReadAsync(wanted, mail) is { } problem)
        {
            Miss(wanted.Name, problem, unreadable);
            return;
        }
        mail.Complete();
        var placed = await PatientAsync(() => takeIn.TakeInAsync(mail, new MailEnvelope(Door, null, [mailbox], wanted.ReceivedAt ?? clock.GetUtcNow()), CancellationToken.None));
        _outcomes.AddOrUpdate(placed.Outcome, 1, (_, count) => count + 1);
    }

    /// <returns>Why it cannot be read to its end; null where it was. That the spool cannot be written is another matter, and ends the import.</returns>
    private async Task<string?> ReadAsync(MailToImport wanted, ReceivedMail mail)
    {
        await using var bytes = wanted.Bytes!;
        var buffer = new byte[64 * 1024];
        while (true)
        {
            int count;
            try
            {
                count = await bytes.ReadAsync(buffer);
            }
            catch (Exception e) when (MailFiles.IsOfTheFile(e))
            {
                return e.Message;
            }
            if (count == 0) return null;
            if (mail.Length + count > limits.MaxMailBytes) return MailFiles.TooLarge;
            mail.Write(buffer.AsSpan(0, count));
        }
    }

    /// <summary>Two processes write while the desk serves; on SQLite one may have to wait longer than the database itself does.</summary>
    private async Task<T> PatientAsync<T>(Func<Task<T>> take)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await take();
            }
            catch (Exception e) when (StoreHealth.CodeOf(e) is "store-locked" && tries < 10)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock);
            }
        }
    }

    /// <summary>What an import before this one kept and did not come to place.</summary>
    private async Task ResumeAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskDatabase>();
        var left = await database.Deliveries.Where(d => d.Step != DeliveryStep.Placed && d.Step == DeliveryStep.Waiting && d.Door == Door).OrderBy(d => d.Id).ToListAsync();
        foreach (var delivery in left)
        {
            var packed = await database.RawMails.Where(r => r.Id == delivery.RawMailId).Select(r => r.Bytes).SingleAsync();
            using var mail = codec.Unpack(packed, spool.Folder);
            await await place.EnqueueAsync(new KeptMail(delivery, mail.Open()), CancellationToken.None);
        }
    }
}

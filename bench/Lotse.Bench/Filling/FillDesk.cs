using System.Diagnostics;
using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Files;
using Lotse.Bench.Mails;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Bench.Filling;

/// <summary>Fills a new desk that is not running with tickets of the last two years, through the desk's own rules and writer, many in one save. The same seed and day give the same tickets, up to their keys.</summary>
internal sealed class FillDesk(DatabaseLocation location, string files, ulong seed, DateTimeOffset end)
{
    private const int AtOnce = 250;

    /// <summary>Stands in the newest ticket: once that is found, everything is.</summary>
    public const string Last = "Schlusslicht";

    private static readonly TimeSpan Span = TimeSpan.FromDays(700), Often = TimeSpan.FromSeconds(10);

    /// <summary>So long notices are kept: of what was before, agents are told nothing any more.</summary>
    private static readonly TimeSpan Told = TimeSpan.FromDays(90);

    private readonly SteppingClock _clock = new(end - Span);
    private readonly JournalBell _bell = new();
    private readonly WriteGate _gate = new();

    /// <returns>How many messages the tickets have.</returns>
    public async Task<long> RunAsync(int count)
    {
        var (dice, ids, health, store) = (new Dice(seed), new Ids(_clock), new StoreHealth(_clock), new FileStore(files));
        FilledHouse house;
        await using (var database = DatabaseParts.Open(location)) house = await FilledHouse.BuildAsync(database, store, ids, dice, _clock.Now);
        var mails = new MailsIn(house, dice, ids, new RawMailCodec(store));
        var life = new TicketLife(house, new Customers(dice), mails, dice, ids, _clock, end);
        var (step, begun, said, saving, told) = (Span / count, Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp(), Task.CompletedTask, (long?)null);
        for (var done = 0; done < count;)
        {
            var database = DatabaseParts.Open(location);
            var journal = new Journal(database, _gate, _bell, health, _clock);
            for (var n = 0; n < AtOnce && done < count; n++, done++)
            {
                _clock.Now += step;
                life.Write(journal, done == count - 1 ? Last : null);
            }
            await saving; // While one lot is saved the next is written.
            if (told is null && end - _clock.Now < Told) told = await LastLineAsync(database);
            saving = SaveAsync(journal, database);
            if (Stopwatch.GetElapsedTime(said) < Often) continue;
            said = Stopwatch.GetTimestamp();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} of {count} tickets, {done / Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} a second"));
        }
        await saving;
        await MarkAsync(told ?? 0, mails.LastRaw);
        return life.Messages;
    }

    /// <summary>Until the running desk has told agents of the last weeks; what they were told they have read.</summary>
    public async Task ToldAsync()
    {
        await using var database = DatabaseParts.Open(location);
        var last = await LastLineAsync(database);
        while (long.Parse(await database.Settings.Where(s => s.Name == Setting.NoticesAt).Select(s => s.Value).SingleAsync(), CultureInfo.InvariantCulture) < last) await Task.Delay(TimeSpan.FromSeconds(1));
        await database.Notices.Where(n => n.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, n => n.At));
    }

    private static async Task SaveAsync(Journal journal, DeskDatabase database)
    {
        await using var own = database;
        await Task.Run(() => journal.SaveAsync());
    }

    private static Task<long> LastLineAsync(DeskDatabase database) => database.Sequences.Where(s => s.Name == Sequence.JournalId).Select(s => s.Value).SingleOrDefaultAsync();

    /// <summary>What a desk that had been running would have done with it by now.</summary>
    private async Task MarkAsync(long told, long lastRaw)
    {
        await using var database = DatabaseParts.Open(location);
        foreach (var (name, value) in ((string, long)[])[(Setting.PromisesAt, await LastLineAsync(database)), (Setting.NoticesAt, told), (Setting.FilesOfMailsAt, lastRaw)])
        {
            await database.Settings.Where(s => s.Name == name).ExecuteDeleteAsync();
            database.Settings.Add(new Setting { Name = name, Value = value.ToString(CultureInfo.InvariantCulture) });
        }
        await database.SaveChangesAsync();
    }
}

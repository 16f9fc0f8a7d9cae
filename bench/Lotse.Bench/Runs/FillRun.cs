using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Files;
using Lotse.Bench.Desks;
using Lotse.Bench.Filling;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Runs;

/// <summary>Fills a new desk with tickets of the last two years, through the desk's own rules and writer, many in one save. The same seed gives the same tickets, up to their keys.</summary>
internal static class FillRun
{
    private const int AtOnce = 250;

    /// <summary>Stands in the newest ticket: once that is found, everything is.</summary>
    private const string Last = "Schlusslicht";

    private static readonly TimeSpan Span = TimeSpan.FromDays(700), Often = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(Options options)
    {
        var (count, database) = (options.Number("tickets", 10_000), options.Text("database"));
        await using var desk = await DeskProcess.StartNewAsync(options.Folder, database, options.Text("keep"));
        await desk.StopAsync();
        var location = DatabaseLocation.Of(desk.Folder, database);
        var begun = Stopwatch.GetTimestamp();
        var messages = await FillAsync(location, Path.Combine(desk.Folder, "files"), count, options.Seed);
        var took = Stopwatch.GetElapsedTime(begun);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} tickets, {messages} messages in {took.TotalSeconds:F0} s: {count / took.TotalSeconds:F0} tickets a second"));
        var indexing = Stopwatch.GetTimestamp();
        await desk.StartAsync();
        Console.WriteLine($"ready after {desk.ReadyAfter.TotalSeconds:F1} s");
        await IndexedAsync(desk);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"findable after {Stopwatch.GetElapsedTime(indexing).TotalSeconds:F0} s more"));
        var checking = Stopwatch.GetTimestamp();
        var (code, said) = await desk.CheckAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"check: {code} after {Stopwatch.GetElapsedTime(checking).TotalSeconds:F0} s; {said.Split('\n')[^1]}"));
        return code;
    }

    public static async Task<long> FillAsync(DatabaseLocation location, string files, int count, ulong seed)
    {
        var end = new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero);
        var (dice, clock) = (new Dice(seed), new SteppingClock(end - Span));
        var (ids, gate, bell, health) = (new Ids(clock), new WriteGate(), new JournalBell(), new StoreHealth(clock));
        FilledHouse house;
        await using (var database = DatabaseParts.Open(location)) house = await FilledHouse.BuildAsync(database, new FileStore(files), ids, dice);
        var life = new TicketLife(house, new Customers(dice), dice, ids, clock, end);
        var (step, begun, said) = (Span / count, Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        for (var done = 0; done < count;)
        {
            await using var database = DatabaseParts.Open(location);
            var journal = new Journal(database, gate, bell, health, clock);
            for (var n = 0; n < AtOnce && done < count; n++, done++)
            {
                clock.Now += step;
                life.Write(journal, done == count - 1 ? Last : null);
            }
            await journal.SaveAsync();
            if (Stopwatch.GetElapsedTime(said) < Often) continue;
            said = Stopwatch.GetTimestamp();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} of {count} tickets, {done / Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} a second"));
        }
        return life.Messages;
    }

    /// <summary>Waits until the desk's index knows the newest ticket: it follows the journal, so it knows the others then.</summary>
    private static async Task IndexedAsync(DeskProcess desk)
    {
        using var http = new HttpClient { BaseAddress = desk.Web, Timeout = TimeSpan.FromMinutes(1) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", desk.Token);
        while (!(await http.GetStringAsync($"/api/v1/search?q={Last}")).Contains($"{Last}\"", StringComparison.Ordinal)) await Task.Delay(TimeSpan.FromSeconds(1));
    }
}

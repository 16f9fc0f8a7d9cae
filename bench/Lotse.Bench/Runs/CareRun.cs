using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Lotse.Adapters.Database.Opening;
using Lotse.Bench.Flat;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Bench.Runs;

/// <summary>What agents notice while a desk that <see cref="FillRun"/> has kept is checked, backed up and cleared of its oldest tickets: a list, a ticket and a note in turn, ten times a second, beside each.</summary>
internal static class CareRun
{
    /// <summary>Since the last change: what is older goes, a month of the two years.</summary>
    private const int Months = 22;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    /// <summary>The desk looks every five minutes whether there is something to put away.</summary>
    private static readonly TimeSpan Begins = TimeSpan.FromMinutes(6);

    public static async Task<int> RunAsync(Options options)
    {
        var seconds = TimeSpan.FromSeconds(options.Number("seconds", 60));
        await using var side = await Side.OpenAsync(options.Text("folder") ?? throw new ArgumentException("--folder FOLDER"), options.Text("database"));
        await side.QuietAsync();
        Console.WriteLine($"{side.Tickets} tickets\n| beside | seconds | list p50 (p99, worst) ms | ticket | note | |\n|---|---|---|---|---|---|");
        await BesideAsync(side, "nothing", async () =>
        {
            await Task.Delay(seconds);
            return "";
        });
        var wanted = options.Text("only");
        if (wanted is null or "check") await BesideAsync(side, "check", async () => (await side.Desk.CheckAsync()).Said.Split('\n').First(line => line.StartsWith("Checked", StringComparison.Ordinal)));
        if (wanted is null or "backup") await BesideAsync(side, "backup", () => BackUpAsync(side, Path.Combine(options.Folder, $"backup-{Environment.ProcessId}")));
        if (wanted is not (null or "retention")) return 0;
        await using var database = DatabaseParts.Open(DatabaseLocation.Of(side.Desk.Folder, options.Text("database")));
        var largest = await database.Communities.Where(c => c.Name == "Stadtblick").Select(c => c.Id).SingleAsync();
        await RetainAsync(side, string.Create(CultureInfo.InvariantCulture, $"/api/v1/communities/{largest}/retention"), seconds);
        return 0;
    }

    private static async Task BesideAsync(Side side, string what, Func<Task<string>> act)
    {
        await TimesAsync(side, Task.Delay(TimeSpan.FromSeconds(5))); // Warm, and whatever was before it has ended.
        var begun = Stopwatch.GetTimestamp();
        var acting = Task.Run(act);
        var times = await TimesAsync(side, acting);
        var said = await acting;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} | {string.Join(" | ", times.Select(Said))} | {said} |"));
    }

    /// <summary>Milliseconds of lists, tickets and notes until something has ended.</summary>
    private static async Task<IReadOnlyList<List<double>>> TimesAsync(Side side, Task until)
    {
        List<List<double>> times = [[], [], []];
        Func<Side, int, Task<int>>[] asks =
        [
            Steps.All.Single(step => step.Name == "list: open").Ask,
            (_, n) => Side.LengthAsync(side.Pages, $"/tickets/{side.Spread(997).ElementAt(100 + (n * 389 % 897))}"), // The oldest may go meanwhile.
            Steps.Writing.Single(step => step.Name == "note").Ask,
        ];
        for (var n = 0; !until.IsCompleted; n++)
        {
            for (var at = 0; at < asks.Length; at++)
            {
                var begun = Stopwatch.GetTimestamp();
                await asks[at](side, n);
                times[at].Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                await Task.Delay(Pause);
            }
        }
        return times;
    }

    private static string Said(List<double> times)
    {
        var sorted = times.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Count / 2]:F1} ({sorted[(int)(0.99 * sorted.Count)]:F0}, {sorted[^1]:F0})");
    }

    private static async Task<string> BackUpAsync(Side side, string to)
    {
        try
        {
            await side.Desk.BackUpAsync(to);
            return string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(to).Length / 1e9:F2} GB");
        }
        finally
        {
            File.Delete(to);
        }
    }

    /// <summary>Has the oldest tickets of the largest community deleted for a while.</summary>
    private static async Task RetainAsync(Side side, string path, TimeSpan seconds)
    {
        var rules = new { rules = (object[])[new { months = Months }], holds = Array.Empty<string>() };
        var due = await DueAsync(side, path, rules);
        (await side.Api.PutAsJsonAsync(path, rules)).EnsureSuccessStatusCode();
        for (var waited = Stopwatch.GetTimestamp(); await DueAsync(side, path, rules) >= due && Stopwatch.GetElapsedTime(waited) < Begins;) await Task.Delay(TimeSpan.FromSeconds(2));
        await BesideAsync(side, "retention", async () =>
        {
            var before = await DueAsync(side, path, rules);
            await Task.Delay(seconds);
            var left = await DueAsync(side, path, rules);
            return string.Create(CultureInfo.InvariantCulture, $"{before - left} of {before} tickets deleted");
        });
        using var kept = JsonDocument.Parse(await Side.GetAsync(side.Api, path));
        (await side.Api.PutAsJsonAsync(path, new { rules = Array.Empty<object>(), holds = Array.Empty<string>(), version = kept.RootElement.GetProperty("version").GetInt64() })).EnsureSuccessStatusCode();
    }

    private static async Task<int> DueAsync(Side side, string path, object rules)
    {
        using var answer = await side.Api.PostAsJsonAsync($"{path}/preview", rules);
        answer.EnsureSuccessStatusCode();
        using var preview = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return preview.RootElement.GetProperty("rules")[0].GetProperty("tickets").GetInt32();
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Lotse.Adapters.Database.Opening;
using Lotse.Bench.Desks;
using Lotse.Bench.Filling;

namespace Lotse.Bench.Runs;

/// <summary>Fills a new desk, see <see cref="FillDesk"/>, starts it, and checks it once everything can be found.</summary>
internal static class FillRun
{
    public static async Task<int> RunAsync(Options options)
    {
        var (count, database) = (options.Number("tickets", 10_000), options.Text("database"));
        await using var desk = await DeskProcess.StartNewAsync(options.Folder, database, options.Text("keep"));
        await desk.StopAsync();
        var fill = new FillDesk(DatabaseLocation.Of(desk.Folder, database), Path.Combine(desk.Folder, "files"), options.Seed, new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero));
        var begun = Stopwatch.GetTimestamp();
        var messages = await fill.RunAsync(count);
        var took = Stopwatch.GetElapsedTime(begun);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} tickets, {messages} messages in {took.TotalSeconds:F0} s: {count / took.TotalSeconds:F0} tickets a second"));
        await desk.StartAsync();
        Console.WriteLine($"ready after {desk.ReadyAfter.TotalSeconds:F1} s");
        await SayAsync("findable", () => IndexedAsync(desk));
        await SayAsync("agents told", fill.ToldAsync);
        var checking = Stopwatch.GetTimestamp();
        var (code, said) = await desk.CheckAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"check: {code} after {Stopwatch.GetElapsedTime(checking).TotalSeconds:F0} s; {said.Split('\n')[^1]}"));
        return code;
    }

    private static async Task SayAsync(string what, Func<Task> wait)
    {
        var begun = Stopwatch.GetTimestamp();
        await wait();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} after {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s more"));
    }

    /// <summary>Waits until the desk's index knows the newest ticket: it follows the journal, so it knows the others then.</summary>
    private static async Task IndexedAsync(DeskProcess desk)
    {
        using var http = new HttpClient { BaseAddress = desk.Web, Timeout = TimeSpan.FromMinutes(1) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", desk.Token);
        while (!(await http.GetStringAsync($"/api/v1/search?q={FillDesk.Last}")).Contains($"{FillDesk.Last}\"", StringComparison.Ordinal)) await Task.Delay(TimeSpan.FromSeconds(1));
    }
}

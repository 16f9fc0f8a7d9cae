using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Lotse.Bench.Desks;
using Lotse.Bench.Load;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Runs;

/// <summary>How quickly the list and a ticket come, one at a time and with many connections, over a full desk.</summary>
/// <remarks>Against a desk of its own that it fills first, or one that runs already (--url, with --cookie or --token, and --list, --ticket).</remarks>
internal static class PagesRun
{
    public static async Task<int> RunAsync(Options options)
    {
        if (options.Text("url") is { } url) return await MeasureAsync(options, new Uri(url), HeadersOf(options), options.Text("numbers")?.Split(',') ?? ["1"]);
        await using var desk = await DeskProcess.StartNewAsync(options.Folder, options.Text("database"));
        var numbers = await FillAsync(desk, options);
        await desk.KillAsync();
        await desk.StartAsync();
        Console.WriteLine($"{numbers.Count} tickets; ready {desk.ReadyAfter.TotalSeconds:F2} s after the start, first page {await FirstPageAsync(desk):F2} s after that");
        return await MeasureAsync(options, desk.Web, [("Cookie", await SignIn.CookieAsync(desk.Web, DeskProcess.Admin, DeskProcess.Password))], numbers);
    }

    internal static async Task<IReadOnlyList<string>> FillAsync(DeskProcess desk, Options options)
    {
        var mails = new MailMaker(options.Seed, DeskProcess.Mailbox).Make(options.Number("tickets", 10_000) * 10 / 6);
        var result = await Delivery.RunAsync(mails, 8, desk.LmtpPort, DeskProcess.Mailbox);
        await ProcessFigures.UntilQuietAsync(() => desk.Figures, TimeSpan.FromMinutes(10));
        Console.WriteLine($"filled with {result.Taken.Count} mails at {result.PerSecond:F0}/s");
        using var api = new DeskApi(desk);
        return await api.TicketNumbersAsync();
    }

    private static List<(string, string)> HeadersOf(Options options) =>
        options.Text("cookie") is { } cookie ? [("Cookie", cookie)] : options.Text("token") is { } token ? [("Authorization", "Bearer " + token)] : [];

    private static async Task<int> MeasureAsync(Options options, Uri web, IReadOnlyList<(string, string)> headers, IReadOnlyList<string> numbers)
    {
        var (list, ticket) = (options.Text("list") ?? "/tickets", options.Text("ticket") ?? "/tickets/{number}");
        var spread = numbers.Where((_, at) => at % Math.Max(1, numbers.Count / 500) == 0).ToList();
        Console.WriteLine("page    connections  p50 ms  p99 ms      /s  KB  other than 200");
        var wrong = 0;
        foreach (var (name, paths) in new[] { ("list", (List<string>)[list]), ("ticket", [.. spread.Select(number => ticket.Replace("{number}", number))]) })
        {
            foreach (var connections in options.Numbers("connections", "1,8"))
            {
                await HitAsync(web, headers, paths, connections, TimeSpan.FromSeconds(options.Number("seconds", 10) / 3.0));
                wrong += (await HitAsync(web, headers, paths, connections, TimeSpan.FromSeconds(options.Number("seconds", 10)))).Print(name, connections);
            }
        }
        return wrong == 0 ? 0 : 1;
    }

    private sealed record Hits(IReadOnlyList<double> Times, double Seconds, long Bytes, int Wrong)
    {
        public int Print(string name, int connections)
        {
            var count = Math.Max(1, Times.Count);
            Console.WriteLine($"{name,-8}{connections,11}{At(0.5),8:F1}{At(0.99),8:F1}{Times.Count / Seconds,8:F0}{Bytes / 1024.0 / count,4:F0}{Wrong,16}");
            return Wrong;
        }

        private double At(double share) => Times.Count == 0 ? 0 : Times[Math.Min(Times.Count - 1, (int)(share * Times.Count))];
    }

    private static async Task<Hits> HitAsync(Uri web, IReadOnlyList<(string, string)> headers, List<string> paths, int connections, TimeSpan time)
    {
        var (times, next, bytes, wrong) = (new ConcurrentQueue<double>(), -1, 0L, 0);
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(ConnectionAsync)));
        return new Hits([.. times.Order()], Stopwatch.GetElapsedTime(begun).TotalSeconds, bytes, wrong);

        async Task ConnectionAsync()
        {
            // Compressed as for a browser, and left compressed: unpacking is not the desk's work.
            using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseCookies = false, AllowAutoRedirect = false };
            using var http = new HttpClient(handler) { BaseAddress = web };
            http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", "br, gzip");
            foreach (var (name, value) in headers) http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
            while (Stopwatch.GetElapsedTime(begun) < time)
            {
                var started = Stopwatch.GetTimestamp();
                using var answer = await http.GetAsync(paths[(int)((uint)Interlocked.Increment(ref next) % paths.Count)]);
                Interlocked.Add(ref bytes, (await answer.Content.ReadAsByteArrayAsync()).Length);
                times.Enqueue(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                if (answer.StatusCode != HttpStatusCode.OK) Interlocked.Increment(ref wrong);
            }
        }
    }

    private static async Task<double> FirstPageAsync(DeskProcess desk)
    {
        var begun = Stopwatch.GetTimestamp();
        using var http = new HttpClient { BaseAddress = desk.Web };
        using var page = await http.GetAsync("/");
        page.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}

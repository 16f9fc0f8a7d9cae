using System.Collections.Concurrent;
using System.Diagnostics;
using Lotse.Bench.Desks;
using Lotse.Bench.Load;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Runs;

/// <summary>A shift: many agents with an open page each, who click now and then and whose pages ask for what changed when the desk tells of something, while mails come in.</summary>
/// <remarks>All agents are one person in many windows, signed in once: what is measured is the desk, not its sign-in.</remarks>
internal static class ShiftRun
{
    public static async Task<int> RunAsync(Options options)
    {
        await using var desk = await DeskProcess.StartNewAsync(options.Folder, options.Text("database"));
        var numbers = await PagesRun.FillAsync(desk, options);
        await desk.KillAsync();
        await desk.StartAsync();
        var shift = new Shift(desk.Web, await SignIn.CookieAsync(desk.Web, DeskProcess.Admin, DeskProcess.Password), numbers, options.Number("think", 10));
        var (agents, seconds) = (options.Number("agents", 200), options.Number("seconds", 60));
        using var over = new CancellationTokenSource();
        var working = Enumerable.Range(0, agents).Select(number => shift.WorkAsync(number, over.Token)).ToList();
        await shift.AllListeningAsync(agents);
        await MailsAsync(desk, shift, 5, 1); // What runs for the first time is compiled for it; that is measured by nobody's shift.
        shift.Begin();
        await MailsAsync(desk, shift, seconds, options.Number("every", 3));
        var figures = desk.Figures;
        await over.CancelAsync();
        await Task.WhenAll(working);
        Console.WriteLine($"{numbers.Count} tickets, {agents} agents for {seconds} s, {shift.Mails} mails; resident {figures.ResidentMegabytes:F0} MB, at most {figures.PeakMegabytes:F0} MB");
        return shift.Print() == 0 ? 0 : 1;
    }

    /// <summary>One mail every few seconds, and each time how long it took until every page had it.</summary>
    private static async Task MailsAsync(DeskProcess desk, Shift shift, int seconds, int every)
    {
        var begun = Stopwatch.GetTimestamp();
        var mails = new MailMaker(4711 + (ulong)seconds, DeskProcess.Mailbox).Make(seconds / every + 1);
        foreach (var mail in mails)
        {
            if (Stopwatch.GetElapsedTime(begun).TotalSeconds >= seconds) return;
            shift.MailComes();
            await Delivery.RunAsync([mail], 1, desk.LmtpPort, DeskProcess.Mailbox);
            await Task.Delay(TimeSpan.FromSeconds(every));
        }
    }
}

/// <summary>The agents of one shift and what they have seen.</summary>
internal sealed class Shift(Uri web, string cookie, IReadOnlyList<string> numbers, int think)
{
    private static readonly string[] s_words = ["Rechnung", "invoice", "Lieferung", "\"neue Adresse\"", "delivery state:open", "Kund*"];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> _times = new();
    private readonly ConcurrentQueue<double> _told = new(), _shown = new();
    private int _listening, _wrong;
    private volatile bool _measuring;
    private long _came;

    public int Mails { get; private set; }

    public void Begin() => _measuring = true;

    public void MailComes()
    {
        if (_measuring) Mails++;
        Interlocked.Exchange(ref _came, Stopwatch.GetTimestamp());
    }

    public async Task AllListeningAsync(int agents)
    {
        for (var waited = 0; Volatile.Read(ref _listening) < agents; waited++)
        {
            if (waited > 600) throw new InvalidOperationException($"Only {_listening} of {agents} streams opened.");
            await Task.Delay(100);
        }
    }

    public async Task WorkAsync(int number, CancellationToken over)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 2, UseCookies = false, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = web, Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", "br, gzip");
        http.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", cookie);
        var dice = new Random(number);
        var open = $"/tickets/{numbers[dice.Next(numbers.Count)]}";
        try
        {
            var hearing = HearAsync(http, () => open, over);
            await Task.Delay(dice.Next(think * 1000), over);
            while (!over.IsCancellationRequested)
            {
                var (name, path) = Next(dice);
                if (name == "ticket") open = path;
                await AskAsync(http, name, path, over);
                await Task.Delay(dice.Next(think * 500, think * 1500), over);
            }
            await hearing;
        }
        catch (OperationCanceledException)
        {
            // The shift is over.
        }
    }

    /// <returns>How many answers were wrong.</returns>
    public int Print()
    {
        Console.WriteLine("what                p50 ms  p99 ms   most   count");
        foreach (var (name, times) in _times.OrderBy(t => t.Key, StringComparer.Ordinal)) Line(name, times);
        Line("told of a mail", _told);
        Line("page has the mail", _shown);
        if (_wrong > 0) Console.WriteLine($"{_wrong} answers other than 200");
        return _wrong;
    }

    private static void Line(string name, IEnumerable<double> times)
    {
        var sorted = times.Order().ToList();
        double At(double share) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
        Console.WriteLine($"{name,-18}{At(0.5),8:F1}{At(0.99),8:F1}{At(1),7:F0}{sorted.Count,8}");
    }

    private (string Name, string Path) Next(Random dice) => dice.Next(10) switch
    {
        < 3 => ("list", "/tickets?queue=open"),
        < 8 => ("ticket", $"/tickets/{numbers[dice.Next(numbers.Count)]}"),
        _ => ("search", $"/search?q={Uri.EscapeDataString(s_words[dice.Next(s_words.Length)])}"),
    };

    private async Task AskAsync(HttpClient http, string name, string path, CancellationToken over)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync(path, over);
        await answer.Content.ReadAsByteArrayAsync(over);
        if (!answer.IsSuccessStatusCode) Interlocked.Increment(ref _wrong);
        if (_measuring) _times.GetOrAdd(name, _ => new()).Enqueue(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>As the page's script does: told of something, it waits a moment by chance and asks for its changing parts; what comes meanwhile is in them too.</summary>
    private async Task HearAsync(HttpClient http, Func<string> open, CancellationToken over)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/live");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, over);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(over));
        Interlocked.Increment(ref _listening);
        var (seen, asking) = (0L, Task.CompletedTask);
        while (await reader.ReadLineAsync(over) is { } line)
        {
            if (!line.StartsWith("data: {", StringComparison.Ordinal) || Interlocked.Read(ref _came) is var came && came == seen) continue;
            seen = came;
            if (_measuring) _told.Enqueue(Stopwatch.GetElapsedTime(came).TotalMilliseconds);
            await asking;
            asking = RefreshAsync(http, $"/live/parts?queue=open&open={open()["/tickets/".Length..]}", came, over);
        }
    }

    private async Task RefreshAsync(HttpClient http, string path, long came, CancellationToken over)
    {
        await Task.Delay(30 + Random.Shared.Next(320), over);
        await AskAsync(http, "refresh", path, over);
        if (_measuring) _shown.Enqueue(Stopwatch.GetElapsedTime(came).TotalMilliseconds);
    }
}

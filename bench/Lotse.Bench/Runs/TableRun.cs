using System.Diagnostics;
using System.Globalization;
using System.Net;
using Lotse.Bench.Compare;
using Lotse.Bench.Desks;
using Lotse.Bench.Filling;
using Lotse.Bench.Mails;
using Microsoft.Playwright;

namespace Lotse.Bench.Runs;

/// <summary>The published table: Lotse and, where it is installed, Request Tracker, given the same mails on the same machine in the same run, and asked in turn.</summary>
internal static class TableRun
{
    private const int Starts = 3, Rounds = 5;

    /// <summary>A figure of a desk: its median, with the least and the most.</summary>
    private sealed record Figure(double Median, double Least, double Most)
    {
        public static Figure Of(IEnumerable<double> values)
        {
            var sorted = values.Order().ToList();
            return new Figure(sorted[sorted.Count / 2], sorted[0], sorted[^1]);
        }
    }

    private sealed class Compared(ComparedDesk desk)
    {
        public ComparedDesk Desk => desk;

        public TakeIn TakeIn { get; } = new(desk);

        public Dictionary<string, Figure> Figures { get; } = [];

        public void Note(string what, IEnumerable<double> values) => Figures[what] = Figure.Of(values);
    }

    public static async Task<int> RunAsync(Options options)
    {
        var all = new List<Compared>();
        try
        {
            all.Add(new Compared(await LotseDesk.SetUpAsync(options.Folder)));
            if (RequestTrackerDesk.IsInstalled && options.Text("alone") is null)
            {
                var tracker = new RequestTrackerDesk(Path.Combine(DeskProcess.Root(), "bench", "request-tracker.sh"), Path.Combine(options.Folder, "request-tracker"));
                all.Add(new Compared(tracker));
                tracker.SetUp();
            }
            foreach (var one in all) await StartsAsync(one);
            await TakenInAsync(all, options);
            await AskedAsync(all, options.Number("requests", 15));
            foreach (var one in all) await WeighedAsync(one, options.Text("chromium") ?? "/usr/bin/chromium");
            return 0;
        }
        finally
        {
            if (all.Count > 0) Print(all, options); // What was measured until then took its time, whatever has failed.
            foreach (var one in all) await one.Desk.DisposeAsync();
        }
    }

    private static async Task StartsAsync(Compared one)
    {
        var times = new List<double>();
        for (var n = 0; n < Starts; n++)
        {
            await one.Desk.StopAsync();
            var begun = Stopwatch.GetTimestamp();
            await one.Desk.StartAsync();
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        one.Note("start to first page, ms", times);
        await Task.Delay(TimeSpan.FromSeconds(5));
        one.Note("memory idle, MB", [one.Desk.Megabytes()]);
        Console.WriteLine($"{one.Desk.Version}: started");
    }

    /// <summary>Each desk gets all of them, first by one client, then by four and by eight, and then from a mail server; the desks one after the other, because both want the whole machine.</summary>
    private static async Task TakenInAsync(List<Compared> all, Options options)
    {
        var count = options.Number("mails", 3000);
        var mails = new MailMaker(options.Seed, DeskProcess.Mailbox).Make(count + 50);
        foreach (var one in all)
        {
            await one.TakeIn.RunAsync([.. mails.Take(50)], 2);
            var from = 50;
            foreach (var (clients, share) in ((int, double)[])[(1, 0.15), (4, 0.25), (8, 0.4)])
            {
                var some = mails.Skip(from).Take((int)(count * share)).ToList();
                from += some.Count;
                one.Note($"intake, {clients} client{(clients > 1 ? "s" : "")}, mails/s", await one.TakeIn.RunAsync(some, clients));
            }
            await one.Desk.SettleAsync(); // Its index of what came before is none of what comes now.
            one.Note("intake as a mail server hands it over, 8 at once, mails/s", await one.TakeIn.FromServerAsync([.. mails.Skip(from)], 8));
            await one.Desk.SettleAsync();
            one.Note("memory after intake, MB", [one.Desk.Megabytes()]);
            one.Note("KB on disk a ticket", [await one.Desk.BytesAsync() / 1024.0 / Tickets(mails)]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Desk.Name}: {Tickets(mails)} tickets"));
        }
    }

    private static int Tickets(IEnumerable<GeneratedMail> mails) => mails.Count(mail => mail.Parent is null);

    private static async Task AskedAsync(List<Compared> all, int requests)
    {
        var tickets = all[0].TakeIn.Opened.Where(opened => all.TrueForAll(one => one.TakeIn.Opened.ContainsKey(opened.Key)))
            .OrderByDescending(opened => all[0].TakeIn.MessagesOf(opened.Value) == 5).ThenBy(opened => opened.Key).Select(opened => opened.Key).ToList();
        var http = new Dictionary<Compared, HttpClient>();
        foreach (var one in all) http[one] = one.Desk.Browser(await one.Desk.SignInAsync());
        var asks = new (string Name, Func<Compared, int, Task> Ask)[]
        {
            ("list, ms", (one, _) => GetAsync(http[one], one.Desk.List)),
            ("ticket of five messages, ms", (one, n) => GetAsync(http[one], one.Desk.Ticket(one.TakeIn.Opened[tickets[n % 20]]))),
            ("search, one mail in a hundred, ms", (one, _) => GetAsync(http[one], one.Desk.Search(Vocabulary.Known[1].Word))),
            ("search, three mails, ms", (one, _) => GetAsync(http[one], one.Desk.Search(Vocabulary.Known[2].Word))),
            ("reply, ms", (one, n) => one.Desk.ReplyAsync(http[one], one.TakeIn.Opened[tickets[20 + n]], "Guten Tag, wir haben das geprüft und behoben. Mit freundlichen Grüßen")),
        };
        foreach (var (name, ask) in asks)
        {
            var times = all.ToDictionary(one => one, _ => new List<double>());
            var n = 0;
            foreach (var one in all) for (var warm = 0; warm < 3; warm++) await ask(one, n++);
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var one in round % 2 == 0 ? all : [.. all.AsEnumerable().Reverse()])
                {
                    for (var each = 0; each < requests; each++)
                    {
                        var begun = Stopwatch.GetTimestamp();
                        await ask(one, n++);
                        times[one].Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                    }
                }
            }
            foreach (var one in all) one.Note(name, times[one]);
        }
        foreach (var one in all) one.Note("memory after work, MB", [one.Desk.Megabytes()]);
    }

    private static async Task GetAsync(HttpClient http, IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            using var answer = await http.GetAsync(path);
            if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");
            await answer.Content.ReadAsByteArrayAsync();
        }
    }

    /// <summary>What a browser fetches for a page, with an empty cache and again.</summary>
    private static async Task WeighedAsync(Compared one, string chromium)
    {
        if (!File.Exists(chromium)) return;
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
        var ticket = one.TakeIn.Opened.OrderBy(opened => opened.Key).First().Value;
        var cookies = (await one.Desk.SignInAsync()).Split("; ").Select(pair => pair.Split('=', 2)).ToList();
        foreach (var (name, path) in ((string, string)[])[("list", one.Desk.List[0]), ("ticket", one.Desk.Ticket(ticket)[0])])
        {
            await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
            await context.AddCookiesAsync(cookies.Select(pair => new Microsoft.Playwright.Cookie { Name = pair[0], Value = pair[1], Url = one.Desk.Web.ToString() }));
            var page = await context.NewPageAsync();
            var line = await PageLine.OfAsync(page);
            foreach (var again in (bool[])[false, true])
            {
                await page.GotoAsync(new Uri(one.Desk.Web, path).ToString(), new() { WaitUntil = WaitUntilState.Load });
                await Task.Delay(2500);
                var (bytes, requests) = line.Take();
                one.Note($"{name} in a browser, {(again ? "again" : "first time")}, KB", [bytes / 1000]);
                one.Note($"{name} in a browser, {(again ? "again" : "first time")}, requests", [requests]);
            }
        }
    }

    private static void Print(List<Compared> all, Options options)
    {
        Console.WriteLine();
        foreach (var one in all) Console.WriteLine($"{one.Desk.Version}; {one.TakeIn.Opened.Count} tickets asked for");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB, seed {options.Seed}; medians with least and most"));
        Console.WriteLine($"| | {string.Join(" | ", all.Select(one => one.Desk.Name))}{(all.Count > 1 ? " | times as much |" : " |")}");
        Console.WriteLine($"|---{string.Concat(Enumerable.Repeat("|---", all.Count > 1 ? all.Count + 1 : all.Count))}|");
        foreach (var what in all[0].Figures.Keys)
        {
            var figures = all.ConvertAll(one => one.Figures.GetValueOrDefault(what));
            var ratio = all.Count > 1 && figures[0] is { Median: > 0 } ours && figures[1] is { } other ? string.Create(CultureInfo.InvariantCulture, $" {(what.EndsWith("/s", StringComparison.Ordinal) ? ours.Median / other.Median : other.Median / ours.Median):F1} |") : "";
            Console.WriteLine($"| {what} | {string.Join(" | ", figures.Select(Text))} |{ratio}");
        }
    }

    private static string Text(Figure? figure) => figure is null ? "not measured"
        : figure.Least == figure.Most ? Number(figure.Median) : $"{Number(figure.Median)} ({Number(figure.Least)} to {Number(figure.Most)})";

    private static string Number(double value) => value.ToString(value < 10 ? "F2" : value < 100 ? "F1" : "F0", CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Lotse.Bench.Desks;
using Lotse.Bench.Mails;
using Lotse.Bench.Soak;

namespace Lotse.Bench.Runs;

/// <summary>Days of work in half an hour: mails, agents and rules, a mail server that is often unwell, and a desk that is restarted and killed. Afterwards every mail stands once in the tickets, every answer has left
/// once (or twice where the desk was killed between the server's yes and writing it down, which nobody can know: RFC 1047), check finds nothing, and the last third took neither longer nor more memory than the one before it.</summary>
internal static class SoakRun
{
    private const double Worse = 1.5;

    public static async Task<int> RunAsync(Options options)
    {
        var (minutes, perSecond, agents) = (options.Number("minutes", 30), options.Number("per-second", 20), options.Number("agents", 20));
        await using var smtp = new FailingSmtp(options.Seed);
        smtp.Come();
        await using var desk = await DeskProcess.StartNewAsync(options.Folder, options.Text("database"));
        await desk.StopAsync();
        desk.Smtp = string.Create(CultureInfo.InvariantCulture, $"smtp://127.0.0.1:{smtp.Port}");
        await desk.StartAsync();
        await RulesAsync(desk);
        using var over = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
        var work = new SoakWork(desk, new MailMaker(options.Seed, DeskProcess.Mailbox).Make(minutes * 60 * perSecond * 2), over.Token);
        var memory = new List<(TimeSpan At, double Megabytes)>();
        var working = Enumerable.Range(0, agents).Select(work.WorkAsync).Concat(Enumerable.Range(0, 4).Select(_ => work.DeliverAsync(TimeSpan.FromSeconds(4.0 / perSecond)))).ToList();
        var troubles = TroubleAsync(desk, smtp, TimeSpan.FromMinutes(minutes), memory, work, over.Token);
        await Task.WhenAll(working);
        var (restarts, kills) = await troubles;
        Console.WriteLine($"{work.Delivered.Count} mails, {work.Answered.Count} answers, {restarts} restarts; the mail server refused or broke off {smtp.Refused} times");
        await SentAsync(desk, smtp, work);
        return await JudgeAsync(desk, smtp, work, memory, TimeSpan.FromMinutes(minutes), kills);
    }

    private static async Task RulesAsync(DeskProcess desk)
    {
        using var http = new HttpClient { BaseAddress = desk.Web };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", desk.Token);
        for (var at = 0; at < 10; at++)
        {
            using var answer = await http.PostAsJsonAsync("/api/v1/rules", new { name = $"Rule {at}", when = (string[])["ticketOpened", "customerWrote"], condition = Phrases.Places[at], steps = new { addTags = (string[])[$"ort-{at}"] } });
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Every few minutes something happens to the desk or to its mail server, in the first two thirds; the last one shows whether anything grows.</summary>
    private static async Task<(int Restarts, List<long> Kills)> TroubleAsync(DeskProcess desk, FailingSmtp smtp, TimeSpan all, List<(TimeSpan, double)> memory, SoakWork work, CancellationToken over)
    {
        var (restarts, kills, next) = (0, new List<long>(), all / 12);
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var at = Stopwatch.GetElapsedTime(work.Begun);
            memory.Add((at, desk.Figures.ResidentMegabytes));
            if (at < next || at > all / 3) continue;
            next += all / 12;
            smtp.Go();
            if (restarts % 2 == 0) kills.Add(Stopwatch.GetTimestamp());
            await (restarts++ % 2 == 0 ? desk.KillAsync() : desk.StopAsync());
            await Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None);
            await desk.StartAsync();
            await Task.Delay(TimeSpan.FromSeconds(15), CancellationToken.None);
            smtp.Come();
        }
        return (restarts, kills);
    }

    /// <summary>Waits until all answers have left, at a mail server that is well again: what was put off is tried again after minutes, and what was put off four times after an hour.</summary>
    private static async Task SentAsync(DeskProcess desk, FailingSmtp smtp, SoakWork work)
    {
        smtp.IsWell = true;
        var begun = Stopwatch.GetTimestamp();
        while (work.Answered.Keys.Any(mark => !smtp.Marks.ContainsKey(mark)) && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(90)) await Task.Delay(TimeSpan.FromSeconds(1));
        await ProcessFigures.UntilQuietAsync(() => desk.Figures, TimeSpan.FromMinutes(2));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all answers had left {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s after the end"));
    }

    private static async Task<int> JudgeAsync(DeskProcess desk, FailingSmtp smtp, SoakWork work, List<(TimeSpan At, double Megabytes)> memory, TimeSpan all, IReadOnlyList<long> kills)
    {
        using var api = new DeskApi(desk);
        var marks = await api.CountMarksAsync();
        var lost = work.Delivered.Keys.Where(mark => !marks.ContainsKey(mark)).ToList();
        var doubled = marks.Where(mark => mark.Value > 1).Select(mark => mark.Key).ToList();
        var unsent = work.Answered.Keys.Where(mark => !smtp.Marks.ContainsKey(mark)).ToList();
        var twice = smtp.Marks.Values.Where(taken => taken.Count > 1).ToList();
        var killed = twice.Count(taken => taken.Count == 2 && kills.Any(kill => Stopwatch.GetElapsedTime(taken.First(), kill).Duration() < TimeSpan.FromSeconds(1)));
        var unknown = smtp.Marks.Keys.Where(mark => !work.Answered.ContainsKey(mark) && !work.Unsure.ContainsKey(mark)).ToList();
        var (code, said) = await desk.CheckAsync();
        Console.WriteLine($"mails lost {lost.Count}, doubled {doubled.Count}; answers not sent {unsent.Count}, sent twice {twice.Count} ({killed} of them when the desk was killed), of nobody {unknown.Count}; strange answers {work.Strange.Count}; check {(code == 0 ? "clean" : said)}");
        foreach (var strange in work.Strange.Take(5)) Console.WriteLine($"  {strange}");
        var flat = Flat(work, memory, all);
        return lost.Count + doubled.Count + unsent.Count + twice.Count - killed + unknown.Count + work.Strange.Count + code + (flat ? 0 : 1) == 0 ? 0 : 1;
    }

    private static bool Flat(SoakWork work, List<(TimeSpan At, double Megabytes)> memory, TimeSpan all)
    {
        var (second, third) = (all / 3, all * 2 / 3);
        var flat = true;
        Console.WriteLine("in the second and in the last third     p50 ms            p99 ms");
        foreach (var what in work.Times.GroupBy(one => one.What).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var before = what.Where(one => one.At >= second && one.At < third).Select(one => one.Milliseconds).Order().ToList();
            var after = what.Where(one => one.At >= third).Select(one => one.Milliseconds).Order().ToList();
            if (before.Count == 0 || after.Count == 0) continue;
            double At(List<double> times, double share) => times[Math.Min(times.Count - 1, (int)(share * times.Count))];
            flat &= At(after, 0.5) <= At(before, 0.5) * Worse;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what.Key,-34}{At(before, 0.5),8:F1}{At(after, 0.5),8:F1}{At(before, 0.99),11:F1}{At(after, 0.99),8:F1}"));
        }
        double Memory(TimeSpan from, TimeSpan to) => memory.Where(one => one.At >= from && one.At < to).Select(one => one.Megabytes).Order().ToList() is { Count: > 0 } some ? some[some.Count / 2] : 0;
        var (early, late) = (Memory(second, third), Memory(third, all));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"resident MB, median",-34}{early,8:F0}{late,8:F0}"));
        return flat && late <= early * 1.2;
    }
}

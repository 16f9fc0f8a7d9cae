using System.Diagnostics;
using System.Globalization;
using Lotse.Bench.Desks;
using Lotse.Bench.Flat;
using Lotse.Bench.Load;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Runs;

/// <summary>Whether what agents do costs the same on a large desk as on a small one: both run side by side and are asked in turn, so that what the machine does meanwhile hits both.</summary>
internal static class FlatRun
{
    private const double MedianAtMost = 1.3, WorstAtMost = 2;

    private sealed record Measured(string Name, double? Goal, double? GoalWorst, IReadOnlyList<IReadOnlyList<double>> Small, IReadOnlyList<IReadOnlyList<double>> Large);

    public static async Task<int> RunAsync(Options options)
    {
        var (small, large) = (options.Text("small") ?? throw new ArgumentException("--small FOLDER"), options.Text("large") ?? throw new ArgumentException("--large FOLDER"));
        var begun = Stopwatch.GetTimestamp();
        using var one = await Side.OpenAsync(small, options.Text("small-database"));
        await using var first = one.Desk;
        using var other = await Side.OpenAsync(large, options.Text("large-database"));
        await using var second = other.Desk;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Tickets} and {other.Tickets} tickets; ready after {first.ReadyAfter.TotalSeconds:F1} and {second.ReadyAfter.TotalSeconds:F1} s, looked at after {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s"));
        var (rounds, requests) = (options.Number("rounds", 5), options.Number("requests", 60));
        Console.WriteLine("                                         small p50  (of rounds)        p99   large p50  (of rounds)        p99   ratio p50   p99");
        var kept = 0;
        var wanted = options.Text("only");
        foreach (var step in Steps.All.Concat(Steps.Writing).Where(step => wanted is null || step.Name.Contains(wanted, StringComparison.Ordinal))) kept += Print(await MeasureAsync(step, one, other, rounds, requests)) ? 0 : 1;
        if (wanted is null) kept += Print(await TakeInAsync(one, other, rounds, options.Number("mails", 1500), options.Seed)) ? 0 : 1;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resident {first.Figures.ResidentMegabytes:F0} and {second.Figures.ResidentMegabytes:F0} MB, at most {first.Figures.PeakMegabytes:F0} and {second.Figures.PeakMegabytes:F0} MB; {kept} not as they should be"));
        return kept == 0 ? 0 : 1;
    }

    private static async Task<Measured> MeasureAsync(Step step, Side small, Side large, int rounds, int requests)
    {
        var (ofSmall, ofLarge) = (new List<IReadOnlyList<double>>(), new List<IReadOnlyList<double>>());
        var n = 0;
        await TimesAsync(step, small, 0, 15);
        await TimesAsync(step, large, 0, 15);
        for (var round = 0; round < rounds; round++, n += requests)
        {
            // Who is asked first changes with each round.
            if (round % 2 == 0) ofSmall.Add(await TimesAsync(step, small, n, requests));
            ofLarge.Add(await TimesAsync(step, large, n, requests));
            if (round % 2 == 1) ofSmall.Add(await TimesAsync(step, small, n, requests));
        }
        return new Measured(step.Name, step.Goal, step.GoalWorst, ofSmall, ofLarge);
    }

    private static async Task<IReadOnlyList<double>> TimesAsync(Step step, Side side, int from, int count)
    {
        var times = new List<double>(count);
        for (var n = from; n < from + count; n++)
        {
            var begun = Stopwatch.GetTimestamp();
            await step.Ask(side, n);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        return [.. times.Order()];
    }

    /// <summary>Mails to the largest community, eight at a time, now into the one and now into the other.</summary>
    private static async Task<Measured> TakeInAsync(Side small, Side large, int rounds, int count, ulong seed)
    {
        const string Mailbox = "support@stadtblick.example";
        var (ofSmall, ofLarge, perSecond) = (new List<IReadOnlyList<double>>(), new List<IReadOnlyList<double>>(), new List<(double Small, double Large)>());
        for (var round = 0; round < rounds; round++)
        {
            var mails = new MailMaker(seed + 100 + (ulong)round, Mailbox).Make(count);
            var one = await Delivery.RunAsync(mails, 8, small.Desk.LmtpPort, Mailbox);
            await ProcessFigures.UntilQuietAsync(() => small.Desk.Figures, TimeSpan.FromMinutes(2));
            var other = await Delivery.RunAsync(mails, 8, large.Desk.LmtpPort, Mailbox);
            await ProcessFigures.UntilQuietAsync(() => large.Desk.Figures, TimeSpan.FromMinutes(2));
            if (one.Refused.Count + other.Refused.Count > 0) throw new InvalidOperationException($"Mails were refused: {one.Refused.Concat(other.Refused).First()}");
            (ofSmall, ofLarge, perSecond) = ([.. ofSmall, one.Milliseconds], [.. ofLarge, other.Milliseconds], [.. perSecond, (one.PerSecond, other.PerSecond)]);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"taken in with 8 clients, a second: {Spread(perSecond.ConvertAll(p => p.Small))} and {Spread(perSecond.ConvertAll(p => p.Large))}"));
        return new Measured("intake of a mail, 8 clients", null, null, ofSmall, ofLarge);
    }

    /// <returns>Whether it is flat, and as quick as it should be.</returns>
    private static bool Print(Measured measured)
    {
        var ((small, worstSmall), (large, worstLarge)) = (Pooled(measured.Small), Pooled(measured.Large));
        var (ratio, worst) = (large / small, worstLarge / worstSmall);
        var right = ratio <= MedianAtMost && worst <= WorstAtMost && (measured.Goal is not { } goal || large <= goal) && (measured.GoalWorst is not { } goalWorst || worstLarge <= goalWorst);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{measured.Name,-40}{small,9:F2}  ({Medians(measured.Small),-16}){worstSmall,7:F1}{large,12:F2}  ({Medians(measured.Large),-16}){worstLarge,7:F1}{ratio,12:F2}{worst,6:F2}{(right ? "" : "  <-")}"));
        return right;
    }

    private static (double Median, double Worst) Pooled(IReadOnlyList<IReadOnlyList<double>> rounds)
    {
        var all = rounds.SelectMany(times => times).Order().ToList();
        return (At(all, 0.5), At(all, 0.99));
    }

    private static string Medians(IReadOnlyList<IReadOnlyList<double>> rounds)
    {
        var medians = rounds.Select(times => At(times, 0.5)).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{medians[0]:F2} to {medians[^1]:F2}");
    }

    private static string Spread(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{At(sorted, 0.5):F0} ({sorted[0]:F0} to {sorted[^1]:F0})");
    }

    private static double At(IReadOnlyList<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
}

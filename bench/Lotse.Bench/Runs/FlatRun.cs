using System.Diagnostics;
using System.Globalization;
using Lotse.Bench.Desks;
using Lotse.Bench.Flat;
using Lotse.Bench.Load;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Runs;

/// <summary>Whether what agents do costs the same on a large desk as on a small one: all run side by side and are asked in turn, so that what the machine does meanwhile hits each of them.</summary>
internal static class FlatRun
{
    private const string Mailbox = "support@stadtblick.example";

    /// <summary>That the largest desk should take in at least, by eight clients.</summary>
    private const int MailsASecond = 500;

    public static async Task<int> RunAsync(Options options)
    {
        var folders = (options.Text("folders") ?? throw new ArgumentException("--folders SMALL,...,LARGE")).Split(',');
        var databases = options.Text("databases")?.Split('|');
        var sides = new List<Side>();
        try
        {
            foreach (var (folder, at) in folders.Select((folder, at) => (folder, at))) sides.Add(await Side.OpenAsync(folder, databases?[at]));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", sides.Select(side => side.Tickets))} tickets; ready after {string.Join(", ", sides.Select(side => side.Desk.ReadyAfter.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)))} s"));
            foreach (var side in sides) await side.QuietAsync();
            return await MeasureAsync(sides, options);
        }
        finally
        {
            foreach (var side in sides) await side.DisposeAsync();
        }
    }

    private static async Task<int> MeasureAsync(List<Side> sides, Options options)
    {
        var (rounds, requests, wanted) = (options.Number("rounds", 5), options.Number("requests", 60), options.Text("only"));
        await using var csv = options.Text("csv") is { } file ? new StreamWriter(file) : null;
        csv?.WriteLine("what,tickets,p50,p50 least,p50 most,p99");
        Console.WriteLine(Measured.Head(sides.Count));
        var wrong = 0;
        foreach (var step in Steps.All.Concat(Steps.Writing).Where(step => wanted is null || step.Name.Contains(wanted, StringComparison.Ordinal))) wrong += Print(await MeasureAsync(step, sides, rounds, requests), sides, csv);
        if (wanted is null) wrong += Print(await TakeInAsync(sides, rounds, options.Number("mails", 1500), options.Seed), sides, csv);
        foreach (var side in sides) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{side.Tickets} tickets: resident {side.Desk.Figures.ResidentMegabytes:F0} MB, at most {side.Desk.Figures.PeakMegabytes:F0} MB"));
        Console.WriteLine(wrong == 0 ? "all as it should be" : $"{wrong} not as they should be");
        return wrong == 0 ? 0 : 1;
    }

    private static int Print(Measured measured, List<Side> sides, StreamWriter? csv)
    {
        Console.WriteLine(measured.Line());
        for (var at = 0; at < sides.Count; at++) csv?.WriteLine(measured.Csv(at, sides[at].Tickets));
        return measured.IsRight ? 0 : 1;
    }

    private static async Task<Measured> MeasureAsync(Step step, List<Side> sides, int rounds, int requests)
    {
        var measured = new Measured(step.Name, step.Goal, step.GoalWorst, sides.Count);
        foreach (var side in sides) await TimesAsync(step, side, 0, 15);
        for (var (round, n) = (0, 0); round < rounds; round++, n += requests)
        {
            // Who is asked first changes with each round.
            for (var turn = 0; turn < sides.Count; turn++)
            {
                var at = round % 2 == 0 ? turn : sides.Count - 1 - turn;
                var (times, bytes) = await TimesAsync(step, sides[at], n, requests);
                measured.Add(at, times);
                measured.AddSize(at, bytes);
            }
        }
        return measured;
    }

    private static async Task<(IReadOnlyList<double> Times, double Bytes)> TimesAsync(Step step, Side side, int from, int count)
    {
        var (times, bytes) = (new List<double>(count), 0L);
        for (var n = from; n < from + count; n++)
        {
            var begun = Stopwatch.GetTimestamp();
            bytes += await step.Ask(side, n);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        return ([.. times.Order()], (double)bytes / count);
    }

    /// <summary>Mails to the largest community, eight at a time, into one desk after the other.</summary>
    private static async Task<Measured> TakeInAsync(List<Side> sides, int rounds, int count, ulong seed)
    {
        var measured = new Measured("intake of a mail, 8 clients", null, null, sides.Count);
        var perSecond = sides.ConvertAll(_ => new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            // Other mails in each run: those that are there already are told by their fingerprint, in half the time.
            var mails = new MailMaker(seed + 100 + (ulong)round + ((ulong)sides[^1].Tickets * 10), Mailbox).Make(count);
            for (var at = 0; at < sides.Count; at++)
            {
                var taken = await Delivery.RunAsync(mails, 8, sides[at].Desk.LmtpPort, Mailbox);
                if (taken.Refused.Count > 0) throw new InvalidOperationException($"A mail was refused: {taken.Refused[0]}");
                measured.Add(at, taken.Milliseconds);
                perSecond[at].Add(taken.PerSecond);
                await sides[at].QuietAsync();
            }
        }
        Console.WriteLine($"mails taken in a second by 8 clients: {string.Join(", ", perSecond.Select(Measured.Spread))}");
        measured.IsShort = perSecond[^1].Order().ElementAt(rounds / 2) < MailsASecond;
        return measured;
    }
}

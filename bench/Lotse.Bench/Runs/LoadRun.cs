using Lotse.Bench.Desks;
using Lotse.Bench.Load;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Runs;

/// <summary>Mails a second by number of clients, what they cost the desk, and how far that is from what this machine can do at best.</summary>
internal static class LoadRun
{
    public static async Task<int> RunAsync(Options options)
    {
        var (each, steps) = (options.Number("mails", 2000), options.Numbers("clients", "1,2,4,8"));
        var mails = new MailMaker(options.Seed, DeskProcess.Mailbox).Make(each * steps.Count);
        await using var desk = await DeskProcess.StartNewAsync(options.Folder, options.Text("database"));
        await WarmUpAsync(options, desk);
        Console.WriteLine("clients  mails  taken/s  done/s  p50 ms  p99 ms  CPU ms/mail  RSS MB  peak MB  floor/s  floor CPU ms  commits  ratio");
        var (wrong, at) = (0, 0);
        foreach (var clients in steps)
        {
            var part = mails.Skip(at).Take(each).ToList();
            at += each;
            var floor = await Floor.RunAsync(part, clients, options.Folder);
            var before = desk.Figures;
            var result = await Delivery.RunAsync(part, clients, desk.LmtpPort, DeskProcess.Mailbox);
            var rest = await ProcessFigures.UntilQuietAsync(() => desk.Figures, TimeSpan.FromMinutes(5));
            var after = desk.Figures;
            var done = result.Taken.Count / (result.Time + rest).TotalSeconds;
            Console.WriteLine($"{clients,7}{part.Count,7}{result.PerSecond,9:F1}{done,8:F1}{result.At(0.5),8:F1}{result.At(0.99),8:F1}"
                + $"{(after.CpuMilliseconds - before.CpuMilliseconds) / part.Count,13:F2}{after.ResidentMegabytes,8:F0}{after.PeakMegabytes,9:F0}"
                + $"{floor.PerSecond,9:F1}{floor.CpuMilliseconds,14:F2}{floor.Commits,9}{done / floor.PerSecond,7:F2}");
            foreach (var refused in result.Refused.Take(3)) Console.WriteLine("         refused: " + refused);
            wrong += part.Count - result.Taken.Count;
        }
        await PrintDiskAsync(desk);
        return wrong == 0 ? 0 : 1;
    }

    /// <summary>Both sides have met their code once before anything is counted.</summary>
    private static async Task WarmUpAsync(Options options, DeskProcess desk)
    {
        var first = new MailMaker(options.Seed + 1_000_000, DeskProcess.Mailbox).Make(options.Number("warm-up", 300));
        await Floor.RunAsync(first, 4, options.Folder);
        await Delivery.RunAsync(first, 4, desk.LmtpPort, DeskProcess.Mailbox);
        await ProcessFigures.UntilQuietAsync(() => desk.Figures, TimeSpan.FromMinutes(1));
    }

    private static async Task PrintDiskAsync(DeskProcess desk)
    {
        using var api = new DeskApi(desk);
        var tickets = (await api.TicketNumbersAsync()).Count;
        var bytes = new DirectoryInfo(desk.Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        Console.WriteLine($"{tickets} tickets, {bytes / 1024.0 / Math.Max(1, tickets):F1} KB a ticket in the data folder; ready {desk.ReadyAfter.TotalSeconds:F2} s after the start");
    }
}

using Lotse.Adapters.MailServer.Reading;
using Lotse.Domain.Intake;
using MimeKit;

namespace Lotse.Bench.Runs;

/// <summary>What reading a mail costs beside MimeKit's bare parse of the same bytes: both in turn, mail by mail, in the same run, so that whatever else
/// the machine does weighs on both.</summary>
internal static class ReadRun
{
    /// <summary>Rounds before it counts: the compiler is still at work in them.</summary>
    private const int WarmUp = 30;

    /// <summary>With the least that either way ever took it, in nanoseconds: what else the machine does only adds.</summary>
    private sealed record Mail(byte[] Bytes, string Group)
    {
        public long LeastBare { get; set; } = long.MaxValue;

        public long LeastReading { get; set; } = long.MaxValue;
    }

    private sealed class Cost
    {
        public long Bare, Reading, BareBytes, ReadingBytes;

        public int Mails { get; set; }

        public double Ratio => (double)Reading / Bare;
    }

    public static int Run(Options options)
    {
        var folder = options.Text("from") ?? throw new ArgumentException("read --from FOLDER [--rounds 9]");
        var mails = Load(folder);
        var rounds = Enumerable.Range(0, WarmUp + options.Number("rounds", 9)).Select(_ => Round(mails)).Skip(WarmUp).ToList();
        Console.WriteLine($"{mails.Count} mails, {rounds.Count} rounds, times of a bare parse: median (min to max), and what one mail takes of time and memory");
        foreach (var group in rounds[0].Keys.Order(StringComparer.Ordinal)) Report(group, [.. rounds.Select(round => round[group])]);
        ReportMails(mails);
        return 0;
    }

    private static void Report(string group, IReadOnlyList<Cost> costs)
    {
        var ratios = costs.Select(cost => cost.Ratio).Order().ToList();
        var middle = costs.OrderBy(cost => cost.Reading).ElementAt(costs.Count / 2);
        var perMail = 1.0 / 1000 / middle.Mails;
        Console.WriteLine(FormattableString.Invariant(
            $"{group,-12} {middle.Mails,5} mails  {ratios[ratios.Count / 2]:F2} ({ratios[0]:F2} to {ratios[^1]:F2})  {middle.Reading * perMail,7:F0} us, {middle.ReadingBytes / 1024.0 / middle.Mails,6:F0} KB; bare {middle.Bare * perMail,6:F0} us, {middle.BareBytes / 1024.0 / middle.Mails,5:F0} KB; memory {(double)middle.ReadingBytes / middle.BareBytes:F2}"));
    }

    private static void ReportMails(List<Mail> mails)
    {
        var ratios = mails.Select(mail => (double)mail.LeastReading / mail.LeastBare).Order().ToList();
        Console.WriteLine(FormattableString.Invariant(
            $"mail by mail, each at its best: median {ratios[ratios.Count / 2]:F2} ({ratios[ratios.Count / 10]:F2} for one in ten, {ratios[ratios.Count * 9 / 10]:F2} for nine in ten), slowest mail {mails.Max(mail => mail.LeastReading) / 1e6:F1} ms"));
    }

    private static List<Mail> Load(string folder)
    {
        var mails = new List<Mail>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.eml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            try
            {
                Bare(bytes);
            }
            catch (FormatException)
            {
                continue; // Nothing to compare with.
            }
            mails.Add(new Mail(bytes, GroupOf(Read(bytes))));
        }
        return mails.Count > 0 ? mails : throw new ArgumentException($"There are no .eml files in {folder}.");
    }

    private static string GroupOf(ReadMail mail) => mail.Kind is MailKind.Bounce or MailKind.Delayed ? "bounces" : mail.Attachments.Count > 0 ? "with files" : mail.Html is not null ? "html" : "plain";

    private static Dictionary<string, Cost> Round(List<Mail> mails)
    {
        var costs = new Dictionary<string, Cost> { ["all"] = new() };
        foreach (var mail in mails)
        {
            var one = Measure(mail.Bytes);
            (mail.LeastBare, mail.LeastReading) = (Math.Min(mail.LeastBare, one.Bare), Math.Min(mail.LeastReading, one.Reading));
            if (!costs.TryGetValue(mail.Group, out var group)) costs[mail.Group] = group = new Cost();
            foreach (var sum in (Cost[])[costs["all"], group])
            {
                (sum.Bare, sum.Reading, sum.BareBytes, sum.ReadingBytes) =
                    (sum.Bare + one.Bare, sum.Reading + one.Reading, sum.BareBytes + one.BareBytes, sum.ReadingBytes + one.ReadingBytes);
                sum.Mails++;
            }
        }
        return costs;
    }

    private static Cost Measure(byte[] bytes)
    {
        var cost = new Cost();
        var (begun, had) = (ThreadTime.Now(), GC.GetAllocatedBytesForCurrentThread());
        Bare(bytes);
        (cost.Bare, cost.BareBytes) = (ThreadTime.Now() - begun, GC.GetAllocatedBytesForCurrentThread() - had);
        (begun, had) = (ThreadTime.Now(), GC.GetAllocatedBytesForCurrentThread());
        Read(bytes);
        (cost.Reading, cost.ReadingBytes) = (ThreadTime.Now() - begun, GC.GetAllocatedBytesForCurrentThread() - had);
        return cost;
    }

    private static void Bare(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        MimeMessage.Load(stream).Dispose();
    }

    private static ReadMail Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return MailReader.Read(stream, ReadingLimits.Default);
    }
}

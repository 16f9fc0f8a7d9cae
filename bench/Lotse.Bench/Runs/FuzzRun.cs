using System.Diagnostics;
using System.Globalization;
using Lotse.Adapters.MailServer.Cleaning;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Runs;

/// <summary>Reads mails that were spoilt by chance, and holds reading to its promises: it never throws, its work stays in proportion to the bytes, and whatever
/// it gives can be shown.</summary>
internal static class FuzzRun
{
    /// <summary>Bytes asked for while a mail is read and cleaned, most of them given back at once: for each byte of it, and for any mail at all.</summary>
    private const long MemoryPerByte = 200, MemoryAtAll = 64 * 1024 * 1024;

    /// <summary>Nanoseconds of work for any mail at all: whoever waits behind it waits as long.</summary>
    private const long TimeAtAll = 2_000_000_000;

    /// <summary>What all workers met together.</summary>
    private sealed class Tally
    {
        public int Next, Bad, Unreadable;
        public long Slowest, Hungriest;

        public static void Most(ref long most, long value)
        {
            for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            {
                if (Interlocked.CompareExchange(ref most, value, seen) == seen) return;
            }
        }
    }

    public static int Run(Options options)
    {
        var folder = options.Text("from") ?? throw new ArgumentException("fuzz --from FOLDER [--mails N | --seconds 30] [--workers 1] [--seed 1] [--keep FOLDER]");
        var mails = Directory.EnumerateFiles(folder, "*.eml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes).Where(bytes => bytes.Length is > 16 and < 300_000).ToList();
        if (mails.Count == 0) throw new ArgumentException($"There are no .eml files in {folder}.");
        foreach (var mail in mails) Wrong(mail, new Tally()); // The compiler's work is not theirs.
        var tally = new Tally { Next = options.Number("from-mail", 1) - 1 };
        var clock = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, options.Number("workers", 1)).Select(_ => new Thread(() => Work(options, mails, tally, clock), maxStackSize: 1024 * 1024)).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        var count = options.Text("mails") is null ? tally.Next : options.Number("mails", 0);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} mails in {clock.Elapsed.TotalSeconds:F0} s, {tally.Bad} read wrongly, {tally.Unreadable} with nothing to read (parked), slowest {tally.Slowest / 1e6:F0} ms, most memory for one {tally.Hungriest / 1048576.0:F1} MB, peak of the process {Peak() / 1048576.0:F0} MB"));
        return tally.Bad == 0 ? 0 : 1;
    }

    private static void Work(Options options, List<byte[]> mails, Tally tally, Stopwatch clock)
    {
        int most = options.Text("mails") is null ? int.MaxValue : options.Number("mails", 0), seconds = options.Number("seconds", most == int.MaxValue ? 30 : 36_000);
        while (clock.Elapsed.TotalSeconds < seconds && Interlocked.Increment(ref tally.Next) is var count && count <= most)
        {
            var random = new Random(unchecked((int)options.Seed * 1_000_003 + count));
            var bytes = new Mutations(random).Of(mails[random.Next(mails.Count)], mails[random.Next(mails.Count)]);
            if (count % 100_000 == 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} after {clock.Elapsed.TotalSeconds:F0} s"));
            if (Wrong(bytes, tally) is not { } wrong) continue;
            Interlocked.Increment(ref tally.Bad);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count}: {bytes.Length} bytes, {wrong}"));
            if (options.Text("keep") is { } keep) File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(keep).FullName, $"{count}.eml"), bytes);
        }
    }

    private static long Peak()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }

    private static string? Wrong(byte[] bytes, Tally tally)
    {
        var (begun, had) = (ThreadTime.Now(), GC.GetAllocatedBytesForCurrentThread());
        try
        {
            using var raw = new MemoryStream(bytes, writable: false);
            var mail = MailReader.Read(raw, ReadingLimits.Whole with { Time = TimeSpan.FromMinutes(1) });
            if (mail.Problems.Contains("reader-failed")) return "the reader failed";
            if (mail.Text.AsSpan().Trim().Length > 0 && mail.Visible.Length == 0) return "nothing of its text is visible";
            if (!MailReader.LooksLikeMail(mail)) Interlocked.Increment(ref tally.Unreadable);
            if (mail.Html is { } html) HtmlCleaner.Clean(html, CleaningOptions.Default);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"threw {e.GetType().Name}: {e.StackTrace?.Split('\n')[0].Trim()}";
        }
        var (took, used) = (ThreadTime.Now() - begun, GC.GetAllocatedBytesForCurrentThread() - had);
        Tally.Most(ref tally.Slowest, took);
        Tally.Most(ref tally.Hungriest, used);
        if (took > TimeAtAll) return string.Create(CultureInfo.InvariantCulture, $"took {took / 1_000_000} ms");
        return used > MemoryAtAll + MemoryPerByte * bytes.Length ? string.Create(CultureInfo.InvariantCulture, $"used {used / 1024 / 1024} MB") : null;
    }
}

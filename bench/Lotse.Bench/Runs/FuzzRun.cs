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
    /// <summary>Memory for each byte of a mail, and for any mail at all.</summary>
    private const long MemoryPerByte = 200, MemoryAtAll = 16 * 1024 * 1024;

    /// <summary>Nanoseconds of work for each byte, and for any mail at all.</summary>
    private const long TimePerByte = 20_000, TimeAtAll = 500_000_000;

    public static int Run(Options options)
    {
        var folder = options.Text("from") ?? throw new ArgumentException("fuzz --from FOLDER [--seconds 30] [--seed 1] [--keep FOLDER]");
        var mails = Directory.EnumerateFiles(folder, "*.eml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes).Where(bytes => bytes.Length is > 16 and < 300_000).ToList();
        if (mails.Count == 0) throw new ArgumentException($"There are no .eml files in {folder}.");
        foreach (var mail in mails) Wrong(mail); // The compiler's work is not theirs.
        var (seed, count, bad) = ((int)options.Seed, 0, 0);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < options.Number("seconds", 30); count++)
        {
            var random = new Random(unchecked(seed * 1_000_003 + count));
            var bytes = new Mutations(random).Of(mails[random.Next(mails.Count)], mails[random.Next(mails.Count)]);
            if (Wrong(bytes) is not { } wrong) continue;
            bad++;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count}: {bytes.Length} bytes, {wrong}"));
            if (options.Text("keep") is { } keep) File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(keep).FullName, $"{count}.eml"), bytes);
        }
        Console.WriteLine($"{count} mails, {bad} read wrongly");
        return bad == 0 ? 0 : 1;
    }

    private static string? Wrong(byte[] bytes)
    {
        var (begun, had) = (ThreadTime.Now(), GC.GetAllocatedBytesForCurrentThread());
        try
        {
            using var raw = new MemoryStream(bytes, writable: false);
            var mail = MailReader.Read(raw, ReadingLimits.Whole with { Time = TimeSpan.FromMinutes(1) });
            if (mail.Problems.Contains("reader-failed")) return "the reader failed";
            if (mail.Text.AsSpan().Trim().Length > 0 && mail.Visible.Length == 0) return "nothing of its text is visible";
            if (mail.Html is { } html) HtmlCleaner.Clean(html, CleaningOptions.Default);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"threw {e.GetType().Name}: {e.StackTrace?.Split('\n')[0].Trim()}";
        }
        var (took, used) = (ThreadTime.Now() - begun, GC.GetAllocatedBytesForCurrentThread() - had);
        if (took > TimeAtAll + TimePerByte * bytes.Length) return string.Create(CultureInfo.InvariantCulture, $"took {took / 1_000_000} ms");
        return used > MemoryAtAll + MemoryPerByte * bytes.Length ? string.Create(CultureInfo.InvariantCulture, $"used {used / 1024 / 1024} MB") : null;
    }
}

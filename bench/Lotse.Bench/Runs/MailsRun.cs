using Lotse.Bench.Load;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Runs;

/// <summary>What does without a desk: writing the mails to a folder, and measuring the load generator against a door that keeps nothing.</summary>
internal static class MailsRun
{
    public static async Task<int> WriteAsync(Options options)
    {
        var folder = Directory.CreateDirectory(options.Text("out") ?? throw new ArgumentException("mails --out FOLDER")).FullName;
        var mails = new MailMaker(options.Seed, options.Text("to") ?? Desks.DeskProcess.Mailbox).Make(options.Number("mails", 2000));
        foreach (var mail in mails) await File.WriteAllBytesAsync(Path.Combine(folder, $"{mail.Number:000000}.eml"), mail.Wire);
        var sizes = mails.Select(mail => mail.Wire.Length).Order().ToList();
        Console.WriteLine($"{mails.Count} mails, {mails.Count(mail => mail.Parent is null)} open a conversation, {mails.Count(mail => mail.HasFile)} have a file, "
            + $"median {sizes[sizes.Count / 2]} bytes, together {sizes.Sum(size => (long)size) / 1024 / 1024} MB");
        return 0;
    }

    /// <summary>To a desk, or any LMTP door, that runs already.</summary>
    public static async Task<int> DeliverAsync(Options options)
    {
        var mailbox = options.Text("to") ?? throw new ArgumentException("deliver --port PORT --to ADDRESS");
        var mails = new MailMaker(options.Seed, mailbox).Make(options.Number("mails", 2000));
        var result = await Delivery.RunAsync(mails, options.Number("clients", 4), options.Number("port", 5024), mailbox);
        Console.WriteLine($"{result.Taken.Count} of {mails.Count} taken at {result.PerSecond:F0}/s, p50 {result.At(0.5):F1} ms, p99 {result.At(0.99):F1} ms");
        foreach (var refused in result.Refused.Take(5)) Console.WriteLine("refused: " + refused);
        return result.Taken.Count == mails.Count ? 0 : 1;
    }

    public static async Task<int> SinkAsync(Options options)
    {
        var mails = new MailMaker(options.Seed, Desks.DeskProcess.Mailbox).Make(options.Number("mails", 2000));
        using var sink = new Sink();
        foreach (var clients in options.Numbers("clients", "1,2,4,8"))
        {
            var result = await Delivery.RunAsync(mails, clients, sink.Port, Desks.DeskProcess.Mailbox);
            var floor = await Floor.RunAsync(mails, clients, options.Folder);
            Console.WriteLine($"{clients} clients: {result.Taken.Count} taken by the sink at {result.PerSecond:F0}/s; floor {floor.PerSecond:F0}/s in {floor.Commits} commits, CPU {floor.CpuMilliseconds:F2} ms a mail");
        }
        return 0;
    }
}

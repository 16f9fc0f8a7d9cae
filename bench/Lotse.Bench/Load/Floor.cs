using System.Diagnostics;
using System.Threading.Channels;
using Lotse.Bench.Mails;
using MimeKit;

namespace Lotse.Bench.Load;

/// <param name="Commits">Durable writes: each a group of mails that were waiting at the same time.</param>
internal sealed record FloorResult(double PerSecond, double CpuMilliseconds, int Commits);

/// <summary>What this machine could do at best: the same number of workers parse the same mails with MimeKit, and one writer appends the same bytes to one file,
/// as many at a time as wait, each group made durable before its workers go on. No protocol, no database, no decision.</summary>
internal static class Floor
{
    private sealed record Waiting(byte[] Bytes, TaskCompletionSource Durable);

    /// <param name="folder">On the disk that the desk's data folder is on.</param>
    public static async Task<FloorResult> RunAsync(IReadOnlyList<GeneratedMail> mails, int workers, string folder)
    {
        var path = Path.Combine(folder, "floor.bin");
        var queue = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
        var (next, cpu, begun) = (-1, Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.GetTimestamp());
        var writer = Task.Run(() => WriteAsync(queue.Reader, path));
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync)));
        queue.Writer.Complete();
        var commits = await writer;
        var (seconds, used) = (Stopwatch.GetElapsedTime(begun).TotalSeconds, Process.GetCurrentProcess().TotalProcessorTime - cpu);
        File.Delete(path);
        return new FloorResult(mails.Count / seconds, used.TotalMilliseconds / mails.Count, commits);

        async Task WorkAsync()
        {
            while (Interlocked.Increment(ref next) is var at && at < mails.Count)
            {
                Parse(mails[at].Wire);
                var waiting = new Waiting(mails[at].Wire, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                await queue.Writer.WriteAsync(waiting);
                await waiting.Durable.Task;
            }
        }
    }

    private static void Parse(byte[] wire)
    {
        using var stream = new MemoryStream(wire, writable: false);
        using var message = MimeMessage.Load(stream);
        if (message.TextBody is null || message.HtmlBody is null) throw new InvalidOperationException("A generated mail has lost its text.");
    }

    private static async Task<int> WriteAsync(ChannelReader<Waiting> queue, string path)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var (commits, group) = (0, new List<Waiting>());
        while (await queue.WaitToReadAsync())
        {
            while (queue.TryRead(out var waiting)) group.Add(waiting);
            foreach (var each in group) file.Write(each.Bytes);
            file.Flush(flushToDisk: true);
            commits++;
            group.ForEach(each => each.Durable.SetResult());
            group.Clear();
        }
        return commits;
    }
}

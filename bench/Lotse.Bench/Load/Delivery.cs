using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Load;

/// <summary>What became of a number of mails that were delivered by several clients at once.</summary>
/// <param name="Taken">Those the desk answered 2xx for.</param>
/// <param name="Refused">Some of the other answers, for the report.</param>
internal sealed record Delivered(IReadOnlyList<GeneratedMail> Taken, IReadOnlyList<string> Refused, TimeSpan Time, IReadOnlyList<double> Milliseconds)
{
    public double PerSecond => Taken.Count / Time.TotalSeconds;

    public double At(double share) => Milliseconds.Count == 0 ? 0 : Milliseconds[Math.Min(Milliseconds.Count - 1, (int)(share * Milliseconds.Count))];
}

internal static class Delivery
{
    /// <param name="onTaken">Called after each 2xx with the count so far; may end the run by cancelling <paramref name="stop"/>.</param>
    public static async Task<Delivered> RunAsync(
        IReadOnlyList<GeneratedMail> mails, int clients, int port, string mailbox, Action<int>? onTaken = null, CancellationToken stop = default)
    {
        using var feed = new Feed(mails);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var (taken, refused, times) = (new ConcurrentQueue<GeneratedMail>(), new ConcurrentQueue<string>(), new ConcurrentQueue<double>());
        var count = 0;
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(ClientAsync, CancellationToken.None)));
        return new Delivered([.. taken], [.. refused], Stopwatch.GetElapsedTime(begun), [.. times.Order()]);

        async Task ClientAsync()
        {
            try
            {
                await using var client = await LmtpClient.ConnectAsync(port, end.Token);
                while (await feed.TakeAsync(end.Token) is { } mail)
                {
                    var started = Stopwatch.GetTimestamp();
                    var answer = await client.DeliverAsync(mail.Sender, mailbox, mail.Wire, end.Token);
                    times.Enqueue(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                    if (answer[0] == '2')
                    {
                        taken.Enqueue(mail);
                        onTaken?.Invoke(Interlocked.Increment(ref count));
                    }
                    else
                    {
                        refused.Enqueue($"mail {mail.Number}: {answer.Trim()}");
                    }
                    feed.Done(mail, clients);
                }
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
            {
                // The desk is gone, or the run was ended: what has no answer is in neither list, and the other clients would wait for it for ever.
                refused.Enqueue(broken.Message);
                await end.CancelAsync();
            }
        }
    }
}

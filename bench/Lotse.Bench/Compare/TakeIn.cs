using System.Collections.Concurrent;
using System.Diagnostics;
using Lotse.Bench.Load;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Compare;

/// <summary>Hands the same mails to a desk by several clients, an answer only after what it answers.</summary>
internal sealed class TakeIn(ComparedDesk desk)
{
    private readonly ConcurrentDictionary<string, string> _tickets = new();
    private readonly ConcurrentDictionary<string, int> _messages = new();

    /// <summary>Tickets by the number of the mail that opened them: the same conversation on every desk.</summary>
    public ConcurrentDictionary<int, string> Opened { get; } = new();

    public int MessagesOf(string ticket) => _messages.GetValueOrDefault(ticket);

    /// <returns>Mails a second in each fifth of them.</returns>
    public async Task<IReadOnlyList<double>> RunAsync(IReadOnlyList<GeneratedMail> mails, int clients)
    {
        var perSecond = new List<double>();
        foreach (var fifth in mails.Chunk(Math.Max(1, (mails.Count + 4) / 5)))
        {
            using var feed = new Feed(fifth);
            using var failed = new CancellationTokenSource();
            var begun = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => ClientAsync(feed, clients, failed))));
            perSecond.Add(fifth.Length / Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }
        return [.. perSecond.Order()];
    }

    /// <summary>Where one fails the others stop too: they might wait for what it has not handed over.</summary>
    private async Task ClientAsync(Feed feed, int clients, CancellationTokenSource failed)
    {
        using var door = desk.Door();
        while (await feed.TakeAsync(failed.Token) is { } mail)
        {
            string ticket;
            try
            {
                ticket = await desk.TakeInAsync(door, mail, mail.Parent is null ? null : _tickets[mail.Parent]);
            }
            catch
            {
                await failed.CancelAsync();
                throw;
            }
            _tickets[mail.MessageId] = ticket;
            _messages.AddOrUpdate(ticket, 1, (_, count) => count + 1);
            if (mail.Parent is null) Opened[mail.Number] = ticket;
            feed.Done(mail, clients);
        }
    }
}

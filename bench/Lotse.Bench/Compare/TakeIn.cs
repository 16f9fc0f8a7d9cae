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
    public Task<IReadOnlyList<double>> RunAsync(IReadOnlyList<GeneratedMail> mails, int clients) => ByFifthsAsync(mails, fifth => HandInAsync(fifth, clients));

    /// <summary>As the mail server of a house hands them over. The tickets of these mails are left out of what is asked for later: nobody says which they are.</summary>
    /// <returns>Mails a second in each fifth of them.</returns>
    public async Task<IReadOnlyList<double>> FromServerAsync(IReadOnlyList<GeneratedMail> mails, int clients)
    {
        foreach (var answered in mails.Where(mail => mail.Parent is not null && _tickets.ContainsKey(mail.Parent)).Select(mail => _tickets[mail.Parent!]).ToHashSet())
        {
            foreach (var opened in Opened.Where(one => one.Value == answered)) Opened.TryRemove(opened);
        }
        var before = Opened.ToList();
        var perSecond = await ByFifthsAsync(mails, async fifth => await desk.FromServerAsync(fifth, clients) ?? await HandInAsync(fifth, clients));
        foreach (var opened in Opened.Except(before)) Opened.TryRemove(opened);
        return perSecond;
    }

    private static async Task<IReadOnlyList<double>> ByFifthsAsync(IReadOnlyList<GeneratedMail> mails, Func<IReadOnlyList<GeneratedMail>, Task<TimeSpan>> handIn)
    {
        var perSecond = new List<double>();
        foreach (var fifth in mails.Chunk(Math.Max(1, (mails.Count + 4) / 5))) perSecond.Add(fifth.Length / (await handIn(fifth)).TotalSeconds);
        return [.. perSecond.Order()];
    }

    private async Task<TimeSpan> HandInAsync(IReadOnlyList<GeneratedMail> mails, int clients)
    {
        using var feed = new Feed(mails);
        using var failed = new CancellationTokenSource();
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => ClientAsync(feed, clients, failed))));
        return Stopwatch.GetElapsedTime(begun);
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

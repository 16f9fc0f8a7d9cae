using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Lotse.Tests.Desk;

namespace Lotse.Tests.Setup.Nodes;

/// <summary>A desk that traffic may go to, and may be gone at any moment.</summary>
internal sealed record Node(Uri Url, System.Net.IPEndPoint Lmtp);

/// <summary>Mails and answers to several desks at once, and what each of them said "yes" to. Whoever hears no yes for a mail sends it again, as a relay does; an answer is sent once.</summary>
internal sealed class NodeTraffic(IReadOnlyList<Node> nodes, string token)
{
    private static readonly HttpClient s_http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1) }) { Timeout = TimeSpan.FromSeconds(60) };
    private int _mails, _replies;

    /// <summary>Message-IDs of mails that were said to be stored.</summary>
    public ConcurrentDictionary<string, bool> Stored { get; } = new();

    /// <summary>Texts of answers that were said to be taken.</summary>
    public ConcurrentDictionary<string, bool> Answered { get; } = new();

    /// <summary>Answers of which nobody knows what became.</summary>
    public ConcurrentDictionary<string, bool> Unsure { get; } = new();

    public static CustomerMail Mail(int i) => new(string.Create(CultureInfo.InvariantCulture, $"Frage {i}"), string.Create(CultureInfo.InvariantCulture, $"Worte {i}\n"))
    {
        From = string.Create(CultureInfo.InvariantCulture, $"kunde{i}@kunde.example"),
        MessageId = string.Create(CultureInfo.InvariantCulture, $"frage-{i}@kunde.example"),
    };

    /// <summary>Each mail goes to one desk, and once more to the next.</summary>
    public Task MailAsync(int from, int count, int streams) => Task.WhenAll(Enumerable.Range(0, streams).Select(stream => Task.Run(async () =>
    {
        for (var i = from + stream; i < from + count; i += streams)
        {
            await DeliverAsync(Mail(i), Interlocked.Increment(ref _mails));
            await DeliverAsync(Mail(i), Interlocked.Increment(ref _mails));
        }
    })));

    /// <summary>Each ticket gets so many answers, one after the other, each by the next desk.</summary>
    public Task ReplyAsync(IReadOnlyList<long> tickets, int each, TimeSpan apart = default) => Task.WhenAll(tickets.Chunk(Math.Max(1, tickets.Count / 4)).Select(some => Task.Run(async () =>
    {
        for (var n = 0; n < each; n++)
        {
            foreach (var ticket in some) await AnswerAsync(ticket, string.Create(CultureInfo.InvariantCulture, $"Antwort {n} zu {ticket}."));
            await Task.Delay(apart);
        }
    })));

    private async Task DeliverAsync(CustomerMail mail, int turn)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            try
            {
                await using var postman = await Postman.ComeAsync(nodes[(turn + tries) % nodes.Count].Lmtp);
                if ((await postman.DeliverAsync(mail.ToBytes(), mail.From, RunningDesk.Mailbox))[0].StartsWith("250", StringComparison.Ordinal))
                {
                    Stored[mail.MessageId!] = true;
                    return;
                }
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
                // The next one, or the same again.
            }
            await Task.Delay(100);
        }
        throw new InvalidOperationException($"Nobody took {mail.MessageId}.");
    }

    private async Task AnswerAsync(long ticket, string text)
    {
        var turn = Interlocked.Increment(ref _replies);
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(nodes[(turn + tries) % nodes.Count].Url, string.Create(CultureInfo.InvariantCulture, $"/api/v1/tickets/{ticket}/replies")));
                request.Content = JsonContent.Create(new { text });
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                using var answer = await s_http.SendAsync(request);
                if (answer.IsSuccessStatusCode) Answered[text] = true;
                else Unsure[text] = true;
                return;
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError && tries < 20)
            {
                // Nobody has heard of it.
            }
            catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
            {
                Unsure[text] = true;
                return;
            }
        }
    }
}

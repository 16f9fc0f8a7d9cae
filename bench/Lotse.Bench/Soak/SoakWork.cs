using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Lotse.Bench.Desks;
using Lotse.Bench.Load;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Soak;

/// <summary>Mails that come in and agents who work, while the desk is restarted and killed under them: whoever finds it away tries again.</summary>
internal sealed class SoakWork(DeskProcess desk, IReadOnlyList<GeneratedMail> mails, CancellationToken over)
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(300);

    private int _next = -1, _answers;

    /// <summary>When, and how long it took in milliseconds, for what was answered.</summary>
    public ConcurrentQueue<(TimeSpan At, string What, double Milliseconds)> Times { get; } = new();

    /// <summary>Marks of answers that the desk said 201 to; and of those of which nobody knows.</summary>
    public ConcurrentDictionary<string, bool> Answered { get; } = new();

    public ConcurrentDictionary<string, bool> Unsure { get; } = new();

    public ConcurrentQueue<string> Strange { get; } = new();

    /// <summary>Those that the desk said it has.</summary>
    public ConcurrentDictionary<string, int> Delivered { get; } = new();

    public long Begun { get; } = Stopwatch.GetTimestamp();

    /// <summary>One mail after the other until the time is over, every twentieth twice.</summary>
    public async Task DeliverAsync(TimeSpan every)
    {
        var dice = new Dice((ulong)Environment.TickCount64);
        while (!over.IsCancellationRequested && Interlocked.Increment(ref _next) is var at && at < mails.Count)
        {
            var begun = Stopwatch.GetTimestamp();
            for (var copies = dice.Happens(0.05) ? 2 : 1; copies > 0; copies--) await DeliverAsync(mails[at]);
            if (every - Stopwatch.GetElapsedTime(begun) is var rest && rest > TimeSpan.Zero) await Task.Delay(rest, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task WorkAsync(int agent)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = desk.Web, Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", desk.Token);
        var dice = new Dice((ulong)agent + 7);
        while (!over.IsCancellationRequested)
        {
            try
            {
                await StepAsync(http, dice);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                await Task.Delay(Again, CancellationToken.None); // The desk is away.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(dice.Between(200, 1500)), over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DeliverAsync(GeneratedMail mail)
    {
        // Whoever sends keeps a mail until it is taken, and is not told to stop in between.
        for (var tries = 0; tries < 400; tries++)
        {
            try
            {
                var begun = Stopwatch.GetTimestamp();
                await using var client = await LmtpClient.ConnectAsync(desk.LmtpPort, CancellationToken.None);
                if ((await client.DeliverAsync(mail.Sender, DeskProcess.Mailbox, mail.Wire, CancellationToken.None))[0] == '2')
                {
                    Delivered.AddOrUpdate(mail.Mark, 1, (_, count) => count + 1);
                    Note("mail", begun);
                    return;
                }
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // Nobody knows whether it was taken: it is sent again.
            }
            await Task.Delay(Again, CancellationToken.None);
        }
        Strange.Enqueue($"{mail.Mark} was not taken in two minutes");
    }

    private async Task StepAsync(HttpClient http, Dice dice)
    {
        using var list = await AskAsync(http, "list", "/api/v1/tickets?limit=50");
        if (list.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").ToString()).ToList() is not { Count: > 0 } there) return;
        var number = dice.Of(there);
        using var ticket = await AskAsync(http, "ticket", $"/api/v1/tickets/{number}");
        if (dice.Happens(0.2)) (await AskAsync(http, "search", $"/api/v1/search?q={dice.Of(["Rechnung", "Hausmeister", "invoice", "caretaker", "Kiel"])}")).Dispose();
        var at = dice.Share();
        if (at < 0.35) await AnswerAsync(http, number, ticket.RootElement);
        else if (at < 0.5) await ChangeAsync(http, HttpMethod.Post, $"/api/v1/tickets/{number}/notes", new { text = "Beim Kunden nachgefragt." });
        else if (at < 0.65) await ChangeAsync(http, HttpMethod.Patch, $"/api/v1/tickets/{number}", new { state = dice.Of(["open", "waitingForCustomer", "resolved"]) });
    }

    private async Task AnswerAsync(HttpClient http, string number, JsonElement ticket)
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"Antwort{Interlocked.Increment(ref _answers):0000000}");
        var last = ticket.GetProperty("messages").EnumerateArray().Last().GetProperty("id").ToString();
        try
        {
            var begun = Stopwatch.GetTimestamp();
            using var answer = await http.PostAsJsonAsync($"/api/v1/tickets/{number}/replies", new { text = $"Guten Tag, das ist geprüft und behoben. {mark}", to = (string[])[ticket.GetProperty("contact").GetProperty("address").GetString()!], lastSeen = last }, CancellationToken.None);
            if (answer.StatusCode == HttpStatusCode.Created) Answered[mark] = true;
            else if (answer.StatusCode is not (HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity or HttpStatusCode.ServiceUnavailable)) Strange.Enqueue($"reply: {(int)answer.StatusCode}");
            if (answer.StatusCode == HttpStatusCode.Created) Note("reply", begun);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            Unsure[mark] = true; // It may have been taken: nobody sends it again.
            throw;
        }
    }

    private async Task ChangeAsync(HttpClient http, HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var answer = await http.SendAsync(request, CancellationToken.None);
        if ((int)answer.StatusCode >= 500 && answer.StatusCode != HttpStatusCode.ServiceUnavailable) Strange.Enqueue($"{path}: {(int)answer.StatusCode}");
    }

    private async Task<JsonDocument> AskAsync(HttpClient http, string what, string path)
    {
        var begun = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync(path, CancellationToken.None);
        if (answer.StatusCode == HttpStatusCode.InternalServerError) Strange.Enqueue($"{path}: 500");
        answer.EnsureSuccessStatusCode();
        var said = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
        Note(what, begun);
        return said;
    }

    private void Note(string what, long begun) => Times.Enqueue((Stopwatch.GetElapsedTime(Begun), what, Stopwatch.GetElapsedTime(begun).TotalMilliseconds));
}

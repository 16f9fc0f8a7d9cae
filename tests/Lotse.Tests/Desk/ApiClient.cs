using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lotse.Tickets.Api;

namespace Lotse.Tests.Desk;

/// <summary>What became of a posted mail.</summary>
internal sealed record TakenIn(string Outcome, long? Ticket, string? Message, string? Reason);

internal sealed record ParkedItem(string Id, DateTimeOffset At, string Mailbox, string Reason, long Size);

internal sealed record ParkedList(IReadOnlyList<ParkedItem> Items, string? Next);

/// <summary>A program of one agent, with a token of that agent's own.</summary>
internal sealed class ApiClient
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private static readonly HttpClient s_http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1) }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly RunningDesk _desk;
    private readonly string _token;

    public ApiClient(RunningDesk desk, string token) => (_desk, _token) = (desk, token);

    public long AgentId { get; init; }

    /// <param name="path">Below /api/v1.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, Action<HttpRequestMessage>? change = null, bool whole = true)
    {
        using var request = new HttpRequestMessage(method, new Uri(_desk.Url, $"/api/v1{path}"));
        request.Content = content;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        change?.Invoke(request);
        return await s_http.SendAsync(request, whole ? HttpCompletionOption.ResponseContentRead : HttpCompletionOption.ResponseHeadersRead);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HttpResponseMessage> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, JsonContent.Create(body, options: Json));

    public async Task<T> ReadAsync<T>(string path) => await ReadAsync<T>(await GetAsync(path));

    public static async Task<T> ReadAsync<T>(HttpResponseMessage answer)
    {
        using var response = answer;
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<T>(text, Json)!
            : throw new InvalidOperationException($"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.AbsolutePath}: {(int)response.StatusCode} {text}");
    }

    public Task<TicketJson> TicketAsync(long number) => ReadAsync<TicketJson>(string.Create(CultureInfo.InvariantCulture, $"/tickets/{number}"));

    public Task<TicketListJson> ListAsync(string query = "") => ReadAsync<TicketListJson>($"/tickets{query}");

    public async Task<IReadOnlyList<HistoryItemJson>> HistoryAsync(long number) =>
        (await ReadAsync<HistoryJson>(string.Create(CultureInfo.InvariantCulture, $"/tickets/{number}/history"))).Items;

    public Task<ParkedList> ParkedAsync() => ReadAsync<ParkedList>("/parked");

    public async Task<TakenIn> PostMailAsync(byte[] mail, string mailbox) => await ReadAsync<TakenIn>(await TryPostMailAsync(mail, mailbox));

    public Task<HttpResponseMessage> TryPostMailAsync(byte[] mail, string mailbox) =>
        SendAsync(HttpMethod.Post, $"/mailboxes/{mailbox}/messages", new ByteArrayContent(mail) { Headers = { ContentType = new MediaTypeHeaderValue("message/rfc822") } });

    public async Task<MessageJson> ReplyAsync(long number, string text = "Morgen ist es da.", object? more = null) =>
        await ReadAsync<MessageJson>(await TryReplyAsync(number, more ?? new { text }));

    public Task<HttpResponseMessage> TryReplyAsync(long number, object body) => PostAsync(string.Create(CultureInfo.InvariantCulture, $"/tickets/{number}/replies"), body);

    /// <param name="version">For If-Match; null to change whatever is there.</param>
    public Task<HttpResponseMessage> PatchAsync(long number, object body, long? version = null) => SendAsync(
        HttpMethod.Patch, string.Create(CultureInfo.InvariantCulture, $"/tickets/{number}"), JsonContent.Create(body, options: Json),
        request => { if (version is { } seen) request.Headers.TryAddWithoutValidation("If-Match", $"\"{seen}\""); });

    /// <summary>The journal as it grows, until the given number of events has come or the time is over.</summary>
    public async Task<List<EventJson>> EventsAsync(string? after, int count, int seconds = 10)
    {
        var events = new List<EventJson>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        try
        {
            await foreach (var one in FollowAsync(after, patience.Token))
            {
                events.Add(one);
                if (events.Count == count) break;
            }
        }
        catch (OperationCanceledException)
        {
            // Then that is all there is.
        }
        return events;
    }

    public async IAsyncEnumerable<EventJson> FollowAsync(string? after, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var answer = await SendAsync(HttpMethod.Get, "/events", change: request => { if (after is not null) request.Headers.Add("Last-Event-ID", after); }, whole: false);
        answer.EnsureSuccessStatusCode();
        await using var stream = await answer.Content.ReadAsStreamAsync(cancel);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal)) yield return JsonSerializer.Deserialize<EventJson>(line[5..], Json)!;
        }
    }

    public async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, object? body = null)
    {
        using var answer = await SendAsync(method, path, body is null ? null : JsonContent.Create(body, options: Json));
        return answer.StatusCode;
    }
}

using System.Collections.Concurrent;
using System.Net;
using Lotse.Tests.Desk;

namespace Lotse.Tests.Rules;

/// <summary>What a listener was told.</summary>
internal sealed record Heard(string Event, string Delivery, string Signature, string Body);

/// <summary>A program elsewhere that a desk tells of what happens.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly HttpListener _http = new();
    private readonly ConcurrentQueue<Heard> _heard = new();
    private readonly Task _listening;

    public Listener()
    {
        var port = FreePorts.Take();
        Url = $"http://127.0.0.1:{port}/hook";
        _http.Prefixes.Add($"http://127.0.0.1:{port}/");
        _http.Start();
        _listening = ListenAsync();
    }

    public string Url { get; }

    /// <summary>What it answers from now on; 0 for nothing at all.</summary>
    public volatile int Answer = 204;

    public IReadOnlyList<Heard> All => [.. _heard];

    public Task UntilAsync(int count) => Wait.UntilAsync(() => _heard.Count >= count, $"the listener has heard {count} times");

    public async ValueTask DisposeAsync()
    {
        _http.Stop();
        await _listening;
        _http.Close();
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            HttpListenerContext told;
            try
            {
                told = await _http.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            using var reader = new StreamReader(told.Request.InputStream);
            var body = await reader.ReadToEndAsync();
            _heard.Enqueue(new Heard(told.Request.Headers["X-Lotse-Event"] ?? "", told.Request.Headers["X-Lotse-Delivery"] ?? "", told.Request.Headers["X-Lotse-Signature"] ?? "", body));
            if (Answer == 0) continue;
            told.Response.StatusCode = Answer;
            if (Answer == 302) told.Response.RedirectLocation = Url;
            told.Response.Close();
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lotse.Tests.Intake.Mail.Doors.Sending;

/// <summary>An SMTP server that answers as a test tells it, and remembers what it was told. Serves any number of connections.</summary>
internal sealed class ScriptedSmtpServer : IAsyncDisposable
{
    /// <summary>As an answer: say nothing, ever.</summary>
    public const string Silence = "silence";

    /// <summary>As an answer: hang up.</summary>
    public const string HangUp = "hang up";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<string, string?> _script;
    private readonly Task _serving;

    /// <param name="script">From a command (or "GREETING", or "." for the end of data) to an answer; null answers as a friendly server would.</param>
    public ScriptedSmtpServer(Func<string, string?> script)
    {
        _script = script;
        _listener.Start();
        _serving = ServeAllAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;
    public string Extensions { get; init; } = "250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n";
    public ConcurrentQueue<string> Commands { get; } = new();
    public ConcurrentQueue<string> Mails { get; } = new();
    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task ServeAllAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            Connections++;
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var closing = client;
        var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        try
        {
            if (!await AnswerAsync(client, "GREETING", "220 scripted ESMTP")) return;
            while (await reader.ReadLineAsync(_end.Token) is { } command)
            {
                Commands.Enqueue(command);
                if (!await AnswerAsync(client, command, Friendly(command))) return;
                if (command != "DATA" || _script(command) is not null) continue;
                Mails.Enqueue(await ReadDataAsync(reader));
                if (!await AnswerAsync(client, ".", "250 2.0.0 Queued as 4711")) return;
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client has left, or the test is over.
        }
    }

    private string Friendly(string command) => command.Split(' ', ':')[0].ToUpperInvariant() switch
    {
        "EHLO" => "250-scripted\r\n" + Extensions + "250 HELP",
        "DATA" => "354 Go on",
        "QUIT" => "221 2.0.0 Bye",
        _ => "250 2.1.0 Ok",
    };

    private async Task<bool> AnswerAsync(TcpClient client, string command, string friendly)
    {
        var answer = _script(command) ?? friendly;
        if (answer == HangUp) return false;
        if (answer == Silence) await Task.Delay(Timeout.Infinite, _end.Token);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer + "\r\n"), _end.Token);
        return true;
    }

    private async Task<string> ReadDataAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_end.Token) is { } line && line != ".") text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        return text.ToString();
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Lotse.Tests.Desk;

/// <summary>A mail that the sink has taken: to whom, and its bytes.</summary>
internal sealed record SunkMail(IReadOnlyList<string> Recipients, byte[] Bytes)
{
    /// <summary>Of the envelope; empty for the null sender.</summary>
    public string Sender { get; init; } = "";

    public MimeMessage Mime => MimeMessage.Load(new MemoryStream(Bytes));
}

/// <summary>A mail server at the end of the world: takes what it is given and remembers it, refuses whom a test wants refused, and can be away for a while.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly int _port;
    private TcpListener? _listener;

    public SmtpSink()
    {
        _listener = Listen(0);
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    public string Uri => string.Create(CultureInfo.InvariantCulture, $"smtp://127.0.0.1:{_port}");
    public ConcurrentQueue<SunkMail> Mails { get; } = new();

    /// <summary>From a recipient to an answer; null accepts.</summary>
    public Func<string, string?> Recipient { get; set; } = _ => null;

    /// <summary>How many times a recipient was named.</summary>
    public ConcurrentDictionary<string, int> Tries { get; } = new();

    /// <summary>Runs when the whole mail is there and before the sink says so.</summary>
    public Func<Task> BeforeYes { get; set; } = () => Task.CompletedTask;

    public IReadOnlyList<SunkMail> To(string recipient) => [.. Mails.Where(mail => mail.Recipients.Contains(recipient))];

    public async Task<SunkMail> WaitForAsync(string recipient, int count = 1)
    {
        await Wait.UntilAsync(() => To(recipient).Count >= count, $"{count} mails to {recipient}");
        return To(recipient)[count - 1];
    }

    public void GoAway()
    {
        _listener?.Dispose();
        _listener = null;
        foreach (var client in _open.Keys) client.Dispose();
    }

    public void ComeBack() => _ = AcceptAsync(_listener = Listen(_port));

    public ValueTask DisposeAsync()
    {
        GoAway();
        return ValueTask.CompletedTask;
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception closed) when (closed is ObjectDisposedException or SocketException)
        {
            // Gone away.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        _open[client] = true;
        using var closing = client;
        try
        {
            await TalkAsync(client.GetStream());
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The desk has hung up, or we have.
        }
        _open.TryRemove(client, out _);
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        var reader = new StreamReader(stream, Encoding.Latin1);
        var (recipients, sender) = (new List<string>(), "");
        async Task SayAsync(string line) => await stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"));
        await SayAsync("220 sink ESMTP");
        while (await reader.ReadLineAsync() is { } command)
        {
            switch (command.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO": await SayAsync("250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES"); break;
                case "RCPT":
                    var address = command.Split('<', '>')[1];
                    Tries.AddOrUpdate(address, 1, (_, count) => count + 1);
                    var answer = Recipient(address);
                    if (answer is null) recipients.Add(address);
                    await SayAsync(answer ?? "250 2.1.5 Ok");
                    break;
                case "DATA" when recipients.Count == 0: await SayAsync("554 5.5.1 No recipients"); break;
                case "DATA":
                    await SayAsync("354 Go on");
                    var bytes = await ReadDataAsync(reader);
                    await BeforeYes();
                    Mails.Enqueue(new SunkMail([.. recipients], bytes) { Sender = sender });
                    recipients.Clear();
                    await SayAsync("250 2.0.0 Sunk");
                    break;
                case "QUIT": await SayAsync("221 2.0.0 Bye"); return;
                case "MAIL":
                    sender = command.Split('<', '>')[1];
                    recipients.Clear();
                    await SayAsync("250 2.1.0 Ok");
                    break;
                default:
                    recipients.Clear();
                    await SayAsync("250 2.0.0 Ok");
                    break;
            }
        }
    }

    private static async Task<byte[]> ReadDataAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".") text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }
}

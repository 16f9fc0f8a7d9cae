using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors;

/// <summary>A mail client that says exactly what it is told, byte by byte; every wait ends after ten seconds.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private Stream _stream = Stream.Null;
    private StreamReader _reader = StreamReader.Null;

    /// <summary>Connects without reading the greeting.</summary>
    public static async Task<RawClient> ConnectAsync(IPEndPoint address)
    {
        var client = new RawClient();
        await client._tcp.ConnectAsync(address);
        client.Use(client._tcp.GetStream());
        return client;
    }

    /// <summary>Says hello, MAIL and RCPT, and checks that all of it was taken.</summary>
    public async Task BeginMailAsync(string hello = "LHLO", string from = "anna@kunde.example", params string[] to)
    {
        await ReplyAsync();
        Assert.StartsWith("250", await SayAsync($"{hello} relay.example"), StringComparison.Ordinal);
        Assert.StartsWith("250", await SayAsync($"MAIL FROM:<{from}>"), StringComparison.Ordinal);
        foreach (var recipient in to.Length == 0 ? ["support@lotse.example"] : to)
            Assert.StartsWith("250", await SayAsync($"RCPT TO:<{recipient}>"), StringComparison.Ordinal);
    }

    /// <summary>Sends DATA and the given bytes as they are, which must bring their own end.</summary>
    public async Task<string> DataAsync(string bytes)
    {
        Assert.StartsWith("354", await SayAsync("DATA"), StringComparison.Ordinal);
        await SendAsync(bytes);
        return await ReplyAsync();
    }

    public async Task<string> SayAsync(string line)
    {
        await SendAsync(line + "\r\n");
        return await ReplyAsync();
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var patience = new CancellationTokenSource(Patience);
        await _stream.WriteAsync(bytes, patience.Token);
    }

    /// <summary>The next whole reply, its lines joined by LF; empty where the server has hung up.</summary>
    public async Task<string> ReplyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var lines = new List<string>();
        try
        {
            while (await _reader.ReadLineAsync(patience.Token) is { } line)
            {
                lines.Add(line);
                if (line.Length < 4 || line[3] != '-') break;
            }
        }
        catch (IOException)
        {
            // A reset is a hang-up, too.
        }
        return string.Join('\n', lines);
    }

    public async Task<string[]> RepliesAsync(int count)
    {
        var replies = new string[count];
        for (var i = 0; i < count; i++) replies[i] = await ReplyAsync();
        return replies;
    }

    public async Task SecureAsync()
    {
        var secure = new SslStream(_stream, leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.Subject == "CN=localhost");
        await secure.AuthenticateAsClientAsync("localhost");
        Use(secure);
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Use(Stream stream)
    {
        _stream = stream;
        _reader = new StreamReader(stream, Encoding.Latin1);
    }
}

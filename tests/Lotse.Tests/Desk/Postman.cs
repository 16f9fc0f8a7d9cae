using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lotse.Tests.Desk;

/// <summary>Delivers mails by LMTP over one connection, as a relay does, and says what the desk answered.</summary>
internal sealed class Postman : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly List<string> _lines = [];
    private StreamReader _reader = StreamReader.Null;

    public static async Task<Postman> ComeAsync(IPEndPoint door)
    {
        var postman = new Postman();
        using var patience = new CancellationTokenSource(Patience);
        await postman._tcp.ConnectAsync(door, patience.Token);
        postman._reader = new StreamReader(postman._tcp.GetStream(), Encoding.Latin1);
        await postman.HearAsync();
        await postman.SayAsync("LHLO relay.example");
        return postman;
    }

    /// <returns>The refusals of recipients, or where any was accepted, the answers after the mail, one for each accepted recipient.</returns>
    public async Task<IReadOnlyList<string>> DeliverAsync(byte[] mail, string sender, params IReadOnlyList<string> recipients)
    {
        if (await SayAsync($"MAIL FROM:<{sender}> SIZE={mail.Length}") is var begun && begun[0] != '2') return [begun];
        var refused = new List<string>();
        foreach (var recipient in recipients)
        {
            if (await SayAsync($"RCPT TO:<{recipient}>") is var said && said[0] != '2') refused.Add(said);
        }
        if (refused.Count == recipients.Count)
        {
            await SayAsync("RSET");
            return refused;
        }
        if (await SayAsync("DATA") is var data && data[0] != '3') return [data];
        await SendAsync(Stuffed(mail));
        var answers = new List<string>();
        for (var i = refused.Count; i < recipients.Count; i++) answers.Add(await HearAsync());
        return answers;
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    private static byte[] Stuffed(byte[] mail)
    {
        var stuffed = new MemoryStream(mail.Length + 1000);
        var atStart = true;
        foreach (var b in mail)
        {
            if (atStart && b == '.') stuffed.WriteByte((byte)'.');
            stuffed.WriteByte(b);
            atStart = b == '\n';
        }
        stuffed.Write(atStart ? ".\r\n"u8 : "\r\n.\r\n"u8);
        return stuffed.ToArray();
    }

    private async Task<string> SayAsync(string line)
    {
        await SendAsync(Encoding.UTF8.GetBytes(line + "\r\n"));
        return await HearAsync();
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var patience = new CancellationTokenSource(Patience);
        await _tcp.GetStream().WriteAsync(bytes, patience.Token);
    }

    /// <exception cref="IOException">The desk has hung up.</exception>
    private async Task<string> HearAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        _lines.Clear();
        while (true)
        {
            var line = await _reader.ReadLineAsync(patience.Token) ?? throw new IOException("The desk has hung up.");
            _lines.Add(line);
            if (line.Length < 4 || line[3] != '-') return string.Join('\n', _lines);
        }
    }
}

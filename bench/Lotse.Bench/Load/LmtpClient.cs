using System.Net.Sockets;
using System.Text;

namespace Lotse.Bench.Load;

/// <summary>One connection to an LMTP door (RFC 2033), kept open from mail to mail as Postfix does; pipelines where the door offers it (RFC 2920).</summary>
internal sealed class LmtpClient : IAsyncDisposable
{
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly byte[] _in = new byte[4096];
    private NetworkStream _stream = null!;
    private int _from;
    private int _to;
    private bool _pipelines;

    public static async Task<LmtpClient> ConnectAsync(int port, CancellationToken stop)
    {
        var client = new LmtpClient();
        await client._tcp.ConnectAsync("127.0.0.1", port, stop);
        client._stream = client._tcp.GetStream();
        await client.AnswerAsync(stop);
        await client.SayAsync("LHLO bench.example\r\n", stop);
        client._pipelines = (await client.AnswerAsync(stop)).Contains("PIPELINING", StringComparison.OrdinalIgnoreCase);
        return client;
    }

    /// <summary>The last answer: three digits and words. 2xx means that the desk has taken the mail over; an IOException, that nobody knows.</summary>
    public async Task<string> DeliverAsync(string sender, string recipient, byte[] wire, CancellationToken stop)
    {
        string[] commands = [$"MAIL FROM:<{sender}> SIZE={wire.Length}\r\n", $"RCPT TO:<{recipient}>\r\n", "DATA\r\n"];
        if (_pipelines) await SayAsync(string.Concat(commands), stop);
        var answer = "";
        foreach (var command in commands)
        {
            if (!_pipelines) await SayAsync(command, stop);
            answer = await AnswerAsync(stop);
            if (answer[0] is not ('2' or '3')) return answer;
        }
        await _stream.WriteAsync(Stuffed(wire), stop);
        return await AnswerAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null) await _stream.DisposeAsync();
        _tcp.Dispose();
    }

    /// <summary>A dot at a line's beginning is doubled, and a lone dot ends the mail (RFC 5321, 4.5.2).</summary>
    internal static byte[] Stuffed(ReadOnlySpan<byte> wire)
    {
        using var stuffed = new MemoryStream(wire.Length + 64);
        while (wire.Length > 0)
        {
            var end = wire.IndexOf((byte)'\n') is var at and >= 0 ? at + 1 : wire.Length;
            if (wire[0] == '.') stuffed.WriteByte((byte)'.');
            stuffed.Write(wire[..end]);
            wire = wire[end..];
        }
        stuffed.Write(".\r\n"u8);
        return stuffed.ToArray();
    }

    private async Task SayAsync(string text, CancellationToken stop) => await _stream.WriteAsync(Encoding.ASCII.GetBytes(text), stop);

    private async Task<string> AnswerAsync(CancellationToken stop)
    {
        var answer = new StringBuilder();
        while (true)
        {
            var line = await LineAsync(stop);
            answer.Append(line).Append('\n');
            if (line.Length < 4 || line[3] != '-') return answer.ToString();
        }
    }

    private async Task<string> LineAsync(CancellationToken stop)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_from == _to)
            {
                (_from, _to) = (0, await _stream.ReadAsync(_in, stop));
                if (_to == 0) throw new IOException("The desk closed the connection.");
            }
            var end = Array.IndexOf(_in, (byte)'\n', _from, _to - _from);
            var upTo = end < 0 ? _to : end;
            line.Append(Encoding.UTF8.GetString(_in, _from, upTo - _from));
            _from = end < 0 ? _to : end + 1;
            if (end >= 0) return line.ToString().TrimEnd('\r');
        }
    }
}

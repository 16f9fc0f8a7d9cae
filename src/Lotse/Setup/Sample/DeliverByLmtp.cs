using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lotse.Setup.Sample;

/// <summary>Hands one mail to the desk's own door, as a relay does (RFC 2033).</summary>
internal static class DeliverByLmtp
{
    /// <param name="raw">With whatever line ends; the door gets CR LF.</param>
    /// <returns>The door's answer for the recipient; anything but 2xx means that it has not taken the mail.</returns>
    public static async Task<string> RunAsync(IPEndPoint door, string sender, string recipient, byte[] raw, CancellationToken cancel)
    {
        using var client = new TcpClient(door.AddressFamily);
        await client.ConnectAsync(door, cancel);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var answer = await AnswerAsync(reader, cancel);
        foreach (var command in (string[])["LHLO sample.localhost", $"MAIL FROM:<{sender}>", $"RCPT TO:<{recipient}>", "DATA"])
        {
            if (answer[0] != '2') return answer;
            await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancel);
            answer = await AnswerAsync(reader, cancel);
        }
        if (answer[0] != '3') return answer;
        await stream.WriteAsync(OnTheWire(raw), cancel);
        answer = await AnswerAsync(reader, cancel);
        await stream.WriteAsync("QUIT\r\n"u8.ToArray(), cancel);
        return answer;
    }

    /// <summary>The last line of a reply that may have several.</summary>
    private static async Task<string> AnswerAsync(StreamReader reader, CancellationToken cancel)
    {
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            if (line.Length < 4 || line[3] != '-') return line.Length == 0 ? "5" : line;
        }
        return "421 the door closed the connection";
    }

    /// <summary>Lines end with CR LF, a dot in front is doubled, a dot alone ends it all (RFC 5321 section 4.5.2).</summary>
    private static byte[] OnTheWire(byte[] raw)
    {
        var lines = Encoding.Latin1.GetString(raw).ReplaceLineEndings("\r\n").Split("\r\n");
        var text = string.Join("\r\n", lines.Select(line => line.StartsWith('.') ? "." + line : line));
        return Encoding.Latin1.GetBytes(text.EndsWith("\r\n", StringComparison.Ordinal) ? text + ".\r\n" : text + "\r\n.\r\n");
    }
}

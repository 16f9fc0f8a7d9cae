using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lotse.Tests.Intake.Senders;

/// <summary>A name server with a few TXT records (RFC 1035), by UDP on loopback.</summary>
internal sealed class FakeNameServer : IAsyncDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly Task _serving;

    public FakeNameServer() => _serving = ServeAsync();

    public string Address => _socket.Client.LocalEndPoint!.ToString()!;

    /// <summary>From a name to its texts. A name that is not here does not exist.</summary>
    public ConcurrentDictionary<string, string[]> Records { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ConcurrentQueue<string> Asked { get; } = new();

    public bool Silent { get; set; }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var question = await _socket.ReceiveAsync();
                var (name, end) = NameIn(question.Buffer);
                Asked.Enqueue(name);
                if (!Silent) await _socket.SendAsync(Answer(question.Buffer[..end], Records.GetValueOrDefault(name)), question.RemoteEndPoint);
            }
        }
        catch (Exception closed) when (closed is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private static (string Name, int End) NameIn(byte[] question)
    {
        var labels = new List<string>();
        var at = 12;
        for (; question[at] > 0; at += question[at] + 1) labels.Add(Encoding.ASCII.GetString(question, at + 1, question[at]));
        return (string.Join('.', labels), at + 5);
    }

    private static byte[] Answer(byte[] question, string[]? texts)
    {
        var answer = new List<byte>(question);
        var head = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(answer);
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(0x8180 | (texts is null ? 3 : 0)));
        BinaryPrimitives.WriteUInt16BigEndian(head[6..], (ushort)(texts?.Length ?? 0));
        BinaryPrimitives.WriteUInt32BigEndian(head[8..], 0);
        foreach (var text in texts ?? [])
        {
            var strings = text.Chunk(255).SelectMany(part => (byte[])[(byte)part.Length, .. Encoding.ASCII.GetBytes(part)]).ToArray();
            answer.AddRange([0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 60, (byte)(strings.Length >> 8), (byte)strings.Length, .. strings]);
        }
        return [.. answer];
    }
}

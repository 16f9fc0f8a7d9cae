using System.Net;
using System.Net.Sockets;

namespace Lotse.Bench.Load;

/// <summary>An LMTP door that takes everything and keeps nothing: tells how much of a figure is the load generator's own.</summary>
internal sealed class Sink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public Sink()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = TalkAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // Disposed: nobody delivers any more.
        }
    }

    private static async Task TalkAsync(TcpClient client)
    {
        using var tcp = client;
        tcp.NoDelay = true;
        await using var stream = tcp.GetStream();
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        await using var writer = new StreamWriter(stream) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync("220 sink LMTP");
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("LHLO", StringComparison.Ordinal)) await writer.WriteAsync("250-sink\r\n250-SIZE\r\n250 PIPELINING\r\n");
            else if (line != "DATA") await writer.WriteLineAsync("250 2.0.0 ok");
            else
            {
                await writer.WriteLineAsync("354 go on");
                while (await reader.ReadLineAsync() is { } data && data != ".") { }
                await writer.WriteLineAsync("250 2.0.0 taken");
            }
        }
    }
}

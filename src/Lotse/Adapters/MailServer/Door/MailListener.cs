using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Lotse.Adapters.MailServer.Door;

/// <summary>Listens for relays and takes their mail in by LMTP (RFC 2033) or SMTP (RFC 5321).</summary>
public sealed class MailListener(MailDoorOptions options, MailDoor door, TimeProvider time, ILogger<MailListener> logger) : IHostedService, IAsyncDisposable
{
    private readonly ConcurrentDictionary<MailSession, Task> _sessions = new();
    private readonly ConnectionCount _connections = new(options.MaxConnections, options.MaxConnectionsPerAddress);
    private readonly MailSessionData _data = new(door, options, time, logger);
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _accepting = [];

    /// <summary>Where it listens since <see cref="StartAsync"/>, with the real port, in the order of the options.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints => [.. _sockets.Select(socket => (IPEndPoint)socket.LocalEndPoint!)];

    /// <summary>Connections open just now.</summary>
    public int Connections => _sessions.Count;

    /// <exception cref="IOException">An address cannot be listened on; the message says which and why.</exception>
    /// <exception cref="InvalidOperationException">The options make no sense; the message says why.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Problem() is { } problem) throw new InvalidOperationException(problem);
        foreach (var endpoint in options.Endpoints) _sockets.Add(Listen(endpoint.Address));
        foreach (var (socket, endpoint) in _sockets.Zip(options.Endpoints)) _accepting.Add(AcceptAsync(socket, endpoint.Protocol));
        return Task.CompletedTask;
    }

    /// <summary>Takes no more connections, lets mails that are just coming in finish within <see cref="MailDoorOptions.StopTimeout"/>, and ends.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _closing.CancelAsync();
        foreach (var socket in _sockets) socket.Dispose();
        await Task.WhenAll(_accepting);
        foreach (var session in _sessions.Keys) session.Stop();
        try
        {
            await Task.WhenAll(_sessions.Values).WaitAsync(options.StopTimeout, time, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            logger.LogWarning("{Count} mail connections were still open when the desk stopped", _sessions.Count);
        }
        await _abort.CancelAsync();
        await Task.WhenAll(_sessions.Values).WaitAsync(TimeSpan.FromSeconds(2), time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_abort.IsCancellationRequested) await StopAsync(new CancellationToken(canceled: true));
        _closing.Dispose();
        _abort.Dispose();
    }

    private Socket Listen(IPEndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(address);
            socket.Listen(512);
            logger.LogInformation("Mail door open at {Address}", socket.LocalEndPoint);
            return socket;
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            foreach (var other in _sockets) other.Dispose();
            throw new IOException($"The mail door cannot listen on {address}: {refused.Message}", refused);
        }
    }

    private async Task AcceptAsync(Socket listening, MailProtocol protocol)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var socket = await listening.AcceptAsync(_closing.Token);
                socket.NoDelay = true;
                Begin(socket, protocol);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException || _closing.IsCancellationRequested)
            {
                return; // A socket that is closed under a waiting accept may also say so by an error of its own.
            }
            catch (SocketException trouble)
            {
                // Out of file descriptors, or a client gone before it was accepted: the door itself stays open.
                logger.LogWarning("A mail connection could not be accepted: {Error}", trouble.SocketErrorCode);
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Begin(Socket socket, MailProtocol protocol)
    {
        var address = (socket.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        var wire = new MailWire(new NetworkStream(socket, ownsSocket: true), time);
        if (!_connections.TryEnter(address))
        {
            _ = TurnAwayAsync(wire);
            return;
        }
        var session = new MailSession(protocol, wire, door, options, _data);
        var ready = new TaskCompletionSource();
        _sessions[session] = ServeAsync(session, wire, address, ready.Task);
        ready.SetResult();
    }

    private async Task ServeAsync(MailSession session, MailWire wire, IPAddress address, Task ready)
    {
        await ready;
        await Task.Yield();
        try
        {
            await using var closing = wire;
            await using var abort = _abort.Token.Register(wire.Interrupt);
            var lastWords = await session.RunAsync(_abort.Token);
            if (!lastWords.IsEmpty) await wire.FarewellAsync(lastWords, TimeSpan.FromSeconds(2));
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or AuthenticationException)
        {
            logger.LogDebug("A mail connection broke: {Error}", gone.GetType().Name);
        }
        catch (Exception unexpected)
        {
            logger.LogError(unexpected, "A mail connection failed");
        }
        finally
        {
            _connections.Leave(address);
            _sessions.TryRemove(session, out _);
        }
    }

    private static async Task TurnAwayAsync(MailWire wire)
    {
        await using var closing = wire;
        await wire.FarewellAsync(Replies.TooManyConnections.ToArray(), TimeSpan.FromSeconds(1));
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Xunit;

namespace Lotse.Tests.Setup.Nodes;

/// <summary>A mailbox is fetched by one of the desks on a database, and by another one when that stops.</summary>
public sealed class FetchingByOneNodeTests
{
    [Fact]
    [Trait("slow", "yes")]
    public async Task One_desk_connects_and_the_other_one_only_when_that_has_stopped()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        using var server = new SilentServer();
        await using var first = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres });
        await first.FetchFromAsync(RunningDesk.Mailbox, server.Port);
        await Wait.UntilAsync(() => server.Open == 1, "the first one fetches");
        await using var second = await first.BesideAsync();
        // Twice as long as a desk needs to look for what it might fetch.
        await Task.Delay(TimeSpan.FromSeconds(7), TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (server.Open, server.Ever));

        await first.StopAsync();
        await Wait.UntilAsync(() => server.Ever >= 2, "another one fetches", 30);
        await Wait.UntilAsync(() => server.Open == 1, "and nobody else", 30);
    }

    /// <summary>Takes connections and says nothing.</summary>
    private sealed class SilentServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
        private int _ever;

        public SilentServer()
        {
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;
        public int Open => _open.Count;
        public int Ever => Volatile.Read(ref _ever);

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true) _ = HoldAsync(await _listener.AcceptTcpClientAsync());
            }
            catch (Exception closed) when (closed is ObjectDisposedException or SocketException)
            {
                // The test is over.
            }
        }

        private async Task HoldAsync(TcpClient client)
        {
            Interlocked.Increment(ref _ever);
            _open[client] = true;
            try
            {
                while (await client.GetStream().ReadAsync(new byte[100]) > 0)
                {
                }
            }
            catch (IOException)
            {
                // Gone.
            }
            _open.TryRemove(client, out _);
            client.Dispose();
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Soak;

/// <summary>A mail server that is often unwell: it puts off, breaks off in the middle of a mail, and is away for a while. What it says 250 to it has taken, and it counts that by Message-ID.</summary>
internal sealed partial class FailingSmtp(ulong seed) : IAsyncDisposable
{
    private const double PutsOff = 0.08, BreaksOff = 0.04;

    private readonly Dice _dice = new(seed);
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _over = new();
    private TcpListener? _listener;

    public int Port { get; private set; }

    /// <summary>How often each mail was taken.</summary>
    public ConcurrentDictionary<string, int> Taken { get; } = new();

    /// <summary>When it took the mails with each of the marks that were looked for (Stopwatch.GetTimestamp).</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<long>> Marks { get; } = new();

    public int Refused { get; private set; }

    /// <summary>It takes everything from now on.</summary>
    public bool IsWell { get; set; }

    public void Come()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    public void Go()
    {
        _listener?.Dispose();
        _listener = null;
    }

    public async ValueTask DisposeAsync()
    {
        Go();
        await _over.CancelAsync();
        _over.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true) _ = TalkAsync(await listener.AcceptTcpClientAsync(_over.Token));
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It has gone.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var tcp = client;
        try
        {
            await using var stream = tcp.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await using var writer = new StreamWriter(stream) { AutoFlush = true, NewLine = "\r\n" };
            await writer.WriteLineAsync("220 failing ESMTP");
            while (await reader.ReadLineAsync(_over.Token) is { } line)
            {
                if (line.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase)) await writer.WriteLineAsync("250 failing");
                else if (line.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase) && Happens(PutsOff)) await writer.WriteLineAsync("451 4.3.0 not now");
                else if (line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase)) return;
                else if (line != "DATA") await writer.WriteLineAsync("250 2.0.0 ok");
                else if (!await TakeAsync(reader, writer)) return;
            }
        }
        catch (Exception ended) when (ended is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Whoever was talking is gone.
        }
    }

    /// <returns>False where it breaks off before it has taken anything.</returns>
    private async Task<bool> TakeAsync(StreamReader reader, StreamWriter writer)
    {
        await writer.WriteLineAsync("354 go on");
        var (breaks, mail) = (Happens(BreaksOff), new StringBuilder());
        while (await reader.ReadLineAsync(_over.Token) is { } data && data != ".")
        {
            mail.Append(data).Append('\n');
            if (breaks && mail.Length > 600) return false;
        }
        var text = mail.ToString();
        Taken.AddOrUpdate(Id().Match(text).Groups["id"].Value, 1, (_, count) => count + 1);
        foreach (var mark in Answer().Matches(text).Select(match => match.Value).Distinct()) Marks.GetOrAdd(mark, _ => new()).Enqueue(Stopwatch.GetTimestamp());
        await writer.WriteLineAsync("250 2.0.0 taken");
        return true;
    }

    private bool Happens(double share)
    {
        lock (_lock)
        {
            if (IsWell || !_dice.Happens(share)) return false;
            Refused++;
            return true;
        }
    }

    [GeneratedRegex(@"^Message-I[dD]: <(?<id>[^>]+)>", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Id();

    [GeneratedRegex(@"Antwort\d{7}", RegexOptions.NonBacktracking)]
    private static partial Regex Answer();
}

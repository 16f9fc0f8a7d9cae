using System.Buffers;

namespace Lotse.Adapters.MailServer.Door;

internal enum LineEnd { Line, TooLong, Closed }

/// <summary>Reads and writes one connection with one buffer each. Replies are gathered and go out just before the next
/// wait for input, so that a pipelining client (RFC 2920) gets them in one packet.</summary>
internal sealed class MailWire(Stream stream, TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _deadline = new(Timeout.InfiniteTimeSpan, time);
    private readonly ArrayBufferWriter<byte> _out = new(1024);
    private byte[] _in = ArrayPool<byte>.Shared.Rent(32 * 1024);
    private Stream _stream = stream;
    private int _start;
    private int _end;

    public Stream Stream => _stream;

    /// <summary>The last line read, without its line end. Good until the next read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Bytes that have come but are not read yet; good until the next read.</summary>
    public ReadOnlySpan<byte> Pending => _in.AsSpan(_start, _end - _start);

    public void Consume(int count) => _start += count;

    public void Reply(ReadOnlySpan<byte> reply) => _out.Write(reply);

    /// <summary>Ends whatever waits on this connection, now and later, with an <see cref="OperationCanceledException"/>.</summary>
    public void Interrupt()
    {
        try
        {
            _deadline.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The connection has ended by itself meanwhile.
        }
    }

    /// <summary>From now on waiting ends after this time, until set anew.</summary>
    public void WaitAtMost(TimeSpan timeout) => _deadline.CancelAfter(timeout);

    public void WaitNoMore() => _deadline.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>A line ends with LF; a CR before it goes with it.</summary>
    public async ValueTask<LineEnd> ReadLineAsync(int limit)
    {
        var looked = 0;
        while (true)
        {
            var found = Pending[looked..].IndexOf((byte)'\n');
            var length = found < 0 ? _end - _start : looked + found;
            if (length >= limit) return LineEnd.TooLong;
            if (found >= 0)
            {
                var line = _in.AsMemory(_start, length);
                _start += length + 1;
                Line = line.Span is [.., (byte)'\r'] ? line[..^1] : line;
                return LineEnd.Line;
            }
            looked = length;
            if (!await FillAsync()) return LineEnd.Closed;
        }
    }

    /// <summary>Sends the gathered replies, then waits for more input. False: the other side has closed.</summary>
    public async ValueTask<bool> FillAsync()
    {
        await FlushAsync();
        if (_start > 0)
        {
            _in.AsSpan(_start, _end - _start).CopyTo(_in);
            _end -= _start;
            _start = 0;
        }
        var count = await _stream.ReadAsync(_in.AsMemory(_end), _deadline.Token);
        _end += count;
        return count > 0;
    }

    public async ValueTask FlushAsync()
    {
        if (_out.WrittenCount == 0) return;
        await _stream.WriteAsync(_out.WrittenMemory, _deadline.Token);
        _out.ResetWrittenCount();
    }

    /// <summary>Sends a last reply on a connection that may be broken or interrupted; waits a moment at most and never throws for it.</summary>
    public async Task FarewellAsync(ReadOnlyMemory<byte> reply, TimeSpan patience)
    {
        using var soon = new CancellationTokenSource(patience, time);
        try
        {
            _out.Write(reply.Span);
            await _stream.WriteAsync(_out.WrittenMemory, soon.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException)
        {
            // Nobody is left to hear it.
        }
    }

    /// <summary>Goes on over another stream (TLS). What came in clear text behind STARTTLS is thrown away (RFC 3207 section 4.2).</summary>
    public async Task SwitchAsync(Func<Stream, CancellationToken, Task<Stream>> upgrade)
    {
        await FlushAsync();
        _start = _end = 0;
        _stream = await upgrade(_stream, _deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _deadline.Dispose();
        ArrayPool<byte>.Shared.Return(_in);
        _in = [];
    }
}

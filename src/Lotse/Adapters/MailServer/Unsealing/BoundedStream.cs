namespace Lotse.Adapters.MailServer.Unsealing;

/// <summary>Reads at most so many bytes, and stops when the time is over. Around whatever unpacks or decrypts: a few kilobytes may hold gigabytes.</summary>
internal sealed class BoundedStream(Stream inner, long most, CancellationToken stop) : Stream
{
    private long _read;

    /// <summary>More was there than may be read. Libraries wrap exceptions, so whoever catches one looks here.</summary>
    public bool Exceeded { get; private set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="InvalidDataException">More than allowed.</exception>
    public override int Read(Span<byte> buffer)
    {
        stop.ThrowIfCancellationRequested();
        var count = inner.Read(buffer);
        _read += count;
        if (_read <= most) return count;
        Exceeded = true;
        throw new InvalidDataException("More than may be unpacked.");
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _read; set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

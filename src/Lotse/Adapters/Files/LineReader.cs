namespace Lotse.Adapters.Files;

/// <summary>Lines of a stream with their line ends, in pieces of at most <see cref="Longest"/> bytes, so that an endless line needs no memory.</summary>
internal sealed class LineReader(Stream stream)
{
    public const int Longest = 16 * 1024;

    private readonly byte[] _buffer = new byte[Longest * 2];
    private int _from;
    private int _to;
    private bool _ended;

    /// <summary>The line is valid until the next call.</summary>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        var scanned = 0;
        while (true)
        {
            var end = _buffer.AsSpan(_from + scanned, _to - _from - scanned).IndexOf((byte)'\n');
            if (end >= 0) return Take(scanned + end + 1, out line);
            scanned = _to - _from;
            if (scanned >= Longest) return Take(Longest, out line);
            if (_ended) return Take(scanned, out line);
            Fill();
        }
    }

    private bool Take(int count, out ReadOnlySpan<byte> line)
    {
        line = _buffer.AsSpan(_from, count);
        _from += count;
        return count > 0;
    }

    private void Fill()
    {
        if (_from > 0)
        {
            Buffer.BlockCopy(_buffer, _from, _buffer, 0, _to - _from);
            (_from, _to) = (0, _to - _from);
        }
        var count = stream.Read(_buffer, _to, _buffer.Length - _to);
        _to += count;
        _ended = count == 0;
    }
}

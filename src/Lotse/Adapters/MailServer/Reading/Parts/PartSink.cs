using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace Lotse.Adapters.MailServer.Reading.Parts;

/// <summary>Writes down what a part means.</summary>
internal static class PartContent
{
    /// <summary>What is not encoded need not go through a decoder, with buffers of its own.</summary>
    public static void DecodeInto(this IMimeContent content, Stream target, CancellationToken stop)
    {
        if (content.Encoding is ContentEncoding.Base64 or ContentEncoding.QuotedPrintable or ContentEncoding.UUEncode) content.DecodeTo(target, stop);
        else content.WriteTo(target, stop);
    }
}

/// <summary>Takes the decoded bytes of a part: counts them, hashes them where asked, and keeps the first of them.</summary>
/// <param name="expected">Bytes that will come, as far as anybody knows; saves growing step by step.</param>
internal sealed class PartSink(int keep, bool hash, long expected = 0) : Stream
{
    private const int SmallBytes = 16 * 1024;

    /// <summary>What ISO 2022 shifts with, and what wide characters are made of.</summary>
    private static readonly SearchValues<byte> Shifts = SearchValues.Create(0x00, 0x0E, 0x0F, 0x1B);

    private readonly MemoryStream _kept = new((int)Math.Min(keep, expected));
    // Hashed at once where all of it fits: most parts are small, and a hash that takes piece after piece costs a handle of the system.
    private byte[]? _small = hash ? ArrayPool<byte>.Shared.Rent(SmallBytes) : null;
    private IncrementalHash? _hash;
    private long _length;

    public override long Length => _length;

    /// <summary>More came than is kept.</summary>
    public bool Cut => _length > _kept.Length;

    public ReadOnlySpan<byte> Kept => _kept.GetBuffer().AsSpan(0, (int)_kept.Length);

    /// <summary>Turns CR LF into LF where all that is kept is seven-bit text that shifts to no other letters: in every charset that is written so, these two mean the end of
    /// a line, and a text that is decoded without them need not be copied once more.</summary>
    public void LoseReturns()
    {
        var bytes = _kept.GetBuffer().AsSpan(0, (int)_kept.Length);
        var first = bytes.IndexOf("\r\n"u8);
        if (first < 0 || !Ascii.IsValid(bytes) || bytes.ContainsAny(Shifts) || bytes.IndexOf("~{"u8) >= 0) return;
        var to = first;
        for (var rest = bytes[(first + 1)..]; ;)
        {
            var length = rest.IndexOf("\r\n"u8) is >= 0 and var next ? next : rest.Length;
            rest[..length].CopyTo(bytes[to..]);
            to += length;
            if (length == rest.Length) break;
            rest = rest[(length + 1)..];
        }
        _kept.SetLength(to);
    }

    public byte[] ToArray() => _kept.ToArray();

    public string Sha256() => Convert.ToHexStringLower(_hash is null ? SHA256.HashData(_small.AsSpan(0, (int)_length)) : _hash.GetHashAndReset());

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_small is not null) Hash(buffer, _small);
        _length += buffer.Length;
        var room = (int)Math.Min(buffer.Length, keep - _kept.Length);
        if (room > 0) _kept.Write(buffer[..room]);
    }

    private void Hash(ReadOnlySpan<byte> buffer, byte[] small)
    {
        if (_hash is null && _length + buffer.Length <= SmallBytes)
        {
            buffer.CopyTo(small.AsSpan((int)_length));
            return;
        }
        if (_hash is null)
        {
            _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            _hash.AppendData(small, 0, (int)_length);
        }
        _hash.AppendData(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (_small is not null) ArrayPool<byte>.Shared.Return(_small);
            _small = null;
            _kept.Dispose();
            _hash?.Dispose();
        }
        base.Dispose(disposing);
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Position { get => _length; set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}

using System.Security.Cryptography;

namespace Lotse.Adapters.MailServer.Reading.Parts;

/// <summary>Takes the decoded bytes of a part: counts them, hashes them where asked, and keeps the first of them.</summary>
/// <param name="expected">Bytes that will come, as far as anybody knows; saves growing step by step.</param>
internal sealed class PartSink(int keep, bool hash, long expected = 0) : Stream
{
    private readonly MemoryStream _kept = new((int)Math.Min(keep, expected));
    private readonly IncrementalHash? _hash = hash ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    private long _length;

    public override long Length => _length;

    /// <summary>More came than is kept.</summary>
    public bool Cut => _length > _kept.Length;

    public ReadOnlySpan<byte> Kept => _kept.GetBuffer().AsSpan(0, (int)_kept.Length);

    public byte[] ToArray() => _kept.ToArray();

    public string Sha256() => Convert.ToHexStringLower(_hash!.GetHashAndReset());

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _length += buffer.Length;
        _hash?.AppendData(buffer);
        var room = (int)Math.Min(buffer.Length, keep - _kept.Length);
        if (room > 0) _kept.Write(buffer[..room]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
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

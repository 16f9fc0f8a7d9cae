using System.Security.Cryptography;

namespace Lotse.Adapters.MailServer;

/// <summary>The raw bytes of one mail on their way in. Small ones stay in memory; what grows over <see cref="SpillOver"/> goes to a temporary file,
/// so that a few large mails cannot fill the memory. Write, then <see cref="Complete"/>, then read as often as needed, then dispose.</summary>
public sealed class ReceivedMail : IDisposable
{
    /// <summary>Bytes kept in memory at most.</summary>
    public const int SpillOver = 512 * 1024;

    private readonly string _spool;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private MemoryStream? _memory = new();
    private FileStream? _file;
    private byte[]? _sha256;

    /// <param name="spool">Folder for temporary files; must exist. Files in it are worthless after a restart.</param>
    public ReceivedMail(string spool) => _spool = spool;

    /// <summary>In bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Of the raw bytes; known after <see cref="Complete"/>.</summary>
    public byte[] Sha256 => _sha256 ?? throw new InvalidOperationException("The mail is not complete yet.");

    public static ReceivedMail Of(string spool, ReadOnlySpan<byte> bytes)
    {
        var mail = new ReceivedMail(spool);
        mail.Write(bytes);
        mail.Complete();
        return mail;
    }

    /// <exception cref="IOException">The spool folder is full or cannot be written; the mail is incomplete from then on.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        Length += bytes.Length;
        if (_memory is not null && _memory.Length + bytes.Length > SpillOver) Spill();
        if (_file is not null) _file.Write(bytes);
        else _memory!.Write(bytes);
    }

    /// <summary>No more bytes will come; the hash is fixed and the mail can be read.</summary>
    public void Complete()
    {
        _sha256 ??= _hash.GetHashAndReset();
    }

    /// <summary>A fresh stream over all bytes, at their start. The caller disposes it; several may be open at once.</summary>
    public Stream Open() => _file is not null
        ? new FileStream(_file.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        : new MemoryStream(_memory!.GetBuffer(), 0, (int)_memory.Length, writable: false, publiclyVisible: true);

    public void Dispose()
    {
        _memory?.Dispose();
        _file?.Dispose();
        _hash.Dispose();
    }

    private void Spill()
    {
        var path = Path.Combine(_spool, $"in-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}.eml");
        // Without a buffer, as the doors write in large pieces: what cannot be written shows in Write, never later in Dispose.
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.DeleteOnClose);
        _memory!.WriteTo(_file);
        _memory.Dispose();
        _memory = null;
    }
}

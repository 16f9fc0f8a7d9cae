using System.Buffers;
using System.IO.Compression;
using Lotse.Adapters.MailServer;

namespace Lotse.Adapters.Files;

/// <summary>Packs the raw bytes of a mail for keeping, and unpacks them byte for byte. Long runs of base64 are decoded and put into the file store,
/// where the same attachment is kept once whoever sends it; the rest is compressed. It knows nothing of MIME, so it cannot misread a broken mail.</summary>
/// <remarks>Format: one byte 1, then deflate over pieces. A piece is T, length, bytes; or F, SHA-256, characters a line, bytes in the file.
/// Numbers are 7-bit encoded. Each base64 line ends in CR LF or (piece f) in LF.</remarks>
public sealed class RawMailCodec(FileStore files)
{
    /// <summary>Decoded bytes from which on a run of base64 becomes a file.</summary>
    public const int FileFrom = 24 * 1024;

    private const byte Version = 1;

    /// <summary>The fastest level leaves a fifth more on disk for good; a denser one than this finds hardly anything more in a mail.</summary>
    private static readonly ZLibCompressionOptions Dense = new() { CompressionLevel = 4 };

    public byte[] Pack(Stream raw)
    {
        using var packed = new MemoryStream();
        packed.WriteByte(Version);
        using (var deflate = new ZLibStream(packed, Dense, leaveOpen: true))
        using (var writer = new RawMailPieces(deflate, files))
        {
            var lines = new LineReader(raw);
            while (lines.Next(out var line)) writer.Add(line);
            writer.End();
        }
        return packed.ToArray();
    }

    /// <param name="spool">Folder for temporary files, see <see cref="ReceivedMail"/>.</param>
    /// <exception cref="InvalidDataException">The packed bytes are damaged, or a file is missing.</exception>
    public ReceivedMail Unpack(byte[] packed, string spool)
    {
        if (packed.Length == 0 || packed[0] != Version) throw new InvalidDataException("Not a packed mail of this version.");
        var mail = new ReceivedMail(spool);
        using var pieces = new BinaryReader(new ZLibStream(new MemoryStream(packed, 1, packed.Length - 1), CompressionMode.Decompress));
        try
        {
            for (var kind = pieces.Read(); kind != -1; kind = pieces.Read()) Unpack(pieces, (char)kind, mail);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The packed mail ends too early.", e);
        }
        mail.Complete();
        return mail;
    }

    /// <summary>Names of the files that a packed mail relies on; of one that cannot be read, those that stand before the damage.</summary>
    public static IReadOnlyList<string> FilesOf(byte[] packed) => FilesOf(packed, out _);

    /// <param name="damaged">Whether it cannot be read to its end.</param>
    public static IReadOnlyList<string> FilesOf(byte[] packed, out bool damaged)
    {
        var names = new List<string>();
        damaged = false;
        try
        {
            ReadFiles(packed, names);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            damaged = true;
        }
        return names;
    }

    private static void ReadFiles(byte[] packed, List<string> names)
    {
        if (packed.Length == 0 || packed[0] != Version) throw new InvalidDataException("Not a packed mail of this version.");
        using var pieces = new BinaryReader(new ZLibStream(new MemoryStream(packed, 1, packed.Length - 1), CompressionMode.Decompress));
        var buffer = new byte[8192];
        for (var kind = pieces.Read(); kind != -1; kind = pieces.Read())
        {
            if (kind == 'T')
            {
                for (var left = pieces.Read7BitEncodedInt64(); left > 0;)
                {
                    var count = pieces.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
                    if (count == 0) throw new EndOfStreamException();
                    left -= count;
                }
                continue;
            }
            if (kind is not ('F' or 'f')) throw new InvalidDataException("Unknown piece in a packed mail.");
            pieces.BaseStream.ReadExactly(buffer, 0, 32);
            names.Add(Convert.ToHexStringLower(buffer.AsSpan(0, 32)));
            pieces.Read7BitEncodedInt();
            pieces.Read7BitEncodedInt64();
        }
    }

    private void Unpack(BinaryReader pieces, char kind, ReceivedMail mail)
    {
        if (kind == 'T')
        {
            var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
            for (var left = pieces.Read7BitEncodedInt64(); left > 0;)
            {
                var count = pieces.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
                if (count == 0) throw new EndOfStreamException();
                mail.Write(buffer.AsSpan(0, count));
                left -= count;
            }
            ArrayPool<byte>.Shared.Return(buffer);
            return;
        }
        if (kind is not ('F' or 'f')) throw new InvalidDataException("Unknown piece in a packed mail.");
        var name = Convert.ToHexStringLower(pieces.ReadBytes(32));
        var perLine = pieces.Read7BitEncodedInt() / 4 * 3;
        _ = pieces.Read7BitEncodedInt64();
        using var file = files.Open(name) ?? throw new InvalidDataException($"The file {name} is missing.");
        Base64Lines.Write(file, perLine, kind == 'F', mail);
    }
}

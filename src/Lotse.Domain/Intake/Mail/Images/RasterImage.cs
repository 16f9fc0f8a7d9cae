namespace Lotse.Domain.Intake.Mail.Images;

/// <summary>What kind of picture some bytes are, by their own beginning and never by what somebody says they are. SVG is none: it is a document.</summary>
public static class RasterImage
{
    /// <summary>So many first bytes are enough to tell.</summary>
    public const int Looked = 64;

    /// <returns>The media type, or null where the bytes are no picture that a browser draws without running anything.</returns>
    public static string? TypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8) ? "image/gif"
        : bytes.StartsWith("RIFF"u8) && At(bytes, 8).StartsWith("WEBP"u8) ? "image/webp"
        : At(bytes, 4).StartsWith("ftyp"u8) && IsAvif(bytes) ? "image/avif"
        : IsBitmap(bytes) ? "image/bmp"
        : null;

    private static ReadOnlySpan<byte> At(ReadOnlySpan<byte> bytes, int from) => bytes.Length < from ? [] : bytes[from..];

    /// <summary>The main brand, or one of those it is compatible with (ISO/IEC 14496-12, 4.3).</summary>
    private static bool IsAvif(ReadOnlySpan<byte> bytes)
    {
        for (var at = 8; at + 4 <= Math.Min(bytes.Length, Looked); at += 4)
        {
            if (at != 12 && (At(bytes, at).StartsWith("avif"u8) || At(bytes, at).StartsWith("avis"u8))) return true;
        }
        return false;
    }

    /// <summary>"BM" alone begins too many words: four zero bytes and a known length of the header belong to it.</summary>
    private static bool IsBitmap(ReadOnlySpan<byte> bytes) => bytes.Length > 18 && bytes.StartsWith("BM"u8)
        && bytes[6..10].IndexOfAnyExcept((byte)0) < 0 && bytes[15..18].IndexOfAnyExcept((byte)0) < 0 && bytes[14] is 12 or 40 or 52 or 56 or 64 or 108 or 124;
}

using System.Buffers;
using System.Buffers.Text;
using Lotse.Adapters.MailServer;

namespace Lotse.Adapters.Files;

/// <summary>Base64 as mail programs write it: lines of one length, the last one shorter.</summary>
internal static class Base64Lines
{
    /// <summary>Reads one line that keeps to the rule; false where decoding and encoding again would not give the same bytes.</summary>
    /// <param name="line">With its line end.</param>
    /// <param name="characters">Base64 characters in it.</param>
    /// <param name="decoded">At least as long as the line.</param>
    public static bool TryRead(ReadOnlySpan<byte> line, Span<byte> decoded, out int characters, out bool carriageReturn, out int bytes)
    {
        (characters, carriageReturn, bytes) = (0, false, 0);
        if (line.Length < 5 || line[^1] != '\n') return false;
        carriageReturn = line[^2] == '\r';
        var text = line[..^(carriageReturn ? 2 : 1)];
        characters = text.Length;
        if (characters % 4 != 0 || Base64.DecodeFromUtf8(text, decoded, out var read, out bytes) != OperationStatus.Done || read != characters) return false;
        if (text[^1] != '=') return bytes == characters / 4 * 3; // The decoder skips blanks inside a line; encoding again would not bring them back.
        Span<byte> again = stackalloc byte[characters];
        return Base64.EncodeToUtf8(decoded[..bytes], again, out _, out var written) == OperationStatus.Done && again[..written].SequenceEqual(text);
    }

    /// <param name="perLine">Bytes that one full line holds.</param>
    public static void Write(Stream file, int perLine, bool carriageReturn, ReceivedMail mail)
    {
        var bytes = new byte[perLine * 64];
        var text = new byte[(perLine / 3 * 4) + 2];
        int count;
        while ((count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)) > 0)
        {
            for (var at = 0; at < count; at += perLine)
            {
                Base64.EncodeToUtf8(bytes.AsSpan(at, Math.Min(perLine, count - at)), text, out _, out var written);
                if (carriageReturn) text[written++] = (byte)'\r';
                text[written++] = (byte)'\n';
                mail.Write(text.AsSpan(0, written));
            }
        }
    }
}
